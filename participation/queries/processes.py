"""Reading processes: their steps as this reader may know them, what comes next, their results."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Page

from engagements.models import PriorityPage
from engagements.queries import BoardRow, commitments_on_display, on_show, rows_of
from portal.accounts.enums import Audience
from portal.accounts.rules import may_read, readable_audiences

from .. import clock, rules
from ..enums import StepState
from ..models import Activity, Contribution, ProcessIndexPage, ProcessPage, ProcessStep
from .lateness import late_count, note_lateness

if TYPE_CHECKING:
    from portal.accounts.rules import Reader
    from portal.cms.models import PortalDocument


@dataclass(frozen=True)
class StepResult:
    """What came out of a milestone: a page or a document that this reader may open."""

    label: str
    url: str
    document: "PortalDocument | None" = None


@dataclass(frozen=True)
class TimelineStep:
    """One step as this reader may know it; `number` counts only those."""

    number: int
    title: str
    dates: str
    state: StepState
    text: str = ""
    activity: Activity | None = None
    result: StepResult | None = None
    late_count: int = 0
    is_here: bool = False
    is_open: bool = False


@dataclass(frozen=True)
class Timeline:
    """The steps of a process in the editors' order, and where one stands among them."""

    at: datetime
    steps: list[TimelineStep] = field(default_factory=list)

    @property
    def here(self) -> TimelineStep | None:
        """The step in progress, else the next one; none when all are over."""
        return next((step for step in self.steps if step.is_here), None)

    @property
    def coming(self) -> TimelineStep | None:
        """What comes next, after the step where one stands."""
        after = self.here.number if self.here else len(self.steps)
        return next((step for step in self.steps[after:] if step.state == StepState.NEXT), None)

    @property
    def state(self) -> StepState:
        """Where the whole stands; without a step yet it is to come."""
        states = {step.state for step in self.steps}
        if states <= {StepState.NEXT}:
            return StepState.NEXT
        return StepState.PAST if states == {StepState.PAST} else StepState.NOW

    @property
    def finished_count(self) -> int:
        """How many steps are over."""
        return sum(step.state == StepState.PAST for step in self.steps)

    @property
    def activities(self) -> list[Activity]:
        """The activities among the steps."""
        return [step.activity for step in self.steps if step.activity]

    @property
    def published_count(self) -> int:
        """How many contributions are published, over all the activities."""
        return sum(activity.figures.published_count for activity in self.activities)

    @property
    def answered_count(self) -> int:
        """How many of them the city has answered."""
        return sum(activity.figures.answered_count for activity in self.activities)

    @property
    def late_count(self) -> int:
        """How many answers are late."""
        return sum(step.late_count for step in self.steps)


@dataclass(frozen=True)
class ProcessSummary:
    """One process in the list of all of them."""

    process: ProcessPage
    timeline: Timeline


@dataclass(frozen=True)
class ProcessPart:
    """An activity seen as one step of a process, with the steps around it."""

    process: ProcessPage
    number: int
    total: int
    before: ProcessStep | None
    after: ProcessStep | None

    @property
    def before_number(self) -> int:
        """The number of the step before."""
        return self.number - 1

    @property
    def after_number(self) -> int:
        """The number of the step after."""
        return self.number + 1


def process_timeline(process: ProcessPage, user: "Reader", at: datetime) -> Timeline:
    """The steps that this reader may know, drafts of the page included.

    A step whose activity is for others, or not published, leaves no trace: neither title nor
    number.
    """
    return _timelines({process.pk: list(process.steps.all())}, user, at)[process.pk]


def process_results(
    process: ProcessPage, timeline: Timeline, user: "Reader", at: datetime
) -> list[BoardRow]:
    """The commitments it feeds, with their state: chosen by editors, or linked to by an answer."""
    answered = Contribution.objects.visible_to(user).filter(activity__in=timeline.activities)
    links = Contribution.commitments.through.objects.filter(contribution__in=answered)
    chosen = [commitment.pk for commitment in process.commitments.all()]
    fed = Q(pk__in=chosen) | Q(pk__in=links.values("commitment_id"))
    rows = commitments_on_display().filter(fed)
    return rows_of(rows, at)


def priorities_of(process: ProcessPage) -> "QuerySet[PriorityPage]":
    """The published priorities it serves, drafts of the page included."""
    served = [priority.pk for priority in process.priorities.all()]
    found: QuerySet[PriorityPage] = on_show(PriorityPage.objects.filter(pk__in=served))
    return found.order_by("number")


def process_list(index: ProcessIndexPage, user: "Reader", at: datetime) -> list[ProcessSummary]:
    """The published processes: under way, then to come, then over; in the order of the tree."""
    found = on_show(ProcessPage.objects.child_of(index)).order_by("path")
    processes: list[ProcessPage] = list(found.select_related("department"))
    steps: dict[int, list[ProcessStep]] = {process.pk: [] for process in processes}
    for step in ProcessStep.objects.filter(page__in=steps).order_by("page", "sort_order"):
        steps[step.page_id].append(step)
    timelines = _timelines(steps, user, at)
    order = [StepState.NOW, StepState.NEXT, StepState.PAST]
    summaries = [ProcessSummary(process, timelines[process.pk]) for process in processes]
    return sorted(summaries, key=lambda summary: order.index(summary.timeline.state))


def processes_of(activity: Activity, user: "Reader") -> list[ProcessPart]:
    """The published processes an activity is a step of, by one query."""
    telling = on_show(ProcessPage.objects.filter(steps__activity=activity))
    known = Q(activity__live=True, activity__visibility__in=readable_audiences(user))
    steps = (
        ProcessStep.objects.filter(Q(activity__isnull=True) | known, page__in=telling)
        .select_related("page", "activity")
        .order_by("page__path", "sort_order")
    )
    by_page: dict[int, list[ProcessStep]] = defaultdict(list)
    for step in steps:
        by_page[step.page_id].append(step)
    parts = [_part(listed, activity) for listed in by_page.values()]
    return [part for part in parts if part]


def _part(steps: list[ProcessStep], activity: Activity) -> ProcessPart | None:
    rank = next((n for n, step in enumerate(steps) if step.activity_id == activity.pk), None)
    if rank is None:
        return None
    return ProcessPart(
        process=steps[rank].page,
        number=rank + 1,
        total=len(steps),
        before=steps[rank - 1] if rank else None,
        after=steps[rank + 1] if rank + 1 < len(steps) else None,
    )


def _timelines(
    steps_by_key: dict[int, list[ProcessStep]], user: "Reader", at: datetime
) -> dict[int, Timeline]:
    """The timelines of several processes, by the same queries as one."""
    steps = [step for listed in steps_by_key.values() for step in listed]
    wanted = {step.activity_id for step in steps if step.activity_id}
    found = Activity.objects.visible_to(user).filter(pk__in=wanted)
    related = found.select_related("tally", "department", "promise_verdict")
    activities = {one.pk: one for one in related}
    pages = _readable_pages({step.result_page_id for step in steps if step.result_page_id}, user)
    documents = _documents({step.result_document_id for step in steps if step.result_document_id})
    note_lateness(activities.values(), at)
    timelines = {}
    for key, listed in steps_by_key.items():
        known = [
            (step, activities.get(step.activity_id or 0))
            for step in listed
            if step.activity_id is None or step.activity_id in activities
        ]
        results = [_result(step, pages, documents) for step, _activity in known]
        timelines[key] = _timeline(known, results, at)
    return timelines


def _timeline(
    known: list[tuple[ProcessStep, Activity | None]],
    results: list[StepResult | None],
    at: datetime,
) -> Timeline:
    today = timezone.localdate(at)
    states = rules.step_states(
        [
            rules.activity_step(activity, at)
            if activity
            else rules.milestone_step(starts_on=step.starts_on, ends_on=step.ends_on, today=today)
            for step, activity in known
        ]
    )
    here = rules.place_among(states)
    steps = []
    for rank, (step, activity) in enumerate(known):
        told = TimelineStep(
            number=rank + 1,
            title=activity.title if activity else step.title,
            dates=clock.period(activity) if activity else step.dates,
            state=states[rank],
            text=step.text,
            activity=activity,
            result=results[rank],
            late_count=late_count(activity, at) if activity else 0,
            is_here=rank == here,
            is_open=bool(activity and activity.is_open(at)),
        )
        steps.append(told)
    return Timeline(at, steps)


def _readable_pages(pks: Iterable[int], user: "Reader") -> dict[int, Page]:
    """The pages among these that this reader may open: published, private to nobody else."""
    if not pks:
        return {}
    found: Any = on_show(Page.objects.filter(pk__in=pks))
    return {
        page.pk: page
        for page in found.specific()
        if may_read(getattr(page, "audience", Audience.EVERYONE), user)
    }


def _documents(pks: Iterable[int]) -> "dict[int, PortalDocument]":
    found: dict[int, PortalDocument] = get_document_model().objects.in_bulk(list(pks))
    return found


def _result(
    step: ProcessStep, pages: dict[int, Page], documents: "dict[int, PortalDocument]"
) -> StepResult | None:
    if document := documents.get(step.result_document_id or 0):
        return StepResult(step.result_label or document.title, document.url, document)
    if page := pages.get(step.result_page_id or 0):
        return StepResult(step.result_label or page.title, page.url or "")
    return None
