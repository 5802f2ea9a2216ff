"""The desk for paper in the admin: print coupons, key in, verify, and who may."""

import io
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from participation.enums import Channel, Moderation, Reason, Standing, Wish
from participation.ideas.models import Idea
from participation.mechanism import mechanisms, takes_paper
from participation.models import Neighbourhood, PaperEntry
from portal.accounts.models import User
from tests.factories.accounts import AgentFactory
from tests.factories.engagements import DepartmentFactory
from tests.factories.paper import keyed_entry, printed_coupons
from tests.factories.participation import IdeaConsultationFactory, ThemeFactory
from tests.support import clock
from tests.support.contract import contracts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]

KEY_IN, MAKE = "participation.key_in_contributions", "participation.add_couponbatch"


def staff(*rights: str, **fields: Any) -> User:
    """An agent who may enter the admin and do these things."""
    user = AgentFactory.create(**fields)
    group = Group.objects.create(name=f"Groupe de {user.pk}")
    for name in ("wagtailadmin.access_admin", *rights):
        label, codename = name.split(".")
        group.permissions.add(
            Permission.objects.get(content_type__app_label=label, codename=codename)
        )
    user.groups.add(group)
    return user


@pytest.fixture
def first() -> User:
    return staff(KEY_IN, MAKE, display_name="Aïcha")


@pytest.fixture
def second() -> User:
    return staff(KEY_IN, display_name="Bruno")


def jpeg() -> SimpleUploadedFile:
    drawn = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(drawn, "JPEG")
    return SimpleUploadedFile("papier.jpg", drawn.getvalue(), "image/jpeg")


def text_of(response: Any) -> str:
    return str(response.content.decode())


def keyed(**fields: Any) -> dict[str, Any]:
    """What the form of the first person sends."""
    return {
        "token": "un-jeton",
        "channel": Channel.PAPER,
        "received_on": clock.NOW.date().isoformat(),
        "title": "Planter des arbres",
        "action": "next",
        **fields,
    }


ROLES = {"first": (200, 200), "moderator": (200, 302), "officer": (200, 200), "pilot": (302, 302),
         "communications": (302, 302), "agent": (302, 302)}  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_who_keys_in_and_who_prints(
    role: str, request: pytest.FixtureRequest, client_of: Any
) -> None:
    entry, batch = keyed_entry(), printed_coupons()[0].batch
    pages = {
        KEY_IN: [
            reverse("paper:index"),
            reverse("paper:key_in", args=[entry.contribution.activity_id]),
            reverse("paper:keyed", args=[entry.pk]),
            reverse("paper:verify", args=[entry.pk]),
        ],
        MAKE: [
            reverse("coupons:index"),
            reverse("coupons:make"),
            reverse("coupons:batch", args=[batch.pk]),
            reverse("coupons:print", args=[batch.pk]),
        ],
    }
    browser = client_of(request.getfixturevalue(role))
    found = [{browser.get(page).status_code for page in listed} for listed in pages.values()]
    assert found == [{code} for code in ROLES[role]]


def test_a_visitor_is_sent_to_sign_in(client: Any) -> None:
    entry = keyed_entry()
    for address in (reverse("paper:index"), reverse("paper:scan", args=[entry.pk])):
        assert "/compte/acces/" in client.get(address).headers["Location"]


def test_the_home_page_counts_what_waits(client_of: Any, second: User, pilot: User) -> None:
    home = reverse("wagtailadmin_home")
    empty = text_of(client_of(second).get(home))
    keyed_entry()
    one = text_of(client_of(second).get(home))
    keyed_entry()
    two = text_of(client_of(second).get(home))
    assert "Aucun papier n’attend une seconde personne." in empty
    assert "1 papier saisi attend une seconde personne." in one
    assert "2 papiers saisis attendent une seconde personne." in two
    assert "Papiers à vérifier" not in text_of(client_of(pilot).get(home))


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_whatever_their_length(count: int, client_of: Any, first: User) -> None:
    call = IdeaConsultationFactory.create()
    for _ in range(count):
        printed_coupons(call)
        keyed_entry(call, keyed_by=AgentFactory.create())
    browser = client_of(first)
    costs = []
    for page in ("paper:index_results", "coupons:index_results"):
        browser.get(reverse(page))
        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse(page))
        costs.append(len(queries))
    assert costs == [10, 10]


def test_one_call_is_not_asked_for_several_are(client_of: Any, first: User) -> None:
    browser, choose = client_of(first), reverse("paper:choose")
    assert "Rien ne reçoit de papier" in text_of(browser.get(choose))
    call = IdeaConsultationFactory.create()
    IdeaConsultationFactory.create(closes_at=clock.days(-5), answer_by=clock.days(-1).date())
    assert browser.get(choose).headers["Location"] == reverse("paper:key_in", args=[call.pk])
    other = IdeaConsultationFactory.create(closes_at=clock.days(-5))
    page = text_of(browser.get(choose))
    assert call.title in page
    assert other.title in page


@pytest.mark.parametrize("slug", [one.slug for one in mechanisms()])
def test_papers_are_keyed_in_where_they_can_be(client_of: Any, first: User, slug: str) -> None:
    browser, activity = client_of(first), contracts()[slug].activity(title="Ce qui est ouvert")
    takes = takes_paper(activity)
    form = browser.get(reverse("paper:key_in", args=[activity.pk]))
    assert form.status_code == (200 if takes else 404)
    offered = text_of(browser.get(reverse("coupons:make")))
    assert ("Ce qui est ouvert" in offered) is takes


def test_coupon_speaks_the_words_of_its_mechanism(client_of: Any, first: User) -> None:
    questions = contracts()["briefings"].activity()
    [coupon] = printed_coupons(questions)
    page = text_of(client_of(first).get(reverse("coupons:print", args=[coupon.batch_id])))
    assert "Votre question, en une phrase" in page
    assert "suivre votre question" in page
    assert "votre idée" not in page.lower()


def test_empty_lists_say_what_will_stand_there(client_of: Any, first: User) -> None:
    browser = client_of(first)
    assert "Pas encore de saisie." in text_of(browser.get(reverse("paper:index")))
    assert "Pas encore de coupon imprimé." in text_of(browser.get(reverse("coupons:index")))


def test_keying_in_a_coupon_and_the_next_one(client_of: Any, first: User) -> None:
    theme, quarter = ThemeFactory.create(), Neighbourhood.objects.create(name="Port", slug="port")
    department = DepartmentFactory.create()
    call = IdeaConsultationFactory.create(themes=[theme])
    [coupon] = printed_coupons(call)
    browser, form = client_of(first), reverse("paper:key_in", args=[call.pk])
    sent = keyed(
        number=f"http://testserver/suivi/{coupon.receipt_display.lower()}/",
        channel=Channel.MEETING, place_received="Réunion du 12 mai", scan=jpeg(),
        text="Il fait chaud.", theme=theme.pk, neighbourhood=quarter.pk, place="Place du marché",
        concerned_department=department.pk, standing=Standing.RESIDENT, display_name="Tilleul",
        wishes=[Wish.FOLLOW_UP, Wish.IDEA], email="tilleul@test.example", phone="01 02 03 04 05",
        department_name="",
    )  # fmt: skip
    response = browser.post(form, sent)
    idea = Idea.objects.get()
    entry = idea.paper_entry
    assert response.headers["Location"] == (
        f"{form}?channel=meeting&received_on=2026-05-11&place_received=R%C3%A9union+du+12+mai"
    )
    assert (idea.receipt, idea.moderation) == (coupon.receipt, Moderation.UNVERIFIED)
    assert (idea.theme, idea.neighbourhood, idea.concerned_department) == (
        theme, quarter, department,
    )  # fmt: skip
    assert (idea.place, idea.standing, idea.display_name, idea.email) == (
        "Place du marché", Standing.RESIDENT, "Tilleul", "tilleul@test.example",
    )  # fmt: skip
    assert (entry.keyed_by, entry.phone, entry.scan_type) == (first, "01 02 03 04 05", "image/jpeg")
    following = browser.get(response.headers["Location"]).context["form"]
    assert following["channel"].value() == "meeting"
    assert following["place_received"].value() == "Réunion du 12 mai"


def test_without_coupon_the_number_is_shown_large(client_of: Any, first: User) -> None:
    call = IdeaConsultationFactory.create()
    browser, form = client_of(first), reverse("paper:key_in", args=[call.pk])
    response = browser.post(form, keyed(channel=Channel.PHONE))
    entry = PaperEntry.objects.get()
    shown = browser.get(response.headers["Location"])
    receipt = entry.contribution.receipt_display
    assert response.headers["Location"].startswith(reverse("paper:keyed", args=[entry.pk]))
    assert f'<p class="desk__number">{receipt}</p>' in text_of(shown)
    assert shown.context["next_url"].startswith(f"{form}?channel=phone&received_on=2026-05-11")


def test_a_page_sent_twice_is_keyed_in_once(client_of: Any, first: User) -> None:
    call = IdeaConsultationFactory.create()
    browser, form = client_of(first), reverse("paper:key_in", args=[call.pk])
    browser.post(form, keyed())
    again = browser.post(form, keyed())
    assert again.context["form"].non_field_errors() == [Reason.ALREADY_SENT.label]
    assert Idea.objects.count() == 1


def test_a_wrong_number_is_told_at_its_field(client_of: Any, first: User) -> None:
    call, other = IdeaConsultationFactory.create(), IdeaConsultationFactory.create()
    [used, unused] = printed_coupons(call, 2)
    [foreign] = printed_coupons(other)
    keyed_entry(call, number=used.receipt, title="Un banc")
    browser, form = client_of(first), reverse("paper:key_in", args=[call.pk])
    wrong = "A" if unused.receipt[3] != "A" else "B"
    mistyped = unused.receipt[:3] + wrong + unused.receipt[4:]
    expected = {
        mistyped: "Un caractère de ce numéro est faux ou manque",
        "pas un numéro": "Un caractère de ce numéro est faux ou manque",
        foreign.receipt: "imprimé pour une autre participation",
        used.receipt: "n°\u00a01\u00a0: «\u00a0Un banc\u00a0»",
        keyed_entry(call).contribution.receipt: "Aucun coupon imprimé ne porte ce numéro",
    }
    for number, words in expected.items():
        response = browser.post(form, keyed(number=number))
        [error] = response.context["form"].errors["number"]
        assert words in error
    assert Idea.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("received_on", "2026-05-12", "pas encore venu"),
        ("received_on", "2026-04-30", "n’était pas encore ouvert"),
        ("received_on", "", "Indiquez le jour"),
        ("channel", Channel.ONLINE, "choix valide"),
        ("title", "\u202e \u0000 ", "caractère nul"),
        ("title", "\u202e", "Indiquez le titre"),
        ("email", "tilleul", "Vérifiez l’adresse"),
        ("scan", SimpleUploadedFile("papier.jpg", b"<script>alert(1)</script>"), "image"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_stored(
    field: str, value: Any, words: str, client_of: Any, first: User
) -> None:
    call = IdeaConsultationFactory.create()
    form = reverse("paper:key_in", args=[call.pk])
    response = client_of(first).post(form, keyed(**{field: value, "text": "Gardé."}))
    [error] = response.context["form"].errors[field]
    assert words in error
    assert "Gardé." in text_of(response)
    assert Idea.objects.count() == 0


def test_a_call_whose_answers_were_due_takes_nothing(client_of: Any, first: User) -> None:
    over = IdeaConsultationFactory.create(closes_at=clock.days(-5), answer_by=clock.days(-1).date())
    form = reverse("paper:key_in", args=[over.pk])
    page = client_of(first).get(form)
    assert "desk__form" not in text_of(page)
    assert page.context["refusal"] == Reason.KEYING_OVER
    sent = keyed(received_on=clock.days(-6).date().isoformat())
    response = client_of(first).post(form, sent)
    assert response.context["form"].non_field_errors() == [Reason.KEYING_OVER.label]


def test_the_first_person_sees_and_cannot_verify(client_of: Any, first: User) -> None:
    entry = keyed_entry(keyed_by=first)
    page = reverse("paper:verify", args=[entry.pk])
    shown = client_of(first).get(page)
    assert "une autre personne doit la vérifier" in text_of(shown)
    assert shown.context["form"] is None
    sent = {**keyed(), "action": "verify", "compared": "on"}
    told = client_of(first).post(page, sent, follow=True)
    assert str(Reason.SAME_PERSON.label) in text_of(told)
    entry.contribution.refresh_from_db()
    assert entry.contribution.moderation == Moderation.UNVERIFIED


def test_the_second_person_compares_corrects_and_goes_on(
    client_of: Any, first: User, second: User
) -> None:
    call = IdeaConsultationFactory.create()
    entry = keyed_entry(call, keyed_by=first, title="Planter des abres", wishes=[Wish.IDEA])
    keyed_entry(call, keyed_by=second)
    following = keyed_entry(call, keyed_by=first)
    browser, page = client_of(second), reverse("paper:verify", args=[entry.pk])
    shown = browser.get(page)
    form = shown.context["form"]
    assert "prenez le papier en main" in text_of(shown)
    assert (form["title"].value(), form["wishes"].value()) == ("Planter des abres", [Wish.IDEA])
    sent = {**keyed(title="Planter des arbres", wishes=[Wish.IDEA]), "action": "verify"}
    sent["text"] = entry.contribution.text
    forgot = browser.post(page, sent)
    assert forgot.context["form"].errors == {"compared": [Reason.PAPER_NOT_COMPARED.label]}
    response = browser.post(page, {**sent, "compared": "on"})
    assert response.headers["Location"] == reverse("paper:verify", args=[following.pk])
    entry.refresh_from_db()
    assert entry.corrections == {"title": "Planter des abres"}
    assert (entry.verified_by, entry.contribution.moderation) == (second, Moderation.PENDING)
    done = browser.get(page)
    assert "Bruno" in text_of(done)
    assert done.context["corrections"] == ["Titre de la contribution"]
    assert (done.context["form"], done.context["may_discard"]) == (None, False)


def test_an_entry_is_taken_back(client_of: Any, first: User) -> None:
    entry = keyed_entry(keyed_by=first)
    page = reverse("paper:verify", args=[entry.pk])
    response = client_of(first).post(page, {"action": "discard"})
    assert response.headers["Location"] == reverse("paper:index")
    assert (Idea.objects.count(), PaperEntry.objects.count()) == (0, 0)
    assert client_of(first).get(page).status_code == 404
    assert client_of(first).post(page, {"action": "discard"}).status_code == 404


def test_an_unknown_gesture_is_refused(client_of: Any, second: User) -> None:
    page = reverse("paper:verify", args=[keyed_entry().pk])
    assert client_of(second).post(page, {"action": "publish"}).status_code in {302, 403}


def test_a_scan_is_for_those_who_verify(
    client: Any, client_of: Any, first: User, second: User, communications: User
) -> None:
    call = IdeaConsultationFactory.create()
    client_of(first).post(reverse("paper:key_in", args=[call.pk]), keyed(scan=jpeg()))
    entry = PaperEntry.objects.get()
    address = reverse("paper:scan", args=[entry.pk])
    shown = client_of(second).get(address)
    assert b"".join(shown.streaming_content).startswith(b"\xff\xd8\xff")
    assert {name: shown.headers[name] for name in (
        "Content-Type", "X-Content-Type-Options", "X-Frame-Options", "Content-Disposition",
    )} == {
        "Content-Type": "image/jpeg",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "SAMEORIGIN",
        "Content-Disposition": f'inline; filename="{entry.contribution.receipt_display}.jpg"',
    }  # fmt: skip
    assert "no-store" in shown.headers["Cache-Control"]
    page = text_of(client_of(second).get(reverse("paper:verify", args=[entry.pk])))
    assert f'src="{address}"' in page
    assert client_of(communications).get(address).status_code == 302
    assert client.get(f"/media/{entry.scan.name}").status_code == 404
    entry.scan.storage.delete(entry.scan.name)
    assert client_of(second).get(address).status_code == 404
    assert client_of(second).get(reverse("paper:scan", args=[keyed_entry().pk])).status_code == 404


def test_the_call_leads_to_its_papers(client_of: Any, officer: User) -> None:
    call = IdeaConsultationFactory.create()
    [coupon, _] = printed_coupons(call, 2)
    keyed_entry(call, number=coupon.receipt)
    address = reverse("wagtailsnippets_ideas_ideaconsultation:edit", args=[call.pk])
    page = text_of(client_of(officer).get(address))
    assert "2 coupons numérotés imprimés, 1 revenu, 1 papier à vérifier." in page
    for link in (f"{reverse('coupons:make')}?appel={call.pk}", f"/paper/key/{call.pk}/"):
        assert link in page
