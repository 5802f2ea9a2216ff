"""Reading the projects of departments: what each integrates, and which ones cite a commitment."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from ..models import (
    Commitment,
    CommitmentPoint,
    Department,
    DepartmentProjectIndexPage,
    DepartmentProjectPage,
    ProgrammePoint,
    ValuePage,
    ValuePoint,
)
from ..rules import is_over
from .pages import on_show
from .rows import commitments_on_display

# From so many projects on, the list has filters.
FILTERED_FROM = 7


@dataclass(frozen=True)
class Score:
    """How many points a project integrates, out of how many."""

    integrated: int = 0
    total: int = 0


@dataclass(frozen=True)
class CheckedList:
    """One of the lists of a project, each point with whether it is integrated."""

    points: list[Any]

    @property
    def score(self) -> Score:
        """How many of them are integrated."""
        return Score(sum(point.is_integrated for point in self.points), len(self.points))


@dataclass(frozen=True)
class ProjectOverview:
    """What the page of a project shows besides its own words."""

    programme: CheckedList
    values: CheckedList
    commitments: CheckedList
    revision_is_late: bool

    @property
    def score(self) -> Score:
        """The points of the three lists together."""
        scores = [each.score for each in (self.programme, self.values, self.commitments)]
        return Score(sum(one.integrated for one in scores), sum(one.total for one in scores))


@dataclass(frozen=True)
class ProjectRow:
    """A project in the list."""

    page: DepartmentProjectPage
    score: Score
    revision_is_late: bool


@dataclass(frozen=True)
class DepartmentGroup:
    """The projects of a department."""

    department: Department
    rows: list[ProjectRow] = field(default_factory=list)


@dataclass(frozen=True)
class ProjectList:
    """The list of the projects: those asked for, out of all of them."""

    groups: list[DepartmentGroup]
    shown: int
    total: int
    departments: list[Department]

    @property
    def has_filters(self) -> bool:
        """Whether there are enough projects to choose among."""
        return self.total >= FILTERED_FROM


def project_overview(page: DepartmentProjectPage, at: date | datetime) -> ProjectOverview:
    """Return the points of a project, drafts of the page included, without what nobody may read."""
    values, commitments = list(page.value_points.all()), list(page.commitment_points.all())
    read_values = on_show(ValuePage.objects.all()).in_bulk([one.value_id for one in values])
    wanted = [one.commitment_id for one in commitments]
    read = {one.pk: one for one in commitments_on_display().filter(pk__in=wanted)}
    for value in values:
        value.read = read_values.get(value.value_id)
    for commitment in commitments:
        commitment.read = read.get(commitment.commitment_id)
    return ProjectOverview(
        programme=CheckedList(list(page.programme_points.all())),
        values=CheckedList(sorted((one for one in values if one.read), key=_number)),
        commitments=CheckedList(sorted((one for one in commitments if one.read), key=_number)),
        revision_is_late=is_over(page.next_revision_on, at),
    )


def _number(point: Any) -> int:
    return int(point.read.number)


def projects_on_show() -> QuerySet[DepartmentProjectPage]:
    """Return the published projects that everybody may read, by department then title."""
    found = on_show(DepartmentProjectPage.objects.select_related("department"))
    return found.order_by("department__name", "title")


def project_list(
    index: DepartmentProjectIndexPage, at: date | datetime, *, department: str = "", scope: str = ""
) -> ProjectList:
    """Return the projects under an index, by department, in a constant number of queries."""
    every = list(projects_on_show().filter(path__startswith=index.path))
    kept = [
        page
        for page in every
        if department in {"", page.department.slug} and scope in {"", page.scope}
    ]
    scores = _scores(page.pk for page in kept)
    groups: dict[int, DepartmentGroup] = {}
    for page in kept:
        group = groups.setdefault(page.department_id, DepartmentGroup(page.department))
        late = is_over(page.next_revision_on, at)
        group.rows.append(ProjectRow(page, scores[page.pk], late))
    departments = {page.department_id: page.department for page in every}
    return ProjectList(list(groups.values()), len(kept), len(every), list(departments.values()))


def _scores(pages: Iterable[int]) -> dict[int, Score]:
    """The score of each of these projects, of what everybody may read; three queries."""
    keys = list(pages)
    integrated: Counter[int] = Counter()
    total: Counter[int] = Counter()
    lists: tuple[QuerySet[Any], ...] = (
        ProgrammePoint.objects.all(),
        ValuePoint.objects.filter(value__in=on_show(ValuePage.objects.order_by())),
        CommitmentPoint.objects.filter(commitment__in=Commitment.objects.on_display().order_by()),
    )
    for points in lists:
        counted = points.filter(page__in=keys).order_by().values("page")
        yes = Count("pk", filter=Q(is_integrated=True))
        for row in counted.annotate(total=Count("pk"), yes=yes):
            total[row["page"]] += row["total"]
            integrated[row["page"]] += row["yes"]
    return {key: Score(integrated[key], total[key]) for key in keys}


def points_citing_commitment(commitment: Commitment) -> list[CommitmentPoint]:
    """Return the points of published projects that cite a commitment; one query."""
    shown = projects_on_show().order_by()
    cited = CommitmentPoint.objects.filter(commitment=commitment, page__in=shown)
    return list(cited.select_related("page__department").order_by("page__title"))


def points_citing_value(value: ValuePage) -> list[ValuePoint]:
    """Return the points of published projects that cite a value; one query."""
    shown = projects_on_show().order_by()
    cited = ValuePoint.objects.filter(value=value, page__in=shown)
    return list(cited.select_related("page__department").order_by("page__title"))
