"""The shape of the fictitious follow-up body and department projects of a demonstration."""

from collections.abc import Iterable
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from pydantic import Field, StringConstraints

from .bodies import Body
from .schema import ProjectFile
from .shapes import Checks, Introduction, Key, Label, Line, Name, Number, Phrase, Shape, Text

Days = int
How = Annotated[str, StringConstraints(max_length=600)]


class MemberExample(Shape):
    """Somebody who sits in the body; nobody real, and the name says so."""

    example: Literal[True]
    key: Key
    function: Phrase
    name: Name
    department: Key | None = None
    leads: bool = False
    joined_days_ago: Days = Field(ge=0)
    left_days_ago: Days | None = Field(default=None, ge=0)
    consented: bool = False


class MeetingExample(Shape):
    """A meeting of the body, past or to come."""

    example: Literal[True]
    key: Key
    title: Name
    in_days: Days
    at_time: str = Field(default="14:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    place: Phrase | Literal[""] = ""
    agenda: list[Line] = []
    minutes: Text | Literal[""] = ""
    attendance: list[Line] = []


class BodyExample(Shape):
    """The members, the meetings, the call for volunteers."""

    example: Literal[True]
    call_ends_in_days: Days | None = None
    members: list[MemberExample] = []
    meetings: list[MeetingExample] = []


class PointExample(Shape):
    """One thing that a project must integrate."""

    label: Label | None = None
    value: Key | None = None
    commitment: Number | None = None
    integrated: bool = False
    how: How = ""


class DepartmentProjectExample(Shape):
    """The project of a department."""

    example: Literal[True]
    key: Key
    title: Label
    department: Key
    scope: Literal["department", "service"] = "department"
    introduction: Introduction
    body: Body = []
    revised_days_ago: Days = Field(ge=0)
    next_revision_in_days: Days | None = None
    programme: list[PointExample] = []
    values: list[PointExample] = []
    commitments: list[PointExample] = []


def check_body(
    body: BodyExample | None,
    projects: list[DepartmentProjectExample],
    departments: Iterable[str],
    facts: ProjectFile,
    checks: Checks,
) -> None:
    """Notes the faults: names used twice, or of nothing."""
    taken = _("“%(value)s” is already used on line %(line)d.")
    no_department = _("there is no department whose key is “%(value)s”.")
    known = set(departments)
    if body:
        for name in ("members", "meetings"):
            checks.once(("follow_up_body", name), getattr(body, name), "key", taken)
        for position, member in enumerate(body.members):
            given = [member.department] if member.department else []
            checks.known(
                ("follow_up_body", "members", position, "department"), given, known, no_department
            )
    checks.once(("department_projects",), projects, "key", taken)
    values = [value.key for value in facts.values]
    for position, project in enumerate(projects):
        path = ("department_projects", position)
        checks.known((*path, "department"), [project.department], known, no_department)
        cited = [point.value for point in project.values if point.value]
        checks.known(
            (*path, "values"), cited, values, _("there is no value whose key is “%(value)s”.")
        )
        numbers = [point.commitment for point in project.commitments if point.commitment]
        unknown = _("there is no commitment number %(value)s.")
        checks.known((*path, "commitments"), numbers, facts.commitment_numbers(), unknown)
