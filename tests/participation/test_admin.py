"""The officers' side: the desk of contributions, calls drafted, previewed, published, scheduled."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone

from participation.enums import Moderation, RefusalReason
from participation.ideas.models import IdeaConsultation
from participation.models import ParticipationLevel
from portal.accounts.models import User
from tests.factories.accounts import AgentFactory
from tests.factories.participation import IdeaConsultationFactory, make_idea, published_idea

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]

LIST = "contributions:index"
DESK = "contributions:edit"
CALLS = "wagtailsnippets_ideas_ideaconsultation"


def staff(*rights: str) -> User:
    """An agent who may enter the admin and do these things."""
    user = AgentFactory.create()
    group = Group.objects.create(name=f"Groupe de {user.pk}")
    names = ["wagtailadmin.access_admin", *rights]
    for name in names:
        label, codename = name.split(".")
        group.permissions.add(
            Permission.objects.get(content_type__app_label=label, codename=codename)
        )
    user.groups.add(group)
    return user


@pytest.fixture
def reader(client_of: Any) -> Any:
    """A moderator's browser."""
    return client_of(staff("participation.moderate_contribution"))


@pytest.fixture
def answerer(client_of: Any) -> Any:
    """The browser of somebody who answers, and does not moderate."""
    return client_of(staff("participation.answer_contribution"))


def test_what_waits_comes_first_and_is_counted_on_the_home_page(reader: Any) -> None:
    call = IdeaConsultationFactory.create()
    published_idea(call, title="Déjà publiée")
    make_idea(call, title="À lire d’abord")
    home = reader.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse(LIST) in home
    page = reader.get(reverse(LIST)).content.decode()
    assert page.index("À lire d’abord") < page.index("Déjà publiée")


def test_publishing_makes_public_and_goes_on_to_the_next(reader: Any) -> None:
    call = IdeaConsultationFactory.create()
    first, second = make_idea(call), make_idea(call)
    response = reader.post(reverse(DESK, args=[first.pk]), {"action": "publish"})
    assert response.headers["Location"] == reverse(DESK, args=[second.pk])
    first.refresh_from_db()
    assert first.moderation == Moderation.PUBLISHED


def test_refusing_needs_a_reason(reader: Any) -> None:
    idea = make_idea()
    address = reverse(DESK, args=[idea.pk])
    assert reader.post(address, {"action": "refuse", "refusal-reason": ""}).status_code == 200
    idea.refresh_from_db()
    assert idea.moderation == Moderation.PENDING
    reader.post(
        address,
        {
            "action": "refuse",
            "refusal-reason": RefusalReason.OFFENSIVE,
            "refusal-note": "Restez poli.",
        },
    )
    idea.refresh_from_db()
    assert (idea.moderation, idea.refusal_note) == (Moderation.REFUSED, "Restez poli.")


def test_a_decision_already_taken_is_told(reader: Any) -> None:
    idea = published_idea()
    response = reader.post(reverse(DESK, args=[idea.pk]), {"action": "publish"}, follow=True)
    assert "a déjà" in response.content.decode()
    idea.refresh_from_db()
    assert idea.moderation == Moderation.PUBLISHED


@pytest.mark.parametrize("action", ["publish", "refuse"])
def test_who_answers_does_not_moderate(answerer: Any, action: str) -> None:
    idea = make_idea()
    data = {"action": action, "refusal-reason": RefusalReason.OFF_TOPIC}
    assert answerer.post(reverse(DESK, args=[idea.pk]), data).status_code in {302, 403}
    idea.refresh_from_db()
    assert idea.moderation == Moderation.PENDING


def test_who_has_no_right_sees_no_contribution(client_of: Any) -> None:
    idea = make_idea(title="Idée non lue")
    browser = client_of(staff())
    for address in (reverse(LIST), reverse(DESK, args=[idea.pk])):
        response = browser.get(address, follow=True)
        assert "Idée non lue" not in response.content.decode()


def test_the_desk_shows_no_address_and_its_export_runs_nothing(reader: Any) -> None:
    idea = make_idea(title="=HYPERLINK(1)", email="tilleul@test.example")
    desk = reader.get(reverse(DESK, args=[idea.pk])).content.decode()
    assert "tilleul@test.example" not in desk
    export = b"".join(reader.get(reverse(LIST), {"export": "csv"}).streaming_content).decode()
    assert "'=HYPERLINK(1)" in export
    assert "tilleul@test.example" not in export


def test_the_desk_list_counts_by_the_counters_unless_something_is_left_out(reader: Any) -> None:
    make_idea(title="À lire")
    published_idea(IdeaConsultationFactory.create())
    published_idea(IdeaConsultationFactory.create())
    counts = {
        query: reader.get(f"{reverse(LIST)}{query}").context["items_count"]
        for query in ["", "?p=1", "?moderation=published", "?q=lire"]
    }
    assert counts == {"": 3, "?p=1": 3, "?moderation=published": 2, "?q=lire": 1}


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_list_asks_the_same_number_of_queries(
    reader: Any, count: int, django_assert_max_num_queries: Any
) -> None:
    call = IdeaConsultationFactory.create()
    for _ in range(count):
        make_idea(call)
    reader.get(reverse(LIST))
    with django_assert_max_num_queries(DESK_QUERIES) as seen:
        reader.get(reverse(LIST))
    assert len(seen) == DESK_QUERIES


DESK_QUERIES = 15


def call_form(*, publish: bool = False, **fields: Any) -> dict[str, Any]:
    """What the admin's form sends, to keep a draft or to publish."""
    opens = timezone.now()
    moments = {
        name: (opens + timedelta(days=days)).strftime("%Y-%m-%d %H:%M")
        for name, days in (("opens_at", 1), ("closes_at", 30))
    }
    return {
        "title": "Mieux trier",
        "slug": "mieux-trier",
        "introduction": "Comment trier mieux ?",
        "body-count": "0",
        "data_purpose": "choisir",
        "data_retention": "un an",
        "themes": [],
        "level": "4",
        "promise": "Chaque idée reçoit une réponse avant la fin de juin.",
        "audience": "everyone",
        "moderation_mode": "before",
        "visibility": "everyone",
        "eligibility": "none",
        "answer_by": "",
        "department": "",
        "go_live_at": "",
        "expire_at": "",
        **({"action-publish": "1"} if publish else {}),
        **moments,
        **fields,
    }


@pytest.mark.usefixtures("six_levels")
@pytest.mark.parametrize(("given", "days"), [("", 60), ("2026-12-01", None)])
def test_a_call_without_a_day_for_answers_gets_the_one_of_its_level(
    client_of: Any, administrator: User, given: str, days: int | None
) -> None:
    client_of(administrator).post(reverse(f"{CALLS}:add"), call_form(answer_by=given))
    call = IdeaConsultation.objects.get()
    end = timezone.localdate(call.closes_at)
    assert call.answer_by == (end + timedelta(days=days) if days else date(2026, 12, 1))


def test_a_call_is_drafted_then_published(client_of: Any, client: Any, administrator: User) -> None:
    browser = client_of(administrator)
    draft = browser.post(reverse(f"{CALLS}:add"), call_form())
    call = IdeaConsultation.objects.get()
    assert (draft.status_code, call.live) == (302, False)
    assert client.get(call.url).status_code == 404
    edit = reverse(f"{CALLS}:edit", args=[call.pk])
    assert browser.get(edit).status_code == 200
    browser.post(edit, call_form(publish=True, title="Mieux trier, ensemble"))
    call.refresh_from_db()
    assert (call.live, call.title) == (True, "Mieux trier, ensemble")
    assert client.get(call.url).status_code == 200
    assert call.revisions.count() >= 2


@pytest.mark.parametrize("missing", ["promise", "introduction"])
def test_a_call_is_not_published_without_its_promise(
    client_of: Any, administrator: User, missing: str
) -> None:
    browser = client_of(administrator)
    browser.post(reverse(f"{CALLS}:add"), call_form(publish=True, **{missing: ""}))
    assert not IdeaConsultation.objects.filter(live=True).exists()


def test_a_call_is_not_held_at_a_level_that_is_not_its_own(
    client_of: Any, administrator: User
) -> None:
    page = client_of(administrator).post(reverse(f"{CALLS}:add"), call_form(level="6"))
    assert page.status_code == 200
    assert not IdeaConsultation.objects.exists()


def test_level_and_audience_are_frozen_once_somebody_took_part(
    client_of: Any, administrator: User
) -> None:
    call = IdeaConsultationFactory.create(level=4)
    make_idea(call)
    edit = reverse(f"{CALLS}:edit", args=[call.pk])
    browser = client_of(administrator)
    assert browser.get(edit).context["form"].fields["level"].disabled
    data = call_form(slug=call.slug, level="5", publish=True)
    assert browser.post(edit, data).status_code == 302
    call.refresh_from_db()
    assert (call.title, call.level) == (data["title"], 4)


def test_publishing_an_old_draft_never_brings_old_counters_back(
    client_of: Any, administrator: User
) -> None:
    call = IdeaConsultationFactory.create()
    call.save_revision()
    published_idea(call)
    call.get_latest_revision().publish()
    call = IdeaConsultation.objects.get(pk=call.pk)
    assert (call.figures.contribution_count, call.figures.published_count) == (1, 1)


@pytest.mark.parametrize("mode", ["", "form"])
def test_a_call_is_previewed_before_it_exists(
    client_of: Any, administrator: User, mode: str
) -> None:
    browser = client_of(administrator)
    address = reverse(f"{CALLS}:preview_on_add")
    assert browser.post(address, call_form()).json()["is_valid"] is True
    shown = browser.get(address, {"mode": mode})
    assert "Mieux trier" in shown.content.decode()


def test_a_call_can_be_scheduled(client_of: Any, client: Any, administrator: User) -> None:
    later = (timezone.now() + timedelta(days=2)).strftime("%Y-%m-%d %H:%M")
    browser = client_of(administrator)
    browser.post(reverse(f"{CALLS}:add"), call_form(publish=True, go_live_at=later))
    call = IdeaConsultation.objects.get()
    assert (call.live, call.scheduled_revision is not None) == (False, True)


def test_the_words_of_a_level_change_and_not_their_number(
    client_of: Any, administrator: User, six_levels: list[ParticipationLevel]
) -> None:
    browser = client_of(administrator)
    level = six_levels[3]
    names = "wagtailsnippets_participation_participationlevel"
    edit = reverse(f"{names}:edit", args=[level.pk])
    data = {field: getattr(level, field) for field in ("name", "aim", "you_can", "who_decides")}
    data |= {"promise": "Une réponse à chacun.", "example": "", "body": "null", "clock_days": "45"}
    browser.post(edit, data)
    level.refresh_from_db()
    assert (level.promise, level.clock_days, level.number) == ("Une réponse à chacun.", 45, 4)
    assert browser.get(reverse(f"{names}:add")).status_code in {302, 403}
