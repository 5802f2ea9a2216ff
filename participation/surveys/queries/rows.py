"""Answers one by one, without receipt, day nor text; nothing is held but one batch."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from ..enums import SurveyChannel
from ..models import Survey, SurveyAnswer
from ..queries import asked_by
from ..rules.rows import columns, profile, shared_by_enough, telling

_BATCH = 2_000


def kept_answers(survey: Survey) -> int:
    """How many answers are still there one by one."""
    return SurveyAnswer.objects.filter(survey=survey.pk).count()


def headings(survey: Survey, codes: Sequence[str]) -> list[str]:
    """The headings: by what way it came, then the questions chosen."""
    return [_("Received by"), *(one.heading for one in columns(asked_by(survey), codes))]


def answer_rows(survey: Survey, codes: Sequence[str]) -> Iterator[list[Any]]:
    """One line an answer, in an order that says nothing; two passes over the answers.

    What is hidden depends on every profile question, chosen or not: two files put side by side
    tell no more than one.
    """
    questionnaire, hidden = asked_by(survey), _("hidden")
    chosen, tells = columns(questionnaire, codes), telling(questionnaire)
    profiles: Counter[str] = Counter()
    ways: Counter[str] = Counter()
    for channel, values in _answers(survey):
        ways[channel] += 1
        profiles[profile(questionnaire, values)] += 1
    minimum = settings.AGENT_GROUP_MINIMUM
    shown_ways = shared_by_enough(ways, minimum)
    shown = shared_by_enough(profiles, minimum)
    for channel, values in _answers(survey):
        is_shown = profile(questionnaire, values) in shown
        row = [
            one.value(values) if is_shown or one.question.code not in tells else hidden
            for one in chosen
        ]
        way = str(SurveyChannel(channel).label) if channel in shown_ways else hidden
        yield [way, *row]


def _answers(survey: Survey) -> Iterator[tuple[str, dict[str, Any]]]:
    # The key is drawn at random: neither the day nor the place in the table leads to anybody.
    found = SurveyAnswer.objects.filter(survey=survey.pk).order_by("pk")
    return found.values_list("channel", "values").iterator(chunk_size=_BATCH)
