"""The figures of a survey as they may be shown now: one query for the counters, whatever came."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone

from ..models import AnswerTally, LiveFigures, QuestionnaireVersion, Survey
from ..queries import asked_by
from ..rules.cells import TOTAL
from ..rules.composing import composed
from ..rules.figures import Figure, figures
from ..rules.moments import shows_results
from ..rules.questionnaire import Questionnaire
from ..rules.waves import Wave

if TYPE_CHECKING:
    from portal.accounts.rules import Reader


@dataclass(frozen=True)
class Results:
    """What may be read of a survey: how many answers, the counters, the day of live figures."""

    questionnaire: Questionnaire
    counts: dict[str, int]
    minimum: int
    live_on: date | None = None

    @property
    def total(self) -> int:
        """How many answers there are."""
        return self.counts.get(TOTAL, 0)

    @property
    def figures(self) -> list[Figure]:
        """The figures of each question; none below the minimum of answers."""
        return figures(self.questionnaire, self.counts, self.minimum)


def results_of(survey: Survey, at: datetime) -> Results | None:
    """The results as they may be shown now, by two queries; None while they are kept back."""
    if not shows_results(survey, at):
        return None
    questionnaire, minimum = asked_by(survey), settings.AGENT_GROUP_MINIMUM
    if survey.is_open(at):
        live = LiveFigures.objects.filter(survey=survey.pk).first()
        counts = live.counts if live else {}
        day = live.made_on if live else timezone.localdate(at)
        return Results(questionnaire, counts, minimum, day)
    return Results(questionnaire, _counters(survey.pk), minimum)


def _counters(survey_id: int) -> dict[str, int]:
    rows = AnswerTally.objects.filter(survey=survey_id, count__gt=0)
    return dict(rows.values_list("cell", "count"))


def answer_count(survey: Survey) -> int:
    """How many answers were given so far; one query."""
    row = AnswerTally.objects.filter(survey=survey.pk, cell=TOTAL).values_list("count", flat=True)
    return row.first() or 0


def waves_of(survey: Survey, reader: "Reader", at: datetime) -> list[Wave]:
    """The waves of the series that are over and that this reader may see, by three queries."""
    if not survey.series:
        return []
    versions = QuestionnaireVersion.objects.order_by("number")
    found = Survey.objects.filter(series=survey.series).visible_to(reader)  # type: ignore[attr-defined]
    over = (
        found.closed(at)
        .order_by("opens_at", "pk")
        .prefetch_related(
            Prefetch("versions", versions),
            Prefetch("tallies", AnswerTally.objects.filter(count__gt=0)),
        )
    )
    return [
        Wave(
            label=each.wave or each.title,
            url=each.url,
            questionnaire=_asked(each),
            counts={row.cell: row.count for row in each.tallies.all()},
        )
        for each in over
    ]


def _asked(survey: Survey) -> Questionnaire:
    versions = list(survey.versions.all())
    return versions[-1].questionnaire if versions else composed(survey.questionnaire)
