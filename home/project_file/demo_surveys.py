"""The fictitious surveys: three waves of satisfaction, the last one open, and another survey."""

import random
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from engagements.models import Department
from participation.actions import publish_contribution
from participation.actions.promises import move_example
from participation.surveys.actions import give_answer
from participation.surveys.actions.answering import Sending
from participation.surveys.models import Remark, Survey
from participation.surveys.queries import asked_by
from participation.surveys.rules.answers import field_names
from participation.surveys.rules.questionnaire import Question
from participation.surveys.rules.templates import satisfaction

from .demo_activities import judge_promise, moment, numbered
from .demo_survey_set import SurveyExample
from .wanted import Wanted
from .writer import Writer

_ALWAYS = {"question": "", "test": "is", "value": ""}


class SurveyLoader:
    """Brings the fictitious surveys to the day of the demonstration."""

    def __init__(self, writer: Writer, *, at: datetime, departments: dict[str, Department]) -> None:
        self.writer = writer
        self.at = at
        self.today = timezone.localdate(at)
        self.departments = departments

    def load(self, survey: SurveyExample) -> None:
        """The survey and its answers; one that somebody deleted does not come back."""
        key = f"survey/{survey.key}"
        found = Survey.objects.filter(import_key=key).first()
        if found is None and self.writer.fingerprints.knows(key):
            return  # Somebody deleted it.
        dates = self._dates(survey)
        if found is not None:
            # Its opening stays: answers came after it.
            moved = {name: dates[name] for name in ("closes_at", "answer_by")}
            move_example(activity=found, dates=moved)
        new = {} if found else {**dates, "questionnaire": _stream(survey)}
        wanted = Wanted(
            key=key,
            texts=_texts(survey),
            defaults={**self._defaults(survey, key), **new},
            relations={} if found else {"commitments": numbered(survey.commitments)},
        )
        kept = self.writer.snippet("survey", wanted, found, Survey(slug=survey.slug))
        if found is None:
            self._answer(kept, survey)
            judge_promise(kept, survey.verdict, by=None, at=self.at)

    def _dates(self, survey: SurveyExample) -> dict[str, Any]:
        days = survey.answer_by_in_days
        return {
            "opens_at": moment(self.at, survey.opens_in_days, "00:00"),
            "closes_at": moment(self.at, survey.closes_in_days, "23:59"),
            "answer_by": None if days is None else self.today + timedelta(days=days),
        }

    def _defaults(self, survey: SurveyExample, key: str) -> dict[str, Any]:
        return {
            "import_key": key,
            "is_example": True,
            "level": survey.level,
            "series": survey.series,
            "wave": survey.wave,
            "results_live": survey.results_live,
            "department": self.departments.get(survey.department or ""),
        }

    def _answer(self, survey: Survey, example: SurveyExample) -> None:
        """So many answers, the same on each machine; the texts among the first ones, published."""
        chance = random.Random(example.key)  # noqa: S311 - a play, no secret
        questions = list(asked_by(survey).questions())
        at = min(self.at, survey.closes_at - timedelta(hours=1))
        for rank in range(example.answers):
            typed = {
                name: [str(value)]
                for one in questions
                for name, value in _chosen(one, example.spread.get(one.code), chance).items()
            }
            for code, texts in example.texts.items():
                if rank < len(texts):
                    typed[f"q-{code}"] = [texts[rank]]
            sending = Sending(form_key=f"demo:{example.key}:{rank}", is_example=True)
            give_answer(survey=survey, typed=typed, at=at, sending=sending)
        for remark in Remark.objects.filter(activity=survey).order_by("number"):
            publish_contribution(contribution=remark, moderator=None, at=at)


def _chosen(question: Question, spread: list[int] | None, chance: random.Random) -> dict[str, str]:
    """What a fictitious person answers: drawn by the spread, line by line for a grid."""
    if not spread:
        return {}
    keys = [choice.key for choice in question.points]
    weights = spread[: len(keys)]
    if question.kind == "ranking":
        order = chance.sample(range(1, len(keys) + 1), len(keys))
        return dict(zip(field_names(question), map(str, order), strict=True))
    if question.kind == "number":
        return {field_names(question)[0]: str(chance.randint(*spread[:2]))}
    return {name: chance.choices(keys, weights)[0] for name in field_names(question)}


def _stream(survey: SurveyExample) -> Any:
    """The questions as the field holds them."""
    pages = satisfaction() if survey.template else [_page(one) for one in survey.pages]
    block = Survey._meta.get_field("questionnaire").stream_block  # type: ignore[union-attr]
    return block.to_python([{**page, "id": str(uuid.uuid4())} for page in pages])


def _page(written: dict[str, Any]) -> dict[str, Any]:
    questions = [
        {
            "type": one["type"],
            "value": {
                "hint": "",
                "required": False,
                "condition": _ALWAYS,
                **{name: value for name, value in one.items() if name != "type"},
            },
        }
        for one in written["questions"]
    ]
    value = {"introduction": "", "condition": _ALWAYS, **written, "questions": questions}
    return {"type": "page", "value": value}


def _texts(survey: SurveyExample) -> dict[str, Any]:
    return {
        "title": survey.title,
        "introduction": survey.introduction,
        "promise": "\n".join(survey.promise),
        "who_decides": survey.who_decides,
        "paper_information": survey.paper_information,
    }
