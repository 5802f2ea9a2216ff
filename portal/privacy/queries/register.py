"""The register of processings with the city's identity, and when the erasure last ran."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from wagtail.models import Site

from portal.cms.models import SiteSettings

from .. import rules
from ..durations import duration
from ..models import RetentionRun
from ..registry import Processing, RetentionRule, cards, processings, retention_rules


@dataclass(frozen=True, slots=True)
class RuleState:
    """A retention rule with its delay in words, and what the last run did by it."""

    rule: RetentionRule
    delay: str
    count: int | None
    failed: bool


def city() -> SiteSettings:
    """Who answers for the data: the settings of the default site."""
    found: SiteSettings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    return found


def register() -> list[Processing]:
    """Every processing, then the card of each activity."""
    return [*processings(), *cards()]


def last_run() -> RetentionRun | None:
    """The last run that erased and came to its end."""
    done = RetentionRun.objects.filter(dry_run=False, ended_at__isnull=False)
    return done.select_related("started_by").prefetch_related("lines").first()


def is_late(at: datetime) -> bool:
    """Whether the admin must say that nothing was erased for too long."""
    last = last_run()
    return rules.is_late(last.started_at if last else None, at, days=settings.RETENTION_LATE_DAYS)


def rule_states(run: RetentionRun | None) -> list[RuleState]:
    """Each rule with what this run did, in the order of application."""
    lines = {line.rule: line for line in run.lines.all()} if run else {}
    states = []
    for rule in retention_rules():
        line = lines.get(rule.name)
        delay = duration(getattr(settings, rule.days)) if rule.days else ""
        states.append(
            RuleState(rule, delay, line.count if line else None, bool(line and line.failed))
        )
    return states


def latest_runs(count: int) -> list[RetentionRun]:
    """The latest runs, dry ones included."""
    found = RetentionRun.objects.select_related("started_by").prefetch_related("lines")
    return list(found[:count])
