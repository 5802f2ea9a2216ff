"""Several people at once on one text: two who decide, one who decides while another publishes."""

from typing import Any

import pytest

from participation.drafting import actions
from participation.drafting.actions.counting import recount_paragraphs
from participation.drafting.models import Decision, TextVersion
from participation.drafting.queries.working import working_text
from tests.factories.cms import make_site
from tests.factories.drafting import DraftingFactory, decided_amendment, published_amendment
from tests.support import clock
from tests.support.threads import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("now")]


@pytest.fixture(autouse=True)
def _site(db: None) -> None:
    make_site()


def test_two_who_decide_at_once_leave_one_decision_counted_once() -> None:
    drafting = DraftingFactory.create()
    amendment = published_amendment(drafting)

    def decide(number: int) -> Any:
        outcome = "retained" if number % 2 else "declined"
        return actions.decide_amendment(
            amendment=amendment, outcome=outcome, reason="Oui.", by=None, at=clock.NOW
        ).outcome

    together(8, decide)

    amendment.refresh_from_db()
    assert Decision.objects.get().outcome == amendment.verdict == amendment.answer.verdict
    assert not recount_paragraphs(drafting=drafting)


def test_deciding_while_a_version_is_published_never_enters_it_unseen() -> None:
    drafting = DraftingFactory.create()
    decided_amendment(drafting)
    late = [
        published_amendment(drafting, label="1.2", change=("café", "salon")),
        published_amendment(drafting, label="2.1", change=("trimestre", "mois")),
    ]
    seen = working_text(drafting).digest

    def act(number: int) -> Any:
        if number < 4:
            return actions.publish_version(
                drafting=drafting, note="Voilà.", seen=seen, by=None, at=clock.NOW
            ).number
        return actions.decide_amendment(
            amendment=late[number % 2], outcome="retained", reason="Oui.", by=None, at=clock.NOW
        ).outcome

    together(8, act)

    versions = TextVersion.objects.filter(number__gt=1)
    assert versions.count() <= 1
    inside = Decision.objects.filter(integrated_in__isnull=False)
    assert inside.count() == versions.count()
    assert Decision.objects.filter(integrated_in__isnull=True).count() == 3 - inside.count()
    assert not recount_paragraphs(drafting=drafting)
