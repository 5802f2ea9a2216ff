"""Messages do not outlive what the notice beside the form promises."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from home.enums import MessageStatus
from home.models import ContactMessage


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

    call_command("erase_old_messages", "--dry-run", stdout=said)
    assert ContactMessage.objects.count() == 3
    call_command("erase_old_messages", stdout=said)

    assert sorted(ContactMessage.objects.values_list("pk", flat=True)) == [m.pk for m in kept]
    assert said.getvalue().splitlines() == ["1 message à effacer."] * 2
