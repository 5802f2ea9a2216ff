"""The files of an idea: who may read them, how they are given back, where they are shown."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from participation.enums import Moderation
from participation.ideas.models import Idea, IdeaConsultation
from participation.models import Attachment
from portal.accounts.models import User
from tests.factories.files import idea_with_files
from tests.factories.participation import (
    AgentConsultationFactory,
    IdeaConsultationFactory,
    publish,
    published_idea,
)
from tests.support.client import StrictClient, settle
from tests.support.html import main_of, soup

pytestmark = pytest.mark.usefixtures("portal_site", "now")
SECOND_FACTOR = "/compte/double-verification/"


@pytest.fixture
def call() -> IdeaConsultation:
    return IdeaConsultationFactory.create()


def files_of(idea: Idea) -> tuple[Attachment, Attachment]:
    picture, document = Attachment.objects.filter(contribution=idea)
    return picture, document


def at_desk(file: Attachment) -> str:
    """Its address for officers."""
    return reverse("contributions:file", args=[file.contribution_id, file.pk, file.name])


def moved(idea: Idea, state: str) -> Idea:
    """The same idea in another state, written straight into the database."""
    other = published_idea(IdeaConsultation.objects.get(pk=idea.activity_id))
    fields: dict[str, Any] = {"moderation": state, "merged_into": None}
    if state == Moderation.MERGED:
        fields["merged_into"] = other
    if state == Moderation.REFUSED:
        fields["refusal_reason"] = "off_topic"
    Idea.objects.filter(pk=idea.pk).update(email="if@test.example", **fields)
    return idea


@pytest.mark.parametrize(
    ("state", "answered"),
    [
        (Moderation.PUBLISHED, 200),
        (Moderation.MERGED, 200),
        (Moderation.PENDING, 404),
        (Moderation.REFUSED, 404),
        (Moderation.UNCONFIRMED, 404),
        (Moderation.UNVERIFIED, 404),
    ],
)
def test_a_file_is_read_by_whoever_may_read_the_idea(
    client: StrictClient,
    client_of: Callable[[User], StrictClient],
    resident: User,
    moderator: User,
    call: IdeaConsultation,
    state: str,
    answered: int,
) -> None:
    idea = moved(publish(idea_with_files(call)), state)
    officer = Client()  # Its page of “not found” holds Wagtail's bar.
    officer.force_login(moderator)
    settle(officer)
    for file in files_of(idea):
        for reader in (client, client_of(resident), officer):
            assert reader.get(file.url).status_code == answered
        # Officers read it at their desk, in any state.
        read = client_of(moderator).get(at_desk(file))
        assert read.status_code == 200
        assert read.headers["Cache-Control"].startswith("private, no-store")
        # Whoever holds the receipt reads what they sent, in any state.
        assert client.get(file.story_url).status_code == 200


def test_officers_read_files_behind_the_door_of_the_admin(
    client: StrictClient,
    client_of: Callable[[User], StrictClient],
    resident: User,
    moderator: User,
    call: IdeaConsultation,
) -> None:
    idea = moved(publish(idea_with_files(call)), Moderation.PENDING)
    _picture, document = files_of(idea)
    address = at_desk(document)
    page = client_of(moderator).get(reverse("contributions:edit", args=[idea.pk]))
    assert address in [link["href"] for link in soup(page).select("a.desk__file, .desk__file a")]
    unproved = Client()
    unproved.force_login(moderator)
    asked = unproved.get(address)

    assert (asked.status_code, asked.url.partition("?")[0]) == (302, SECOND_FACTOR)
    assert unproved.get(document.url).status_code == 404
    assert "attachment" in client_of(moderator).get(address).headers["Content-Disposition"]
    assert client.get(address).status_code == 302
    assert client_of(resident).get(address).status_code in {302, 403}
    wrong = reverse("contributions:file", args=[idea.pk, document.pk, "autre.pdf"])
    officer = Client()
    officer.force_login(moderator)
    settle(officer)
    assert officer.get(wrong).status_code == 404


def test_files_of_a_call_for_agents_are_theirs_and_no_shared_cache_keeps_them(
    client: StrictClient, client_of: Callable[[User], StrictClient], agent: User, resident: User
) -> None:
    call = AgentConsultationFactory.create()
    picture, _ = files_of(publish(idea_with_files(call, author=agent)))
    assert client.get(picture.url).status_code == 302
    assert client_of(resident).get(picture.url).status_code == 403
    read = client_of(agent).get(picture.url)
    assert read.status_code == 200
    assert read.headers["Cache-Control"] == "private, no-store"


def test_files_can_do_nothing_in_a_browser(client: StrictClient, call: IdeaConsultation) -> None:
    picture, document = files_of(publish(idea_with_files(call)))
    shown, saved = client.get(picture.url), client.get(document.url)
    for answer in (shown, saved):
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer.headers["Cache-Control"] == "public, max-age=600, s-maxage=60"
        assert not answer.cookies
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert shown.headers["Content-Disposition"] == 'inline; filename="teal.jpg"'
    assert saved.headers["Content-Type"] == "application/pdf"
    assert saved.headers["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert saved.content.startswith(b"%PDF-1.7")


def test_a_file_of_the_author_is_never_kept_by_a_cache(
    client: StrictClient, call: IdeaConsultation
) -> None:
    picture, _ = files_of(idea_with_files(call))
    told = client.get(picture.story_url).headers["Cache-Control"]
    assert "private" in told
    assert "no-store" in told


def test_a_file_is_at_one_address_only(client: StrictClient, call: IdeaConsultation) -> None:
    idea = publish(idea_with_files(call))
    other = publish(idea_with_files(call, token="autre"))
    picture, _ = files_of(idea)
    wrong = [
        picture.url.replace("teal.jpg", "autre.html"),
        picture.url.replace(f"/idees/{idea.number}/", f"/idees/{other.number}/"),
        picture.url.replace(call.slug, IdeaConsultationFactory.create().slug),
        picture.url.replace(f"/{picture.pk}/", "/999999/"),
        picture.story_url.replace(idea.receipt_display, other.receipt_display),
        picture.story_url.replace(idea.receipt_display, "00000-00001"),
    ]
    assert [client.get(address).status_code for address in wrong] == [404] * len(wrong)


def test_a_file_that_the_disk_lost_is_not_found(
    client: StrictClient, call: IdeaConsultation
) -> None:
    picture, _ = files_of(publish(idea_with_files(call)))
    picture.file.storage.delete(picture.file.name)
    assert client.get(picture.url).status_code == 404


def test_the_page_of_the_idea_shows_its_files(client: StrictClient, call: IdeaConsultation) -> None:
    idea = publish(idea_with_files(call))
    picture, document = files_of(idea)
    Attachment.objects.filter(pk=picture.pk).update(description="La cour <b>vide</b>")
    page = main_of(client.get(idea.url))
    image = page.select_one(".attached img")
    assert image is not None
    assert (image["src"], image["width"], image["height"]) == (picture.url, "60", "40")
    assert image["alt"] == "La cour <b>vide</b>"
    assert [link["href"] for link in page.select(".attached a")] == [picture.url, document.url]


@pytest.mark.parametrize("place", ["receipt", "story"])
def test_the_author_sees_the_files_before_anybody(
    client: StrictClient, call: IdeaConsultation, place: str
) -> None:
    idea = idea_with_files(call)
    picture, _ = files_of(idea)
    receipt = f"{call.url}recu/{idea.receipt_display}/"
    page = main_of(client.get(receipt if place == "receipt" else idea.story_url))
    image = page.select_one(".attached img")
    assert image is not None
    assert image["src"] == picture.story_url
    assert "non décrite" in image["alt"]
    assert client.get(str(image["src"])).status_code == 200
