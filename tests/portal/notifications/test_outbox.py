"""The outbox: written with the event, delivered later, erased once sent."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.decisions import Refused
from portal.notifications import actions
from portal.notifications.delivery import deliver_batch
from portal.notifications.enums import MailReason, MailState, Priority
from portal.notifications.mails import AWAITED, Delivery, queue, send_mail
from portal.notifications.models import OutgoingMail, address_key
from portal.notifications.queries import note_sign_of_life, outbox_state
from portal.notifications.registry import _last_words, register_last_word
from tests.support.smtp import MailServer

pytestmark = pytest.mark.django_db
NEVER_AT_ONCE = -1


@pytest.fixture
def later(settings):
    """No page delivers: only the worker does."""
    settings.MAIL_AT_ONCE_PRIORITY = NEVER_AT_ONCE


@pytest.fixture
def server(settings):
    """A mail server, which the portal uses."""
    running = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
    settings.MAIL_TIMEOUT = settings.MAIL_AT_ONCE_TIMEOUT = 5
    yield running
    running.stop()


def _queue(number=1, **delivery):
    queue(
        kind="letter",
        subject=f"Objet {number}",
        to=f"personne{number}@test.example",
        text=f"Texte {number}",
        html=f"<p>Texte {number}</p>",
        delivery=Delivery(**delivery),
    )
    return OutgoingMail.objects.latest("pk")


def _states():
    return sorted(OutgoingMail.objects.values_list("state", flat=True))


def test_mail_is_undone_with_what_it_tells(portal_site, later):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        _queue()
        raise ZeroDivisionError

    assert not OutgoingMail.objects.exists()


def test_words_are_erased_once_sent(portal_site, later):
    kept = _queue()
    deliver_batch(worker="w")

    [message] = mail.outbox
    kept.refresh_from_db()
    assert (message.subject, message.to) == ("Objet 1", ["personne1@test.example"])
    assert message.extra_headers["Message-ID"] == kept.message_id
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert (kept.state, kept.to, kept.subject, kept.text, kept.html, kept.headers) == (
        MailState.SENT, "", "", "", "", {},
    )  # fmt: skip
    assert kept.to_key == address_key("Personne1@test.example ")


def test_database_refuses_words_kept_after_sending(portal_site, later):
    kept = _queue()

    with pytest.raises(IntegrityError, match="mail_keeps_no_word"), transaction.atomic():
        OutgoingMail.objects.filter(pk=kept.pk).update(state="sent", settled_at=timezone.now())
    with pytest.raises(IntegrityError, match="mail_is_settled"), transaction.atomic():
        OutgoingMail.objects.filter(pk=kept.pk).update(settled_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        OutgoingMail.objects.filter(pk=kept.pk).update(state="lost", settled_at=timezone.now())


def test_same_thing_is_told_once(portal_site, later):
    told = [
        queue(kind="k", subject="s", to="a@test.example", text="t", delivery=Delivery(dedup="x"))
        for _ in range(2)
    ]

    assert told == [True, False]
    assert OutgoingMail.objects.count() == 1


def test_what_is_awaited_leaves_first(portal_site, later):
    _queue(1, priority=Priority.MANY)
    _queue(2)
    _queue(3, priority=Priority.AWAITED)
    deliver_batch(worker="w")

    assert [message.subject for message in mail.outbox] == ["Objet 3", "Objet 2", "Objet 1"]


def test_what_is_awaited_leaves_with_the_commit(
    portal_site, settings, django_capture_on_commit_callbacks
):
    settings.MAIL_AT_ONCE_PRIORITY = Priority.AWAITED
    with django_capture_on_commit_callbacks(execute=True):
        context = {"paragraphs": [], "url": "/", "label": "Lire", "why": "Test"}
        for delivery in (AWAITED, Delivery()):
            send_mail(
                template="letter",
                subject="Code",
                to="a@test.example",
                context=context,
                delivery=delivery,
            )

    assert len(mail.outbox) == 1
    assert _states() == [MailState.SENT, MailState.WAITING]


def test_later_answer_is_tried_again_with_growing_delay(portal_site, later, server, settings):
    settings.MAIL_RETRY_MINUTES = [1, 5]
    kept, at = _queue(), timezone.now()
    server.at_address = lambda address: "451 later"
    dues = []
    for _ in range(3):
        deliver_batch(worker="w", clock=lambda at=at: at)
        kept.refresh_from_db()
        dues.append(kept.due_at - at)
        at = kept.due_at

    assert dues[:2] == [timedelta(minutes=1), timedelta(minutes=5)]
    assert (kept.state, kept.attempts) == (MailState.FAILED, 3)
    assert "451" in kept.failure
    assert kept.text == "Texte 1"


@pytest.mark.parametrize("place", ["at_address", "at_text"])
def test_never_is_given_up_at_once_and_holds_up_nobody(portal_site, later, server, place):
    bad = _queue(1)
    good = _queue(2)
    refusal = "550 <personne1@test.example> unknown"
    setattr(server, place, lambda address: refusal if "personne1" in address else None)
    deliver_batch(worker="w")

    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, good.state) == (MailState.FAILED, MailState.SENT)
    assert "550" in bad.failure
    assert "@" not in bad.failure
    assert [received.to for received in server.received] == ["personne2@test.example"]


def test_server_down_costs_no_try_and_up_again_delivers(portal_site, later, server):
    for number in (1, 2, 3):
        _queue(number)
    server.stop()
    assert deliver_batch(worker="w") == (1, False)
    assert _states() == [MailState.WAITING] * 3
    assert set(OutgoingMail.objects.values_list("attempts", flat=True)) == {0}

    server.start()
    assert deliver_batch(worker="w") == (3, True)
    assert len(server.received) == 3
    assert _states() == [MailState.SENT] * 3


def test_page_does_not_wait_for_a_server_that_is_down(
    portal_site, server, django_capture_on_commit_callbacks
):
    server.stop()
    with django_capture_on_commit_callbacks(execute=True):
        _queue(1)
    server.start()
    with django_capture_on_commit_callbacks(execute=True):
        _queue(2)

    assert server.received == []
    deliver_batch(worker="w")
    assert len(server.received) == 2


def test_hung_up_in_the_middle_it_lets_the_others_pass(portal_site, later, server):
    _queue(1)
    _queue(2)
    server.at_text = lambda address: "hang up" if "personne1" in address else None
    assert deliver_batch(worker="w") == (1, False)
    assert deliver_batch(worker="w") == (1, True)

    assert [received.to for received in server.received] == ["personne2@test.example"]
    assert OutgoingMail.objects.get(state=MailState.WAITING).attempts == 1


def test_one_connection_serves_a_batch(portal_site, later, server):
    for number in range(5):
        _queue(number)
    deliver_batch(worker="w")

    assert (len(server.received), server.connections) == (5, 1)


def test_right_lost_meanwhile_keeps_the_mail_from_leaving(portal_site, later):
    kept = _queue(audience="agents")
    register_last_word(_nothing_for_agents)
    try:
        deliver_batch(worker="w")
    finally:
        _last_words.remove(_nothing_for_agents)

    kept.refresh_from_db()
    assert (kept.state, kept.text, mail.outbox) == (MailState.CANCELLED, "", [])


def _nothing_for_agents(sent):
    return sent.audience != "agents"


def test_given_up_is_tried_again_or_cancelled(portal_site, later, administrator):
    at = timezone.now()
    one, two, three = _queue(1), _queue(2), _queue(3)
    OutgoingMail.objects.exclude(pk=three.pk).update(state=MailState.FAILED, settled_at=at)
    actions.retry_mail(mail=one, by=administrator, at=at)
    actions.cancel_mail(mail=two, by=administrator, at=at)
    deliver_batch(worker="w")

    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.state, two.state, two.to) == (MailState.SENT, MailState.CANCELLED, "")
    with pytest.raises(Refused) as again:
        actions.retry_mail(mail=two, by=administrator, at=at)
    with pytest.raises(Refused) as late:
        actions.cancel_mail(mail=one, by=administrator, at=at)
    assert (again.value.reason, late.value.reason) == (
        MailReason.NOT_GIVEN_UP,
        MailReason.NOT_WAITING,
    )


def test_traces_are_erased_in_time(portal_site, later, settings):
    at = timezone.now()
    for number in range(3):
        _queue(number)
    deliver_batch(worker="w", limit=2)

    later_on = at + timedelta(days=settings.MAIL_TRACE_DAYS + 1)
    assert actions.erase_old_mails(at=later_on, dry_run=True) == 2
    assert actions.erase_old_mails(at=later_on) == 2
    assert _states() == [MailState.WAITING]


def test_person_is_forgotten_in_the_outbox(portal_site, later):
    _queue(1)
    _queue(2)
    deliver_batch(worker="w", limit=1)

    assert actions.erase_mails_of(emails=frozenset({"personne1@test.example"}), user_id=None) == 1
    assert OutgoingMail.objects.get().to == "personne2@test.example"


def test_state_of_the_outbox_in_one_query(portal_site, later, django_assert_num_queries):
    at = timezone.now()
    _queue(1)
    _queue(2)
    OutgoingMail.objects.filter(to__startswith="personne2").update(
        state=MailState.FAILED, settled_at=at
    )
    with django_assert_num_queries(1):
        state = outbox_state(at + timedelta(hours=2))

    assert (state.waiting, state.given_up, state.is_late, state.is_silent) == (1, 1, True, True)
    note_sign_of_life(at)
    assert not outbox_state(at).is_silent
