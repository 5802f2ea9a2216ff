"""One's own data: seen, taken away, corrected, erased, by the account or by a mailed link."""

import io
import json
import zipfile
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from participation import actions as participation
from participation.actions import counters
from participation.enums import Moderation
from participation.models import Activity, Comment, Contribution, Report, Supporter
from portal.accounts.models import User
from portal.accounts.personal_data import authored_counts, sources
from portal.owndata import actions
from portal.owndata.enums import DataRefusal
from portal.owndata.models import DataRequest
from portal.owndata.notifications import link_path
from portal.owndata.persons import person_of, person_with
from portal.security.models import SecurityEvent
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.files import idea_with_files
from tests.factories.participation import (
    IdeaConsultationFactory,
    answered_idea,
    make_idea,
    published_idea,
    refused_idea,
)
from tests.factories.reactions import published_comment, supported
from tests.support import clock
from tests.support.html import error_of, form_data, main_of, plain

pytestmark = pytest.mark.usefixtures("portal_site", "now")

OWN, ERASE = "/compte/donnees/", "/compte/donnees/supprimer/"
DOWNLOAD, NAME = "/compte/donnees/telecharger/", "/compte/donnees/nom/"


@pytest.fixture
def voisine(db: None) -> User:
    user = UserFactory.create(email="voisine@test.example", display_name="Odile du Port")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def confirmed(browser: Any, url: str, data: Any = None) -> Any:
    """Sends a form, then the password that is asked for."""
    asked = browser.post(url, data or {})
    assert asked.status_code == 302, asked.content.decode()
    assert asked.url.startswith(reverse("account_reauthenticate"))
    return browser.post(asked.url, {"password": PASSWORD})


def unpacked(response: Any) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def test_page_says_how_many_of_what_with_links(client_of: Any, voisine: User) -> None:
    idea = published_idea(author=voisine, title="Un banc")
    published_comment(idea, user=voisine)
    participation.give_support(contribution=published_idea(), user=voisine, at=clock.NOW)

    page = main_of(client_of(voisine).get(OWN))

    assert "1 contribution" in plain(page)
    assert "1 commentaire" in plain(page)
    assert "1 soutien" in plain(page)
    assert idea.story_url in [link["href"] for link in page.select(".own-data__links a")]


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_for_one_and_for_three(
    client_of: Any, voisine: User, django_assert_num_queries: Any, count: int
) -> None:
    call = IdeaConsultationFactory.create()
    for _number in range(count):
        idea = published_idea(call, author=voisine)
        published_comment(idea, user=voisine)
    browser = client_of(voisine)
    browser.get(OWN)

    # Three for who asks, 87 columns of work done for the city by one, the others source by source.
    with django_assert_num_queries(47):
        browser.get(OWN)


def test_each_source_asks_a_few_queries(voisine: User) -> None:
    """Whatever mechanism is added: what is kept of somebody is counted, never walked."""
    call = IdeaConsultationFactory.create()
    for _number in range(3):
        published_comment(published_idea(call, author=voisine), user=voisine)
    person = person_of(voisine)

    asked = {}
    for source in sources():
        with CaptureQueriesContext(connection) as queries:
            source.kept_of(person)
        asked[source.name] = len(queries)

    assert {name: count for name, count in asked.items() if count > 2} == {
        "agent": 3,
        "contributions": 4,
        "inquiry_room": 3,
    }
    assert all(asked[source.name] == 1 for source in sources() if source.authored)


def test_work_done_for_the_city_is_counted_column_by_column(voisine: User) -> None:
    """One query gives the figures that one query a column would."""
    idea = published_idea()
    Contribution.objects.filter(pk=idea.pk).update(moderated_by=voisine)
    columns = [column for source in sources() for column in source.authored]

    counts = authored_counts(columns, voisine.pk)

    assert counts == {column: column.rows(voisine.pk).count() for column in columns}
    assert sum(counts.values()) == 1
    assert set(authored_counts(columns, None).values()) == {0}


@pytest.mark.parametrize("address", [OWN, NAME, ERASE])
def test_pages_are_closed_to_strangers(client: Any, address: str) -> None:
    response = client.get(address)

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_archive_holds_everything_once_one_showed_who_one_is(client_of: Any, voisine: User) -> None:
    call = IdeaConsultationFactory.create(title="Le port")
    idea = idea_with_files(
        call, author=voisine, title="Un banc", text="Face à l’eau, à l’ombre.", email=voisine.email
    )
    refused_idea(call, author=voisine, title="Refusée")
    published_idea(call, title="D’une autre")

    response = confirmed(client_of(voisine), DOWNLOAD)

    assert response.headers["Content-Disposition"] == (
        'attachment; filename="mes-donnees-2026-05-11.zip"'
    )
    assert "no-store" in response.headers["Cache-Control"]
    archive = unpacked(response)
    assert archive.testzip() is None
    data = json.loads(archive.read("donnees.json"))
    assert (data["format"], data["version"]) == ("parvis/personal-data", 1)
    account, given = data["sources"]["account"], data["sources"]["contributions"]
    assert [each["email"] for each in account] == [voisine.email]
    assert [each["title"] for each in given] == ["Un banc", "Refusée"]
    assert given[0]["receipt"] == idea.receipt_display
    assert given[0]["submitted_at"] == "2026-05-16T10:00:00Z"
    paths = given[0]["paths"]
    assert set(archive.namelist()) == {"donnees.json", "donnees.html", "style.css", *paths}
    assert len(paths) == 2
    page = archive.read("donnees.html").decode()
    assert "Un banc" in page
    assert "<script" not in page
    assert "D’une autre" not in page
    assert SecurityEvent.objects.filter(event="owndata.archive.taken", actor=voisine).count() == 1
    assert DataRequest.objects.get().is_self_service


def test_archive_is_made_a_few_times_a_day(client_of: Any, voisine: User, settings: Any) -> None:
    settings.OWN_DATA_FILES_PER_DAY = 1
    browser = client_of(voisine)
    unpacked(confirmed(browser, DOWNLOAD))

    again = browser.post(DOWNLOAD)

    assert again.status_code == 429
    assert str(DataRefusal.TOO_MANY.label) in plain(main_of(again))


def test_new_name_follows_where_one_says_so(client_of: Any, voisine: User) -> None:
    signed = published_idea(author=voisine, display_name=voisine.display_name)
    otherwise = published_idea(author=voisine, display_name="Un collectif")
    browser = client_of(voisine)

    page = browser.get(NAME)
    browser.post(NAME, form_data(page, display_name="O. P.", everywhere="oui"))

    voisine.refresh_from_db()
    names = dict(Contribution.objects.values_list("pk", "display_name"))
    assert voisine.display_name == "O. P."
    assert names == {signed.pk: "O. P.", otherwise.pk: "Un collectif"}


def test_new_name_leaves_the_old_one_where_one_says_so(client_of: Any, voisine: User) -> None:
    signed = published_idea(author=voisine, display_name=voisine.display_name)
    browser = client_of(voisine)

    chosen = browser.post(NAME, {"display_name": "O. P."})
    browser.post(NAME, {"display_name": "O. P.", "everywhere": "non"})

    assert "Choisissez ce que devient" in plain(main_of(chosen))
    assert Contribution.objects.get(pk=signed.pk).display_name == "Odile du Port"


def test_account_goes_and_texts_stay(
    client_of: Any, voisine: User, django_capture_on_commit_callbacks: Any
) -> None:
    call = IdeaConsultationFactory.create()
    signed = published_idea(call, author=voisine, display_name="Odile du Port", title="Un banc")
    anonymous = published_idea(call, author=voisine, title="Une fontaine")
    participation.give_support(contribution=signed, user=voisine, at=clock.NOW)
    browser = client_of(voisine)
    page = browser.get(ERASE)

    with django_capture_on_commit_callbacks(execute=True):
        gone = confirmed(browser, ERASE, form_data(page, fate="garder", sure="on"))

    assert gone.url == reverse("owndata:done")
    assert not User.objects.filter(pk=voisine.pk).exists()
    assert browser.get(gone.url).status_code == 200
    assert browser.get(OWN).status_code == 302
    names = dict(Contribution.objects.values_list("pk", "display_name"))
    assert names == {signed.pk: "Compte supprimé", anonymous.pk: ""}
    assert Supporter.objects.get().user is None
    assert Contribution.objects.get(pk=signed.pk).support_count == 1
    assert not counters.recount(activity=Activity.objects.get(pk=call.pk))
    [told] = mail.outbox
    assert told.to == ["voisine@test.example"]
    assert DataRequest.objects.get().reference in told.body


def test_what_is_open_is_withdrawn_when_one_says_so(client_of: Any, voisine: User) -> None:
    call = IdeaConsultationFactory.create()
    closed = IdeaConsultationFactory.create(opens_at=clock.days(-30), closes_at=clock.days(-1))
    public = published_idea(call, author=voisine, title="Un banc")
    waiting = make_idea(call, author=voisine)
    answered = answered_idea(call, author=voisine, title="Répondue")
    old = published_idea(closed, author=voisine, title="Ancienne")
    said = published_comment(answered, user=voisine)
    published_comment(answered, parent=said)
    browser = client_of(voisine)

    confirmed(browser, ERASE, form_data(browser.get(ERASE), fate="retirer", sure="on"))

    states = {each.pk: (each.moderation, each.title) for each in Contribution.objects.all()}
    gone = (Moderation.WITHDRAWN, "Texte retiré par son auteur")
    assert states == {
        public.pk: gone,
        waiting.pk: gone,
        answered.pk: (Moderation.PUBLISHED, "Répondue"),
        old.pk: (Moderation.PUBLISHED, "Ancienne"),
    }
    assert Comment.objects.get(pk=said.pk).text == ""
    assert "Commentaire retiré par son auteur" in browser.get(answered.url).content.decode()
    for activity in Activity.objects.all():
        assert not counters.recount(activity=activity)


def test_box_must_be_ticked(client_of: Any, voisine: User) -> None:
    browser = client_of(voisine)
    confirmed(browser, DOWNLOAD)

    response = browser.post(ERASE, {})

    assert error_of(response, "sure")
    assert User.objects.filter(pk=voisine.pk).exists()


def test_last_administrator_stays(administrator: User) -> None:
    browser = Client()  # Wagtail's bar for its staff would not pass the strict client.
    browser.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")

    response = browser.get(ERASE)

    assert "le dernier compte qui administre" in plain(main_of(response))
    with pytest.raises(Exception, match=str(DataRefusal.LAST_ADMINISTRATOR.label)):
        actions.erase_person(person=person_of(administrator), at=clock.NOW)


def test_texts_that_tell_who_wrote_them_go_to_the_moderators(voisine: User) -> None:
    idea = published_idea(
        author=voisine, text="Demandez Mme Tilleul au 06 11 22 33 44, la gardienne."
    )

    actions.erase_person(
        person=person_of(voisine), at=clock.NOW, removals={"contributions": [str(idea.pk)]}
    )

    report = Report.objects.get()
    assert (report.contribution_id, report.reason) == (idea.pk, "personal_data")
    assert "Tilleul" not in report.text


def test_spots_are_shown_before(client_of: Any, voisine: User) -> None:
    published_idea(author=voisine, title="Un banc", text="Appelez-moi au 06 11 22 33 44, le soir.")

    page = plain(main_of(client_of(voisine).get(ERASE)))

    assert "Un banc : 06 11 22 33 44" in page


def test_addresses_that_were_never_confirmed_prove_nothing(voisine: User) -> None:
    other = published_idea(email="tilleul@test.example", display_name="Tilleul")
    EmailAddress.objects.create(user=voisine, email="tilleul@test.example", verified=False)

    actions.erase_person(person=person_of(voisine), at=clock.NOW)

    assert Contribution.objects.get(pk=other.pk).email == "tilleul@test.example"


def ask(browser: Any, email: str) -> Any:
    return browser.post("/mes-donnees/", form_data(browser.get("/mes-donnees/"), email=email))


def test_answer_never_tells_whether_an_address_is_known(
    client: Any, django_capture_on_commit_callbacks: Any
) -> None:
    supported(published_idea(), "connue@test.example")
    with django_capture_on_commit_callbacks(execute=True):
        answers = [ask(client, f"{who}@test.example") for who in ("connue", "inconnue")]

    assert {answer.url for answer in answers} == {"/mes-donnees/?envoye=oui"}
    assert client.get(answers[0].url).status_code == 200
    subjects = {message.subject for message in mail.outbox}
    assert (len(mail.outbox), len(subjects)) == (2, 1)
    assert "connue" not in mail.outbox[0].body


def test_one_address_gets_a_few_links_a_day(
    client: Any, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.OWN_DATA_LINKS_PER_DAY = 1
    with django_capture_on_commit_callbacks(execute=True):
        answers = [ask(client, "connue@test.example").status_code for _number in range(3)]

    assert answers == [302, 302, 302]
    assert len(mail.outbox) == 1


def test_link_opens_what_is_kept_under_the_address(
    client: Any, django_capture_on_commit_callbacks: Any
) -> None:
    idea = published_idea(email="Connue@test.example", display_name="Odile", title="Un banc")
    path = link_path("connue@test.example")
    assert "connue" not in path

    page = client.get(path)
    data = json.loads(unpacked(client.post(f"{path}telecharger/")).read("donnees.json"))
    with django_capture_on_commit_callbacks(execute=True):
        form = form_data(client.get(f"{path}effacer/"), fate="garder", sure="on")
        gone = client.post(f"{path}effacer/", form)

    assert "1 contribution" in plain(main_of(page))
    assert [each["title"] for each in data["sources"]["contributions"]] == ["Un banc"]
    assert gone.url == "/mes-donnees/fait/"
    kept = Contribution.objects.get(pk=idea.pk)
    assert (kept.email, kept.display_name, kept.title) == ("", "", "Un banc")
    assert mail.outbox[-1].to == ["connue@test.example"]
    assert "contribution" not in plain(main_of(client.get(path)))


def test_link_of_an_account_asks_to_sign_in(client: Any, voisine: User) -> None:
    path = link_path(voisine.email)

    for address in (path, f"{path}effacer/"):
        assert "a un compte" in plain(main_of(client.get(address)))
    assert "a un compte" in plain(main_of(client.post(f"{path}telecharger/")))


def test_link_ends(client: Any, settings: Any) -> None:
    path = link_path("connue@test.example")
    settings.OWN_DATA_LINK_SECONDS = -1

    assert client.get(path).status_code == 404
    assert client.get("/mes-donnees/faux/").status_code == 404


def test_text_of_another_account_is_not_shown_to_who_owns_the_address(voisine: User) -> None:
    lent = published_idea(author=voisine, email="pretee@test.example")

    actions.erase_person(person=person_with("pretee@test.example"), at=clock.NOW)

    kept = Contribution.objects.get(pk=lent.pk)
    assert (kept.email, kept.author) == ("", voisine)
