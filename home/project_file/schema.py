"""The shape of a project file: the facts of a city's project."""

from django.utils.translation import gettext as _
from pydantic import Field

from .dates import Written
from .shapes import (
    Checks,
    Count,
    Email,
    IdeaNumber,
    IdeaNumberKey,
    Key,
    Label,
    Line,
    Name,
    Number,
    NumberKey,
    Phrase,
    Shape,
    ShortLabel,
    Text,
    Year,
)


class Span(Shape):
    """The first and last year of a programme."""

    start: Year
    end: Year


class Actor(Shape):
    """One of those who make the project, with a figure."""

    key: Key
    label: Name
    figure: Count | None = None
    unit: ShortLabel | None = None


class Forecast(Shape):
    """How many inhabitants are expected, and when."""

    year: Year
    inhabitants: Count


class Project(Shape):
    """What the project is."""

    name: ShortLabel
    city: ShortLabel
    started: Year | None = None
    programme: Span | None = None
    goals: list[Line] = []
    actors: list[Actor] = []
    population_forecast: Forecast | None = None
    contact_email: Email | None = None
    ideas_collected: Count | None = None
    meetings_held: Count | None = None


class Value(Shape):
    """One value of the public service."""

    key: Key
    number: Number
    label: Label


class Axis(Shape):
    """One axis, the values it carries, its challenges and what is under way."""

    key: Key
    number: Number
    label: Label
    values: list[Key] = []
    challenges: list[Line] = []
    already_under_way: list[Line] = []


class Level(Shape):
    """What one of the six levels is for."""

    key: Key
    number: int = Field(ge=1, le=6)
    label: ShortLabel
    aim: Phrase
    example: Phrase | None = None


class Objective(Shape):
    """An objective and its commitments, by their public number."""

    number: Number
    label: Label
    commitments: dict[NumberKey, Text] = {}


class Priority(Shape):
    """One priority: its values, its objectives, the ideas it names."""

    key: Key
    number: Number
    label: Label
    values: list[Key] = []
    objectives: list[Objective] = []
    ideas: list[IdeaNumber] = []


class Period(Shape):
    """A column of the public calendar."""

    key: Key
    label: ShortLabel


class FollowUpBody(Shape):
    """Who watches over the commitments."""

    label: Phrase
    members: Line | None = None
    duties: list[Line] = []
    meets_every_months: int | None = Field(default=None, ge=1, le=60)
    publishes: Line | None = None


class DepartmentProjects(Shape):
    """What each department's own project must do."""

    revision_before: Written | None = None
    must_integrate: list[Line] = []


class Steering(Shape):
    """Who leads and who follows up."""

    lead: Phrase | None = None
    follow_up_body: FollowUpBody | None = None
    department_projects: DepartmentProjects | None = None


class Resource(Shape):
    """A place or a service that helps the project."""

    key: Key
    label: Name
    since: Year | None = None
    what: Phrase | None = None


class Event(Shape):
    """Something that happened: on a day, in a month, or over a while."""

    phase: ShortLabel
    date: Written
    end: Written | None = None
    event: Line


class ProjectFile(Shape):
    """All the facts of a project."""

    project: Project
    values: list[Value] = []
    axes: list[Axis] = []
    participation_levels: list[Level] = []
    priorities: list[Priority] = []
    ideas: dict[IdeaNumberKey, Line] = {}
    idea_themes: list[ShortLabel] = []
    schedule_periods: list[Period] = []
    cross_cutting_milestones: list[Phrase] = []
    steering: Steering | None = None
    resources: list[Resource] = []
    timeline: list[Event] = []
    contribution_intents: list[Line] = []

    def commitment_numbers(self) -> list[int]:
        """The number of every commitment."""
        return [
            number
            for priority in self.priorities
            for objective in priority.objectives
            for number in objective.commitments
        ]


def check_project(facts: ProjectFile, checks: Checks) -> None:
    """Notes the faults between entries: numbers and keys used twice, names of nothing, dates."""
    keyed = ("values", "axes", "participation_levels", "priorities")
    taken = _("“%(value)s” is already used on line %(line)d.")
    for name in (*keyed, "schedule_periods", "resources"):
        checks.once((name,), getattr(facts, name), "key", taken)
    for name in keyed:
        checks.once((name,), getattr(facts, name), "number", taken)
    checks.once(("project", "actors"), facts.project.actors, "key", taken)
    values = [value.key for value in facts.values]
    unknown = _("there is no value whose key is “%(value)s”.")
    for name in ("axes", "priorities"):
        for position, item in enumerate(getattr(facts, name)):
            checks.known((name, position, "values"), item.values, values, unknown)
    _check_objectives(facts, checks)
    _check_dates(facts, checks)


def _check_objectives(facts: ProjectFile, checks: Checks) -> None:
    taken = _("“%(value)s” is already used on line %(line)d.")
    first: dict[int, tuple[str | int, ...]] = {}
    for position, priority in enumerate(facts.priorities):
        path = ("priorities", position)
        checks.once((*path, "objectives"), priority.objectives, "number", taken)
        unknown = _("there is no idea number %(value)s in “ideas”.")
        checks.known((*path, "ideas"), priority.ideas, facts.ideas, unknown)
        for rank, objective in enumerate(priority.objectives):
            for number in objective.commitments:
                here = (*path, "objectives", rank, "commitments", str(number))
                if number in first:
                    line = checks.document.line_of(first[number])
                    checks.refuse(here, taken % {"value": number, "line": line})
                first.setdefault(number, here)


def _check_dates(facts: ProjectFile, checks: Checks) -> None:
    programme = facts.project.programme
    early = _("the end comes before the beginning.")
    if programme and programme.end < programme.start:
        checks.refuse(("project", "programme", "end"), early)
    for position, event in enumerate(facts.timeline):
        path = ("timeline", position, "end")
        if event.end and event.end.to_the_day != event.date.to_the_day:
            checks.refuse(
                path, _("write the end as the beginning: both to the day, or to the month.")
            )
        elif event.end and event.end.first < event.date.first:
            checks.refuse(path, early)
