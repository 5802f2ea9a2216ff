"""Letters: looked at, tried on oneself, sent once to each, cancelled in time; killed half-way."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse

from portal.decisions import Refused
from portal.notifications.models import OutgoingMail
from portal.security.models import SecurityEvent
from portal.subscriptions import actions
from portal.subscriptions.actions import letters
from portal.subscriptions.enums import LetterRefusal, LetterState
from portal.subscriptions.models import Letter, Subscription
from tests.factories.subscriptions import subscriber
from tests.support import clock
from tests.support.html import soup
from tests.support.mails import deliver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]
BODY = "<p>La halle rouvre <b>lundi</b>.</p><ul><li>Entrée libre</li></ul>"


@pytest.fixture
def letter(communications):
    return actions.write_letter(
        letter=Letter(),
        subject="La halle\nrouvre",
        body=BODY,
        topics=["commitments", "activities", "idea:1"],
        by=communications,
        at=clock.NOW,
    )


def send(letter, by, **more):
    seen = more.pop("seen", letter.fingerprint)
    return actions.send_letter(letter=letter, seen=seen, by=by, at=clock.NOW)


def later(minutes=11):
    return time_machine.travel(clock.NOW + timedelta(minutes=minutes), tick=False)


def recipients():
    return sorted(message.to[0] for message in mail.outbox)


def test_each_follower_has_it_once(letter, communications):
    subscriber("commitments", "activities", email="a@test.example", frequency="weekly")
    subscriber("activities", email="b@test.example")
    subscriber("news", email="c@test.example")
    sent = send(letter, communications)
    deliver()
    assert (sent.recipient_count, recipients()) == (2, [])
    with later():
        deliver()
        deliver()

    assert recipients() == ["a@test.example", "b@test.example"]
    message = mail.outbox[0]
    assert message.subject == "La halle rouvre"
    assert "La halle rouvre lundi." in message.body
    assert "<b>lundi</b>" in message.alternatives[0][0]
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    letter.refresh_from_db()
    assert letter.state == LetterState.SENT
    noted = SecurityEvent.objects.get(event="subscriptions.letter.sent")
    assert noted.actor == communications
    assert noted.details == {"letter": letter.pk, "recipients": 2}


def test_it_is_sent_once(letter, communications):
    subscriber("commitments")
    send(letter, communications)
    with pytest.raises(Refused) as refused:
        send(letter, communications)

    assert refused.value.reason == LetterRefusal.NOT_DRAFT
    with pytest.raises(Refused), transaction.atomic():
        actions.write_letter(
            letter=letter, subject="x", body="y", topics=[], by=communications, at=clock.NOW
        )


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"subject": " "}, LetterRefusal.EMPTY),
        ({"body": "<p></p>"}, LetterRefusal.EMPTY),
        ({"topics": []}, LetterRefusal.NO_TOPIC),
        ({"topics": ["news"]}, LetterRefusal.NOBODY),
    ],
)
def test_what_is_missing_is_said(letter, communications, change, reason):
    subscriber("commitments")
    Letter.objects.update(**change)
    letter.refresh_from_db()
    with pytest.raises(Refused) as refused:
        send(letter, communications)

    assert refused.value.reason == reason


def test_what_changed_since_it_was_looked_at_is_not_sent(letter, communications):
    subscriber("commitments")
    with pytest.raises(Refused) as refused:
        send(letter, communications, seen="older")

    assert refused.value.reason == LetterRefusal.CHANGED


def test_it_is_cancelled_before_the_first_message_only(letter, communications):
    subscriber("commitments")
    send(letter, communications)
    with pytest.raises(Refused) as late:
        actions.cancel_letter(letter=letter, by=communications, at=clock.days(1))
    actions.cancel_letter(letter=letter, by=communications, at=clock.NOW)
    with later():
        deliver()

    assert late.value.reason == LetterRefusal.STARTED
    assert recipients() == []


def test_it_is_tried_on_its_writer_alone(letter, communications):
    subscriber("commitments")
    actions.try_letter(letter=letter, by=communications)
    deliver()

    assert recipients() == [communications.email]
    assert mail.outbox[0].subject == "Essai : La halle rouvre"
    assert "List-Unsubscribe" not in mail.outbox[0].extra_headers


def test_batches_go_on_where_one_stopped(letter, communications, monkeypatch):
    monkeypatch.setattr(letters, "_BATCH", 2)
    for number in range(5):
        subscriber("commitments", "activities", email=f"p{number}@test.example")
    send(letter, communications)
    with later():
        assert actions.spread_letters()
        with pytest.raises(ZeroDivisionError), transaction.atomic():  # Killed in the middle.
            actions.spread_letters()
            raise ZeroDivisionError
        assert OutgoingMail.objects.count() == 2
        assert not actions.spread_letters()  # Enough messages wait.
        for _ in range(9):
            deliver()

    assert recipients() == [f"p{number}@test.example" for number in range(5)]


def test_who_stopped_meanwhile_receives_nothing(letter, communications):
    subscriber("commitments")
    send(letter, communications)
    Subscription.objects.all().delete()
    with later():
        deliver()

    assert recipients() == []


def test_database_refuses_a_letter_that_left_without_saying_when(letter):
    with pytest.raises(IntegrityError, match="letter_that_left"), transaction.atomic():
        Letter.objects.update(state=LetterState.SENT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.update(state="lost")


def _rich(text):
    block = {"key": "a", "text": text, "type": "unstyled", "depth": 0}
    empty = {"inlineStyleRanges": [], "entityRanges": []}
    return json.dumps({"blocks": [block | empty], "entityMap": {}})


def test_from_the_form_to_the_mailbox(client_of, communications):
    subscriber("commitments", email="abonnee@test.example")
    browser = client_of(communications)
    assert browser.get(reverse("letters")).status_code == 200
    form = browser.get(reverse("write_letter"))
    assert "L’avancement de tous les engagements (1 personne)" in form.text
    text = "Bonjour <script>alert(1)</script> à toutes et tous"
    data = {"subject": "Bonjour", "body": _rich(text), "topics": ["commitments"]}
    page = browser.post(reverse("write_letter"), data, follow=True)
    assert "1 personne, une fois." in page.text
    assert "ab…@test.example" in page.text
    assert "abonnee@test.example" not in page.text
    letter = Letter.objects.get()
    seen = soup(page).find("input", attrs={"name": "seen"})["value"]
    drawn = browser.get(reverse("drawn_letter", args=[letter.pk]))
    assert "<script>" not in drawn.text
    address = reverse("letter", args=[letter.pk])
    browser.post(address, {"action": "try"})
    browser.post(address, {"action": "send", "seen": seen})
    letter.refresh_from_db()
    assert letter.state == LetterState.DRAFT
    done = browser.post(address, {"action": "send", "seen": seen, "sure": "on"}, follow=True)
    assert "part dans quelques minutes" in done.text
    with later():
        deliver()

    assert recipients() == sorted(["abonnee@test.example", communications.email])
    assert browser.get(reverse("letters")).status_code == 200
    assert browser.get(reverse("change_letter", args=[letter.pk])).status_code == 302


def test_others_send_nothing(letter, client_of, moderator):
    browser = client_of(moderator)
    for name, args in (("letters", []), ("write_letter", []), ("letter", [letter.pk])):
        assert browser.get(reverse(name, args=args)).status_code in {302, 403}
    refused = browser.post(reverse("letter", args=[letter.pk]), {"action": "send", "sure": "on"})
    assert refused.status_code in {302, 403}
    assert browser.get(reverse("drawn_letter", args=[letter.pk])).status_code in {302, 403}
