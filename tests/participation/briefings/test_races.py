"""The same opinion sent several times at once is counted once."""

from datetime import datetime

import pytest

from participation.briefings.actions import say_clarity
from participation.briefings.enums import BriefingReason
from participation.briefings.models import ClarityReply
from tests.factories.briefings import BriefingFactory
from tests.support import clock
from tests.support.threads import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_form_sent_several_times_at_once_is_one_opinion() -> None:
    briefing = BriefingFactory.create()
    at: datetime = clock.NOW

    def send(_number: int) -> str:
        reply = say_clarity(briefing=briefing, opinion="no", form_token="un", at=at)
        return str(reply.opinion)

    outcomes = together(4, send)

    assert sorted(str(one) for one in outcomes) == [*["already_said"] * 3, "no"]
    assert outcomes.count(BriefingReason.ALREADY_SAID) == 3
    assert ClarityReply.objects.count() == 1
