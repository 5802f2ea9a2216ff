"""The same opinion sent twice at once is counted once; the log takes one row a publication."""

import pytest

from participation.briefings.actions import say_clarity
from participation.briefings.enums import BriefingReason
from participation.briefings.models import ClarityReply
from portal.decisions import Refused
from tests.factories.briefings import BriefingFactory
from tests.support import clock
from tests.support.threads import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_form_sent_twice_at_once_is_one_opinion() -> None:
    briefing = BriefingFactory.create()

    def send() -> str:
        try:
            say_clarity(briefing=briefing, opinion="no", form_token="un", at=clock.NOW)
        except Refused as refused:
            return str(refused.reason)
        return "counted"

    outcomes = together(send, send)

    assert sorted(outcomes) == [str(BriefingReason.ALREADY_SAID), "counted"]
    assert ClarityReply.objects.count() == 1
