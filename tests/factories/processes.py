"""Processes: the index, one page, steps that are activities or milestones."""

import itertools
from typing import Any

from participation.models import Activity, ProcessIndexPage, ProcessPage, ProcessStep
from tests.factories.home import add_page, page_under
from tests.support import clock

_count = itertools.count(1)


def process_index() -> ProcessIndexPage:
    """The index of the processes, created on first use."""
    return ProcessIndexPage.objects.first() or add_page(
        ProcessIndexPage, "demarches", title="Les démarches"
    )


def milestone(title: str = "Réunion", starts: int | None = None, **fields: Any) -> ProcessStep:
    """A milestone, so many days after now when its day is known."""
    if starts is not None:
        fields["starts_on"] = clock.days(starts).date()
    return ProcessStep(title=title, **fields)


def process_page(*steps: ProcessStep | Activity, **fields: Any) -> ProcessPage:
    """A published process with these steps, in this order."""
    number = next(_count)
    given = {
        "title": f"Histoire {number}",
        "slug": f"histoire-{number}",
        "introduction": "Une question, plusieurs étapes.",
        **fields,
    }
    relations = {name: given.pop(name, []) for name in ("priorities", "commitments")}
    page = ProcessPage(**given)
    page.steps = [
        step if isinstance(step, ProcessStep) else ProcessStep(activity_id=step.pk)
        for step in steps
    ]
    for rank, step in enumerate(page.steps.all()):
        step.sort_order = rank
    for name, related in relations.items():
        setattr(page, name, related)
    return page_under(process_index(), page)
