"""The form of an idea: what may be added, files that survive, wishes that need an address."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from participation.enums import Channel, ModerationMode, Standing, Wish
from participation.ideas.models import Idea, IdeaConsultation
from participation.models import Neighbourhood, StagedFile
from portal.form_tokens import new_token, number_in
from tests.factories.engagements import DepartmentFactory
from tests.factories.files import disguised, sent_document, sent_picture
from tests.factories.participation import (
    AgentConsultationFactory,
    IdeaConsultationFactory,
    ThemeFactory,
)
from tests.support import clock
from tests.support.client import StrictClient
from tests.support.html import error_of, main_of, plain, said

pytestmark = pytest.mark.usefixtures("portal_site", "now")

TEXT = "Chaque samedi, les gymnases distribuent des centaines de petites bouteilles."


@pytest.fixture
def call() -> IdeaConsultation:
    return IdeaConsultationFactory.create(themes=[ThemeFactory.create(name="Achats")])


def filled(call: IdeaConsultation, action: str = "envoyer", **fields: Any) -> dict[str, Any]:
    theme = call.themes.first()
    return {
        "title": "Prêter des gourdes aux clubs",
        "text": TEXT,
        "theme": theme.pk if theme else "",
        "token": new_token(),
        "action": action,
        **fields,
    }


def kept_names(page: Any) -> list[str]:
    return [plain(name) for name in main_of(page).select(".file__name")]


def test_everything_that_may_be_added_is_kept(client: StrictClient, call: IdeaConsultation) -> None:
    port = Neighbourhood.objects.create(name="Ivry-Port", slug="ivry-port")
    sport = DepartmentFactory.create(name="Direction des sports")
    more = {
        "neighbourhood": port.pk,
        "place": "  Gymnase Joliot-Curie ",
        "concerned_department": sport.pk,
        "standing": Standing.RESIDENT,
        "wishes": [Wish.FOLLOW_UP, Wish.IDEA],
        "display_name": "Tilleul",
        "email": "tilleul@test.example",
    }
    review = client.post(call.contribute_url, filled(call, "relire", **more))
    for words in ("Ivry-Port", "Gymnase Joliot-Curie", "Direction des sports", "Tilleul"):
        assert words in said(review).replace("\u2011", "-")
    hidden = [
        (field["name"], field["value"])
        for field in main_of(review).select("form input[type=hidden]")
        if field["name"] != "csrfmiddlewaretoken"
    ]
    sent: dict[str, Any] = {"action": "envoyer", "wishes": []}
    for name, value in hidden:
        if name == "wishes":
            sent["wishes"].append(value)
        else:
            sent[name] = value
    assert client.post(call.contribute_url, sent).status_code == 302
    idea = Idea.objects.get()
    assert (idea.neighbourhood, idea.concerned_department) == (port, sport)
    assert (idea.place, idea.standing, idea.channel) == (
        "Gymnase Joliot-Curie",
        Standing.RESIDENT,
        Channel.ONLINE,
    )
    assert sorted(idea.wishes.values_list("wish", flat=True)) == [Wish.FOLLOW_UP, Wish.IDEA]
    assert idea.display_name == "Tilleul"


def test_nothing_need_be_added(client: StrictClient, call: IdeaConsultation) -> None:
    assert client.post(call.contribute_url, filled(call)).status_code == 302
    idea = Idea.objects.get()
    assert (idea.standing, idea.place, idea.neighbourhood, idea.email) == ("", "", None, "")
    assert str(idea.public_name) == "Anonyme"


@pytest.mark.parametrize("wish", [Wish.FOLLOW_UP, Wish.INFORMATION])
def test_a_wish_to_be_written_to_needs_an_address(
    client: StrictClient, call: IdeaConsultation, wish: str
) -> None:
    page = client.post(call.contribute_url, filled(call, wishes=[wish]))
    assert "Indiquez votre adresse électronique" in error_of(page, "email")
    assert str(Wish(wish).label)[:12] in error_of(page, "email").replace("\u00a0", " ")
    assert not Idea.objects.exists()
    boxes = main_of(page).select("input[name=wishes][checked]")
    assert [box["value"] for box in boxes] == [wish]


@pytest.mark.parametrize("wish", [Wish.IDEA, Wish.COMMENT])
def test_other_wishes_need_no_address(
    client: StrictClient, call: IdeaConsultation, wish: str
) -> None:
    assert client.post(call.contribute_url, filled(call, wishes=[wish])).status_code == 302


def test_in_a_call_for_agents_nobody_is_asked_in_which_capacity(client_of: Any, agent: Any) -> None:
    call = AgentConsultationFactory.create()
    browser = client_of(agent)
    page = main_of(browser.get(call.contribute_url))
    assert page.select("input[name=standing]") == []
    assert len(page.select("input[name=department_name]")) == 1
    browser.post(call.contribute_url, filled(call, standing=Standing.RESIDENT))
    assert Idea.objects.get().standing == Standing.AGENT


def test_files_survive_an_error_and_the_second_reading(
    client: StrictClient, call: IdeaConsultation
) -> None:
    form = filled(call, "relire")
    files = {
        "pictures": [sent_picture(), sent_picture("b.jpeg", "red")],
        "document": sent_document(),
    }
    wrong = client.post(call.contribute_url, {**form, **files, "text": "Court"})
    assert [name.split(" (")[0] for name in kept_names(wrong)] == [
        "Gardé : photo.jpg",
        "Gardé : b.jpeg",
        "Gardé : plan.pdf",
    ]
    first = StagedFile.objects.get(name="photo.jpg")
    shown = {f"description-{first.pk}": "La cour en août"}
    review = client.post(call.contribute_url, {**form, **shown})
    assert len(kept_names(review)) == 3
    described = main_of(review).select_one(f"#description-{first.pk}")
    assert described is not None
    assert described["value"] == "La cour en août"

    client.post(call.contribute_url, {**form, "action": "envoyer"})
    told = [(file.name, file.description) for file in Idea.objects.get().attachments.all()]
    assert told == [("photo.jpg", "La cour en août"), ("b.jpeg", ""), ("plan.pdf", "")]


def test_a_file_sent_twice_with_the_same_form_is_kept_once(
    client: StrictClient, call: IdeaConsultation
) -> None:
    form = filled(call, "relire")
    for _ in range(2):
        client.post(call.contribute_url, {**form, "pictures": [sent_picture()]})
    assert StagedFile.objects.count() == 1


def test_a_bad_file_is_told_and_the_good_ones_are_kept(
    client: StrictClient, call: IdeaConsultation
) -> None:
    files = {"pictures": [sent_picture(), disguised("piège.jpg")]}
    page = client.post(call.contribute_url, {**filled(call), **files})
    assert "« piège.jpg »" in error_of(page, "pictures").replace("\u00a0", " ")
    assert len(kept_names(page)) == 1
    assert TEXT in said(page)
    assert not Idea.objects.exists()


def test_too_many_files_are_told_by_their_name(
    client: StrictClient, call: IdeaConsultation
) -> None:
    colours = ("red", "green", "blue", "white", "black", "gold")
    files = {"pictures": [sent_picture(f"{colour}.jpg", colour) for colour in colours]}
    page = client.post(call.contribute_url, {**filled(call, "relire"), **files})
    told = error_of(page, "pictures")
    assert ["black.jpg" in told, "gold.jpg" in told, "white.jpg" in told] == [True, True, False]
    assert len(kept_names(page)) == 4


def test_a_kept_file_can_be_taken_out(client: StrictClient, call: IdeaConsultation) -> None:
    form = filled(call, "relire")
    client.post(call.contribute_url, {**form, "pictures": [sent_picture()]})
    file = StagedFile.objects.get()
    page = client.post(call.contribute_url, {**form, "retirer": file.pk})
    assert kept_names(page) == []
    assert TEXT in said(page)
    assert not StagedFile.objects.exists()


def test_files_from_one_connection_are_counted(
    client: StrictClient, call: IdeaConsultation, settings: Any
) -> None:
    settings.UPLOAD_LIMIT = 1
    files = {"pictures": [sent_picture(), sent_picture("b.jpg", "red")]}
    page = client.post(call.contribute_url, {**filled(call), **files})
    assert "dans une heure" in error_of(page, "pictures")
    assert len(kept_names(page)) == 1


def test_an_old_form_keeps_its_new_files_and_its_wishes(
    client: StrictClient, call: IdeaConsultation
) -> None:
    form = filled(call, "envoyer", token="périmé", wishes=[Wish.IDEA, Wish.COMMENT])
    page = client.post(call.contribute_url, {**form, "pictures": [sent_picture()]})
    token = main_of(page).select_one("input[name=token]")
    assert token is not None
    assert StagedFile.objects.get().form_token == number_in(str(token["value"]))
    assert len(main_of(page).select("input[name=wishes][checked]")) == 2
    client.post(call.contribute_url, {**form, "token": token["value"]})
    assert [file.name for file in Idea.objects.get().attachments.all()] == ["photo.jpg"]


def test_a_call_that_closes_while_one_writes_gives_the_text_back(client: StrictClient) -> None:
    call = IdeaConsultationFactory.create(closes_at=clock.NOW)
    form = filled(call, text="Première ligne.\nDeuxième ligne, assez longue.")
    page = client.post(call.contribute_url, {**form, "pictures": [sent_picture()]})
    assert page.status_code == 403
    copy = main_of(page).select_one("textarea")
    assert copy is not None
    assert copy.get_text().strip() == (
        "Prêter des gourdes aux clubs\n\nPremière ligne.\nDeuxième ligne, assez longue."
    )
    assert "Vos fichiers n’ont pas été gardés" in said(page)
    assert not StagedFile.objects.exists()


def test_a_session_that_is_over_gives_the_text_back(call: IdeaConsultation) -> None:
    browser = Client(enforce_csrf_checks=True)
    page = browser.post(call.contribute_url, filled(call, email="a@test.example"))
    assert page.status_code == 403
    copy = main_of(page).select_one("textarea")
    assert copy is not None
    assert TEXT in copy.get_text()
    assert "a@test.example" not in page.content.decode()
    assert not Idea.objects.exists()


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        (ModerationMode.BEFORE, "est lue par l’équipe participation, puis publiée"),
        (ModerationMode.AFTER, "est publique aussitôt"),
    ],
)
def test_the_second_reading_says_what_the_call_does(
    client: StrictClient, mode: str, words: str
) -> None:
    call = IdeaConsultationFactory.create(moderation_mode=mode)
    assert words in said(client.post(call.contribute_url, filled(call, "relire")))


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        (ModerationMode.BEFORE, "avant qu’elle soit publiée"),
        (ModerationMode.AFTER, "déjà publique"),
    ],
)
def test_the_mailed_receipt_says_what_the_call_does(
    client: StrictClient, mode: str, words: str, django_capture_on_commit_callbacks: Any
) -> None:
    call = IdeaConsultationFactory.create(moderation_mode=mode)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(call.contribute_url, filled(call, email="if@test.example"))
    assert words in str(mail.outbox[0].body)


def test_the_notice_says_what_becomes_of_what_is_added(
    client: StrictClient, call: IdeaConsultation
) -> None:
    page = said(client.get(call.contribute_url))
    for words in ("quartier", "souhaits", "Le lieu et la date de vos images", "un jour"):
        assert words in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_form_asks_the_same_number_of_queries(
    client: StrictClient, call: IdeaConsultation, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        Neighbourhood.objects.create(name=f"Quartier {number}", slug=f"quartier-{number}")
        DepartmentFactory.create()
        call.themes.add(ThemeFactory.create())
        call.save()
    client.get(call.contribute_url)
    with django_assert_num_queries(FORM_QUERIES):
        client.get(call.contribute_url)


FORM_QUERIES = 8
