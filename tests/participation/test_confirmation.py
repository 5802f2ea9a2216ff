"""An address is confirmed by a mailed link and a button: never by a machine, never twice."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail

from participation import confirmations
from participation.actions import confirm_contribution, counters
from participation.enums import Moderation, ModerationMode
from participation.ideas.models import Idea, IdeaConsultation
from participation.notifications import confirmation_url
from portal.accounts.models import User
from tests.factories.participation import IdeaConsultationFactory, make_idea
from tests.support import clock
from tests.support.client import StrictClient
from tests.support.html import said

pytestmark = pytest.mark.usefixtures("portal_site", "now")
EMAIL = "tilleul@test.example"


@pytest.fixture
def call() -> IdeaConsultation:
    return IdeaConsultationFactory.create(confirms_email=True)


def waiting(call: IdeaConsultation, **fields: Any) -> Idea:
    return make_idea(call, email=EMAIL, at=clock.NOW, **fields)


def state(idea: Idea) -> str:
    return Idea.objects.get(pk=idea.pk).moderation


def test_the_mail_brings_the_link_and_no_word_of_the_idea(
    call: IdeaConsultation, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        idea = waiting(call, title="Des bancs à l’ombre")
    (sent,) = mail.outbox
    bodies = [str(sent.body), *(str(content) for content, _ in sent.alternatives)]
    assert sent.to == [EMAIL]
    assert all(confirmation_url(idea) in body for body in bodies)
    assert not any("bancs" in body for body in bodies)
    assert EMAIL not in sent.subject


def test_opening_the_link_confirms_nothing_and_the_button_does(
    client: StrictClient, call: IdeaConsultation
) -> None:
    idea = waiting(call)
    address = confirmation_url(idea)
    assert client.get(address).status_code == 200
    assert state(idea) == Moderation.UNCONFIRMED
    done = client.post(address, follow=True)
    assert state(idea) == Moderation.PENDING
    assert "confirmée" in said(done)
    assert counters.recount(activity=call) is False


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (ModerationMode.BEFORE, Moderation.PENDING),
        (ModerationMode.AFTER, Moderation.PUBLISHED),
    ],
)
def test_a_confirmed_idea_goes_where_the_call_says(
    client: StrictClient, mode: str, expected: str
) -> None:
    call = IdeaConsultationFactory.create(confirms_email=True, moderation_mode=mode)
    idea = waiting(call)
    client.post(confirmation_url(idea))
    assert state(idea) == expected
    assert counters.recount(activity=call) is False


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_followed_again_says_that_nothing_is_left_to_do(
    client: StrictClient, call: IdeaConsultation, method: str
) -> None:
    idea = waiting(call)
    address = confirmation_url(idea)
    client.post(address)
    again = getattr(client, method)(address)
    assert again.status_code == 200
    assert "déjà confirmée" in said(again)


@pytest.mark.parametrize(
    "key", ["x", "1abc:forgé", "%20", "a:b:c", "<script>", "x" * 500, "%E2%80%AEabc"]
)
def test_a_forged_link_confirms_nothing_and_says_what_to_do(
    client: StrictClient, call: IdeaConsultation, key: str
) -> None:
    idea = waiting(call)
    for answer in (
        client.get(f"{idea.story_url}confirmer/{key}/"),
        client.post(f"{idea.story_url}confirmer/{key}/"),
    ):
        assert answer.status_code == 404
        assert "ne fonctionne pas" in said(answer)
    assert state(idea) == Moderation.UNCONFIRMED


def test_the_link_of_another_idea_or_of_another_address_confirms_nothing(
    client: StrictClient, call: IdeaConsultation
) -> None:
    mine, other = waiting(call), waiting(call)
    key = confirmation_url(other).rstrip("/").rpartition("/")[2]
    assert client.post(f"{mine.story_url}confirmer/{key}/").status_code == 404
    before = confirmation_url(mine)
    Idea.objects.filter(pk=mine.pk).update(email="autre@test.example")
    assert client.post(before).status_code == 404
    assert [state(mine), state(other)] == [Moderation.UNCONFIRMED] * 2


def test_a_link_lives_as_long_as_what_it_confirms(
    client: StrictClient, call: IdeaConsultation, settings: Any
) -> None:
    idea = waiting(call)
    address = confirmation_url(idea)
    days = timedelta(days=settings.UNCONFIRMED_RETENTION_DAYS)
    with time_machine.travel(clock.NOW + days - timedelta(minutes=1), tick=False):
        assert client.get(address).status_code == 200
    with time_machine.travel(clock.NOW + days + timedelta(minutes=1), tick=False):
        late = client.post(address)
    assert late.status_code == 410
    assert "trop ancien" in said(late)
    assert state(idea) == Moderation.UNCONFIRMED


def test_what_was_sent_in_time_may_be_confirmed_after_the_call(
    client: StrictClient, call: IdeaConsultation
) -> None:
    idea = make_idea(call, email=EMAIL, at=clock.at_the_last_second(call))
    with time_machine.travel(clock.after(call), tick=False):
        client.post(confirmation_url(idea))
    assert state(idea) == Moderation.PENDING


def test_the_receipt_and_the_story_say_that_the_link_must_be_followed(
    client: StrictClient, call: IdeaConsultation
) -> None:
    idea = waiting(call)
    for address in (f"{call.url}recu/{idea.receipt_display}/", idea.story_url):
        page = said(client.get(address))
        assert "confirmez votre adresse" in page
        assert "Envoyer à nouveau le message" in page
        assert "a aussi été envoyé" not in page
    confirm_contribution(contribution=idea, at=clock.NOW)
    after = said(client.get(idea.story_url))
    assert "Encore une étape" not in after
    assert "Adresse confirmée" in after


def test_the_mail_is_sent_again_a_few_times_an_hour(
    client: StrictClient,
    call: IdeaConsultation,
    settings: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    settings.CONFIRMATION_LIMIT = 2
    idea = waiting(call)
    pages = []
    for _ in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(f"{idea.story_url}renvoyer/")
        pages.append(said(client.get(answer.headers["Location"])))
    assert len(mail.outbox) == 2
    assert ["plusieurs fois" in page for page in pages] == [False, False, True]


def test_nothing_is_sent_again_once_confirmed_nor_to_an_unknown_receipt(
    client: StrictClient, call: IdeaConsultation, django_capture_on_commit_callbacks: Any
) -> None:
    idea = waiting(call)
    confirm_contribution(contribution=idea, at=clock.NOW)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{idea.story_url}renvoyer/")
        assert client.post("/suivi/00000-00000/renvoyer/").status_code == 404
        assert client.get(f"{idea.story_url}renvoyer/").status_code == 405
    assert mail.outbox == []


def test_an_address_that_the_account_proves_is_not_asked_for_again(
    call: IdeaConsultation, resident: User
) -> None:
    own = make_idea(call, author=resident, email=resident.email.upper())
    other = make_idea(call, author=resident, email=EMAIL)
    none = make_idea(call)
    assert [state(idea) for idea in (own, other, none)] == [
        Moderation.PENDING,
        Moderation.UNCONFIRMED,
        Moderation.PENDING,
    ]


def test_a_key_says_old_before_it_says_bad() -> None:
    key = confirmations.new_key(receipt="R", email="a@b.fr")
    confirmations.check_key(key, receipt="R", email="A@B.fr", days=1)
    with pytest.raises(confirmations.BadKey):
        confirmations.check_key(key, receipt="S", email="a@b.fr", days=1)
    with time_machine.travel(clock.days(2), tick=False), pytest.raises(confirmations.OldKey):
        confirmations.check_key(key, receipt="R", email="a@b.fr", days=1)
