"""Messages and addresses do not outlive what the notices promise."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from home.enums import MessageStatus
from home.models import ContactMessage
from participation.actions import erase_addresses
from tests.factories.participation import IdeaConsultationFactory, make_idea
from tests.support import clock


def message(handled_days_ago: int | None, token: str) -> ContactMessage:
    handled = None
    if handled_days_ago is not None:
        handled = timezone.now() - timedelta(days=handled_days_ago)
    return ContactMessage.objects.create(
        wish="comment",
        message="Bonjour",
        form_token=token,
        sent_at=timezone.now() - timedelta(days=900),
        status=MessageStatus.HANDLED if handled else MessageStatus.NEW,
        handled_at=handled,
    )


@pytest.mark.django_db
def test_only_messages_handled_more_than_a_year_ago_are_erased() -> None:
    message(366, "a")
    kept = [message(364, "b"), message(None, "c")]
    said = StringIO()

    call_command("erase_old_data", "--dry-run", stdout=said)
    assert ContactMessage.objects.count() == 3
    call_command("erase_old_data", stdout=said)

    assert sorted(ContactMessage.objects.values_list("pk", flat=True)) == [m.pk for m in kept]
    lines = [line for line in said.getvalue().splitlines() if line.startswith("Messages")]
    assert lines == ["Messages de contact traités\u00a0: 1."] * 2


@pytest.mark.usefixtures("portal_site")
def test_addresses_go_a_year_after_the_call_and_its_answers() -> None:
    over = IdeaConsultationFactory.create(answer_by=clock.days(10).date())
    asked = IdeaConsultationFactory.create(answer_by=clock.days(200).date())
    gone, kept = (make_idea(call, email="tilleul@test.example") for call in (over, asked))

    assert erase_addresses(at=clock.days(400), dry_run=True) == 1
    assert erase_addresses(at=clock.days(400)) == 1

    addresses = [type(idea).objects.get(pk=idea.pk).email for idea in (gone, kept)]
    assert addresses == ["", "tilleul@test.example"]
