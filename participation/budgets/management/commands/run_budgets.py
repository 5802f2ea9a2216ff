"""What time brings to participatory budgets: `manage.py run_budgets`, every minute."""

import logging
import sys
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.decisions import Refused

from ...actions.closing import seal_box
from ...actions.counts import count_and_publish
from ...actions.drafts import remind
from ...actions.opening import open_box
from ...actions.recounts import recount_when_due
from ...actions.studies import publish_study
from ...models import Count, ParticipatoryBudget
from ...queries import due

logger = logging.getLogger("participation")


class Command(BaseCommand):
    """Each step of each budget apart: one that fails stops no other; run twice it does nothing."""

    help = (
        "Publishes the feasibility studies whose authors had the time to answer, opens the votes "
        "that are due, seals the boxes of those that are over, reminds who has not voted yet, "
        "counts and publishes when no paper is awaited, recounts once a day. Run it "
        "every minute. Exits with 1 when a step failed; the log says which."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        self.failed = False
        for study in due.to_publish(at):
            done = partial(publish_study, study=study, by=None, at=at)
            self._step("study", study.project.budget, done)
        for budget in due.to_open(at):
            self._step("open", budget, partial(open_box, budget=budget, at=at))
        for budget in due.to_seal(at):
            self._step("seal", budget, partial(seal_box, budget=budget, at=at))
        for budget in due.to_remind(at):
            self._step("remind", budget, partial(remind, budget=budget, at=at))
        for budget in due.to_count(at):
            self._step("count", budget, partial(_count, budget, at))
        for count in due.to_recount(at):
            self._step("recount", count.budget, partial(_recount, count, at))
        if self.failed:
            sys.exit(1)

    def _step(self, name: str, budget: ParticipatoryBudget, action: Callable[[], object]) -> None:
        try:
            done = action()
        except Exception as error:
            self.failed = True
            reason = str(error.reason) if isinstance(error, Refused) else type(error).__name__
            logger.exception(
                "Step of a budget failed",
                extra={"event": "budgets.step_failed", "budget": budget.pk, "step": name},
            )
            told = {"step": name, "title": budget.title, "reason": reason}
            self.stderr.write(_("Failed (%(step)s): %(title)s: %(reason)s") % told)
            return
        # A reminder that found nobody to remind says nothing.
        if done:
            self.stdout.write(f"{name}: {budget.title}")


def _count(budget: ParticipatoryBudget, at: datetime) -> Count:
    return count_and_publish(budget=budget, by=None, at=at)


def _recount(count: Count, at: datetime) -> object:
    made = recount_when_due(count=count, at=at)
    if made is not None and not made.is_identical:
        raise RuntimeError(_("the recount does not find the published result"))
    return made
