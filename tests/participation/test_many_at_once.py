"""One person who presses two hundred times at once, through real servers: one support."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from django.utils import timezone

from participation.models import Supporter
from tests.factories.accounts import UserFactory
from tests.factories.participation import IdeaConsultationFactory, make_idea, publish
from tests.support.served import Served, session_of
from tests.support.supports import figures

PRESSES = 200


def test_two_hundred_presses_at_once_through_real_servers_make_one(served: Served) -> None:
    now = timezone.now()
    call = IdeaConsultationFactory.create(
        opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=1)
    )
    idea = publish(make_idea(call, at=now), at=now)
    address, session = f"{idea.url}soutenir/", session_of(UserFactory.create())
    served.start()
    ready = Barrier(PRESSES)

    def press(_number: int) -> int:
        ready.wait()
        return served.post(address, {"action": "soutenir"}, session=session).status

    with ThreadPoolExecutor(PRESSES) as pool:
        assert Counter(pool.map(press, range(PRESSES))) == {302: PRESSES}
    assert figures(idea) == (1, 1)
    assert Supporter.objects.count() == 1
