"""The daily digest: to whom, what it says, never empty, never twice, never lost."""

from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from participation.actions import send_moderation_digest
from participation.actions.digest import moderators
from participation.models import ModerationDigest
from portal.accounts.enums import Role
from portal.accounts.models import User
from tests.factories.accounts import StaffFactory
from tests.factories.moderation import make_comment, make_report
from tests.factories.participation import make_idea, published_idea
from tests.support import clock
from tests.support.mails import deliver
from tests.support.threads import together

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]


def something_waits() -> None:
    make_idea(title="Titre secret", at=clock.days(-3), email="a@test.example")
    public = published_idea()
    make_comment(public)
    make_report(public, email="b@test.example")
    deliver()
    mail.outbox.clear()


def test_moderators_are_told_what_waits_and_since_when(
    moderator: User, officer: User, communications: User, administrator: User
) -> None:
    something_waits()
    noted = send_moderation_digest(at=clock.NOW)
    assert noted is not None
    assert (noted.waiting_count, noted.recipient_count) == (3, 2)
    deliver()
    assert {message.to[0] for message in mail.outbox} == {moderator.email, officer.email}
    message = mail.outbox[0]
    page = str(message.alternatives[0][0])
    assert message.subject == "3 textes vous attendent"
    for words in (message.body, page):
        for line in (
            "Contributions à lire\u00a0: 1 (le plus ancien attend depuis 3 jours)",
            "Commentaires à lire\u00a0: 1 (le plus ancien attend depuis moins d’une heure)",
            "Signalements\u00a0: 1",
        ):
            assert line in words.replace("&nbsp;", "\u00a0")
        assert reverse("moderation:index") in words
        assert "contestés" not in words
        for private in ("Titre secret", "a@test.example", "b@test.example"):
            assert private not in words


def test_nothing_is_sent_when_nothing_waits(moderator: User) -> None:
    assert send_moderation_digest(at=clock.NOW) is None
    assert (mail.outbox, ModerationDigest.objects.count()) == ([], 0)


def test_one_mail_a_day_however_often_it_runs(moderator: User) -> None:
    something_waits()
    said = StringIO()
    call_command("send_moderation_digest", stdout=said)
    call_command("send_moderation_digest", stdout=said)
    assert said.getvalue().splitlines() == [
        "Récapitulatif envoyé à 1 personne.",
        "Pas de récapitulatif\u00a0: rien n’attend, ou celui du jour est déjà parti.",
    ]
    deliver()
    assert len(mail.outbox) == 1
    assert send_moderation_digest(at=clock.days(1)) is not None
    deliver()
    assert len(mail.outbox) == 2


def test_a_digest_undone_takes_its_mails_with_it(moderator: User) -> None:
    something_waits()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        send_moderation_digest(at=clock.NOW)
        raise ZeroDivisionError
    deliver()
    assert (mail.outbox, ModerationDigest.objects.count()) == ([], 0)
    assert send_moderation_digest(at=clock.NOW) is not None


def test_administrators_are_told_when_nobody_moderates(administrator: User) -> None:
    assert moderators() == [administrator]
    sleeping = StaffFactory.create(role=Role.MODERATORS, is_active=False)
    assert sleeping not in moderators()
    moderator = StaffFactory.create(role=Role.MODERATORS)
    assert moderators() == [moderator]


def test_a_day_has_one_digest() -> None:
    given = {"sent_at": clock.NOW, "waiting_count": 1, "recipient_count": 1}
    ModerationDigest.objects.create(day=clock.NOW.date(), **given)
    with pytest.raises(IntegrityError), transaction.atomic():
        ModerationDigest.objects.create(day=clock.NOW.date(), **given)


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_send_one_mail() -> None:
    StaffFactory.create(role=Role.MODERATORS)
    make_idea()
    noted = together(4, lambda n: send_moderation_digest(at=clock.NOW))
    assert len([each for each in noted if each is not None]) == 1
    assert len(mail.outbox) == 1
