"""The fictitious processes: calls and milestones told as one story around the day of the load."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from engagements.models import Commitment, Department, PriorityPage
from participation.ideas.models import IdeaConsultation
from participation.models import ProcessIndexPage, ProcessPage, ProcessStep
from participation.rules import milestone_step

from ..models import NewsPage
from .bodies import stream
from .demo_set import ProcessExample, StepExample
from .fingerprints import digest
from .wanted import Wanted, WantedPart
from .writer import Writer

DATES = ("starts_on", "ends_on")


class ProcessLoader:
    """Brings the fictitious processes to the day of the demonstration."""

    def __init__(self, writer: Writer, *, at: datetime, departments: dict[str, Department]) -> None:
        self.writer = writer
        self.today = timezone.localdate(at)
        self.departments = departments

    def load(self, process: ProcessExample) -> None:
        """The process and its steps; a step that somebody took away does not come back."""
        key = f"process/{process.key}"
        found = ProcessPage.objects.filter(import_key=key).first()
        if found is None and self.writer.fingerprints.knows(key):
            return  # Somebody deleted it.
        steps = self._steps(process, key, found)
        wanted = Wanted(
            key=key,
            texts={
                "title": process.title,
                "introduction": process.introduction,
                "body": stream(process.body),
            },
            defaults={
                "is_example": True,
                "department": self.departments.get(process.department or ""),
            },
            relations={} if found else self._relations(process),
            parts={"steps": steps},
        )
        index = ProcessIndexPage.objects.get(import_key="page/processes")
        self.writer.page("process", ProcessPage, wanted, parent=index, slug=process.slug)

    def _relations(self, process: ProcessExample) -> dict[str, list[int]]:
        keys = [f"priority/{key}" for key in process.priorities]
        priorities = PriorityPage.objects.filter(import_key__in=keys)
        commitments = Commitment.objects.filter(number__in=process.commitments)
        return {
            "priorities": list(priorities.values_list("pk", flat=True)),
            "commitments": list(commitments.values_list("pk", flat=True)),
        }

    def _steps(
        self, process: ProcessExample, key: str, found: ProcessPage | None
    ) -> list[WantedPart]:
        known = {step.import_key: step for step in found.steps.all()} if found else {}
        examples = IdeaConsultation.objects.filter(is_example=True)
        calls = {call.import_key: call for call in examples}
        parts = []
        for step in process.steps:
            there = known.get(step.key)
            call = calls.get(f"example/{step.activity}")
            if (found and there is None) or (step.activity and call is None):
                continue  # Somebody took it away, or deleted the call.
            if call is not None:
                parts.append(WantedPart(key=step.key, facts={"activity_id": call.pk}))
            else:
                texts = {**_texts(step), **self._dates(step, f"{key}/steps/{step.key}", there)}
                parts.append(WantedPart(key=step.key, facts={}, texts=texts))
        return parts

    def _dates(self, step: StepExample, path: str, found: ProcessStep | None) -> dict[str, Any]:
        """The days to write, counted from today; none while the step is where it should be."""
        if step.starts_in_days is None:
            return {}
        wanted = {
            "starts_on": self._day(step.starts_in_days),
            "ends_on": self._day(step.ends_in_days),
        }
        if found is None:
            return wanted
        now = {name: getattr(found, name) for name in DATES}
        of = self.writer.fingerprints.of
        edited = any(digest(value) != of(path, name) for name, value in now.items())
        in_place = milestone_step(**now, today=self.today) == milestone_step(
            **wanted, today=self.today
        )
        return {} if edited or in_place else wanted

    def _day(self, days: int | None) -> date | None:
        return None if days is None else self.today + timedelta(days=days)


def _texts(step: StepExample) -> dict[str, Any]:
    news = NewsPage.objects.filter(import_key=f"news/{step.news}").first() if step.news else None
    return {
        "title": step.title,
        "text": step.text,
        "period_label": step.period,
        "result_page_id": news.pk if news else None,
    }
