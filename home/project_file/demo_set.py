"""The shape of a demonstration set: fictitious examples, with dates counted from the day."""

from typing import Literal

from django.utils.translation import gettext as _
from pydantic import Field

from .bodies import Body
from .demo_activities import check_activities
from .demo_answers import HistoricAnswerExample, check_answers
from .demo_body_set import BodyExample, DepartmentProjectExample, check_body
from .demo_briefing_set import BriefingExample
from .demo_budget_set import BudgetExample, check_budgets
from .demo_campaign_set import CampaignExample, check_campaigns
from .demo_drafting_set import DraftingExample
from .demo_inquiry_set import InquiryExample, check_inquiries
from .demo_progress import ProgressExample, ProofExample, faults_of
from .demo_review_set import ReviewExample
from .demo_survey_set import SurveyExample
from .demo_workshop_set import WorkshopExample, check_workshops
from .schema import ProjectFile
from .shapes import (
    Checks,
    Email,
    IdeaNumber,
    Introduction,
    Key,
    Label,
    Line,
    Name,
    Number,
    Phrase,
    Shape,
    ShortLabel,
    Text,
)

Days = int
RoleName = Literal[
    "communications",
    "participation",
    "moderator",
    "pilot",
    "follow_up",
    "people",
    "auditor",
    "data_protection",
    "administrator",
    "agent",
    "resident",
]


class Example(Shape):
    """Something fictitious; nothing in a demonstration set may pass for a fact."""

    example: Literal[True]


class DepartmentExample(Example):
    """A department."""

    key: Key
    name: Phrase


class NewsExample(Example):
    """A piece of news."""

    key: Key
    title: Label
    category: ShortLabel | None = None
    audience: Literal["everyone", "agents"] = "everyone"
    days_ago: Days = Field(ge=0)
    introduction: Introduction
    body: Body = []
    tags: list[ShortLabel] = []
    commitments: list[Number] = []


class ThemeExample(Shape):
    """A theme of a call."""

    key: Key
    label: ShortLabel


class AnswerExample(Shape):
    """An official answer."""

    verdict: Literal["retained", "partly", "declined", "already_done"]
    text: Text
    criterion: Label | None = None
    department: Key | None = None
    days_ago: Days = Field(ge=0)
    commitments: list[Number] = []


class NeighbourhoodExample(Example):
    """A part of the city."""

    key: Key
    label: ShortLabel


class CommentExample(Shape):
    """What somebody said of an idea; a reply answers the comment before it."""

    text: str = Field(min_length=1, max_length=1000)
    display_name: ShortLabel | Literal[""] = ""
    days_ago: Days = Field(ge=0)
    standing: Literal["", "resident", "agent"] = ""
    official: bool = False
    reply: bool = False


class VerdictExample(Shape):
    """Whether the promise of a call that is over was kept."""

    outcome: Literal["kept", "partly", "broken"]
    reasons: str = Field(min_length=1, max_length=2000)
    days_ago: Days = Field(ge=0)


class IdeaExample(Example):
    """An idea, and what became of it."""

    number: IdeaNumber
    title: Line
    text: Text
    theme: Key | None = None
    neighbourhood: Key | None = None
    standing: Literal["", "resident", "agent"] = ""
    supports: int = Field(default=0, ge=0, le=200)
    comments: list[CommentExample] = []
    display_name: ShortLabel | Literal[""] = ""
    department_name: Name | Literal[""] = ""
    days_ago: Days = Field(ge=0)
    channel: Literal["online", "paper", "mail", "meeting", "phone"] = "online"
    state: Literal["pending", "published", "refused", "answered"]
    refusal_reason: Literal[
        "",
        "off_topic",
        "personal_data",
        "offensive",
        "duplicate",
        "advertising",
        "unreadable",
    ] = ""
    refusal_note: str = Field(default="", max_length=600)
    answer: AnswerExample | None = None


class CallExample(Example):
    """A call for ideas."""

    key: Key
    slug: Key
    title: Name
    level: int = Field(ge=1, le=6)
    audience: Literal["everyone", "residents", "agents"] = "everyone"
    visibility: Literal["everyone", "agents"] = "everyone"
    department: Key | None = None
    opens_in_days: Days
    closes_in_days: Days
    closes_at_time: str = Field(default="23:59", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    answer_by_in_days: Days | None = None
    introduction: Introduction
    body: Body = []
    promise: list[Label] = Field(min_length=1)
    who_decides: str = Field(default="", max_length=250)
    not_negotiable: str = Field(default="", max_length=250)
    paper_information: str = Field(default="", max_length=600)
    themes: list[ThemeExample] = []
    commitments: list[Number] = []
    verdict: VerdictExample | None = None
    ideas: list[IdeaExample] = []


class StepExample(Shape):
    """A step of a process: a call of this set, or a milestone."""

    key: Key
    activity: Key | None = None
    title: Name | Literal[""] = ""
    text: str = Field(default="", max_length=600)
    starts_in_days: Days | None = None
    ends_in_days: Days | None = None
    period: ShortLabel | Literal[""] = ""
    news: Key | None = None

    @property
    def is_milestone(self) -> bool:
        """Whether it tells something itself."""
        days = (self.starts_in_days, self.ends_in_days)
        said = (self.title, self.text, self.period, self.news)
        return any(said) or any(day is not None for day in days)


class ProcessExample(Example):
    """A process that strings calls and milestones together."""

    key: Key
    slug: Key
    title: Name
    introduction: Introduction
    body: Body = []
    department: Key | None = None
    priorities: list[Key] = []
    commitments: list[Number] = []
    steps: list[StepExample] = []


class UpdateExample(Example):
    """News of the progress of a commitment."""

    key: Key
    commitment: Number
    status: Literal["not_started", "under_way", "done", "dropped", "unknown"]
    days_ago: Days = Field(ge=0)
    due_in_days: Days | None = None
    due_precision: Literal["day", "month", "year"] = "day"
    department: Key
    text: Text
    reason: str = ""
    next_step: str = Field(default="", max_length=300)
    corrects: Key | None = None
    evidence: list[ProofExample] = []


class AccountExample(Example):
    """An account to try the portal with."""

    email: Email
    display_name: ShortLabel
    role: RoleName
    department: Key | None = None
    password: str = Field(min_length=12)


class DemoFile(Shape):
    """The whole set."""

    neighbourhoods: list[NeighbourhoodExample] = []
    departments: list[DepartmentExample] = []
    news: list[NewsExample] = []
    activities: list[CallExample] = []
    historic_answers: list[HistoricAnswerExample] = []
    processes: list[ProcessExample] = []
    progress: list[ProgressExample] = []
    updates: list[UpdateExample] = []
    reviews: list[ReviewExample] = []
    follow_up_body: BodyExample | None = None
    department_projects: list[DepartmentProjectExample] = []
    briefings: list[BriefingExample] = []
    budgets: list[BudgetExample] = []
    workshops: list[WorkshopExample] = []
    inquiries: list[InquiryExample] = []
    campaigns: list[CampaignExample] = []
    surveys: list[SurveyExample] = []
    draftings: list[DraftingExample] = []
    accounts: list[AccountExample] = []
    demo_password: str | None = None
    demo_notice: Text | None = None


def check_demo(demo: DemoFile, facts: ProjectFile, checks: Checks) -> None:
    """Notes the faults between entries: names used twice, or of nothing."""
    taken = _("“%(value)s” is already used on line %(line)d.")
    lists = ("neighbourhoods", "departments", "news", "activities", "processes")
    for name in (*lists, "updates", "reviews"):
        checks.once((name,), getattr(demo, name), "key", taken)
    checks.once(("accounts",), demo.accounts, "email", taken)
    checks.once(("activities",), demo.activities, "slug", taken)
    for position, call in enumerate(demo.activities):
        path = ("activities", position)
        checks.once((*path, "ideas"), call.ideas, "number", taken)
        checks.once((*path, "themes"), call.themes, "key", taken)
        if call.closes_in_days <= call.opens_in_days:
            checks.refuse((*path, "closes_in_days"), _("the end comes before the beginning."))
        _check_ideas(call, position, facts, checks)
        _check_places(call, position, demo, checks)
    for position, process in enumerate(demo.processes):
        _check_process(process, position, demo, facts, checks)
    _check_departments(demo, checks)
    departments = [department.key for department in demo.departments]
    check_answers(demo.historic_answers, departments, facts, checks)
    check_budgets(demo.budgets, departments, checks)
    check_workshops(demo.workshops, departments, checks)
    check_inquiries(demo.inquiries, checks)
    check_campaigns(demo.campaigns, departments, checks)
    check_activities("surveys", demo.surveys, departments, checks)
    check_activities("draftings", demo.draftings, departments, checks)
    check_body(demo.follow_up_body, demo.department_projects, departments, facts, checks)
    unknown = _("there is no commitment number %(value)s.")
    numbers = set(facts.commitment_numbers())
    for position, update in enumerate(demo.updates):
        if update.commitment not in numbers:
            here = ("updates", position, "commitment")
            checks.refuse(here, unknown % {"value": update.commitment})
    _check_progress(demo, numbers, checks)


def _check_progress(demo: DemoFile, numbers: set[int], checks: Checks) -> None:
    unknown = _("there is no commitment number %(value)s.")
    for position, example in enumerate(demo.progress):
        if example.commitment not in numbers:
            here = ("progress", position, "commitment")
            checks.refuse(here, unknown % {"value": example.commitment})
    for name in ("news", "activities"):
        for position, item in enumerate(getattr(demo, name)):
            checks.known((name, position, "commitments"), item.commitments, numbers, unknown)
    updates = {update.key: update.commitment for update in demo.updates}
    for path, message in faults_of(demo.progress, updates):
        checks.refuse(path, message)
    message = _("the commitment has no news whose key is “%(value)s”.")
    for position, update in enumerate(demo.updates):
        if update.corrects and updates.get(update.corrects) != update.commitment:
            here = ("updates", position, "corrects")
            checks.refuse(here, message % {"value": update.corrects})


def _check_ideas(call: CallExample, rank: int, facts: ProjectFile, checks: Checks) -> None:
    themes = {theme.key for theme in call.themes}
    for position, idea in enumerate(call.ideas):
        path = ("activities", rank, "ideas", position)
        if idea.theme and idea.theme not in themes:
            checks.refuse((*path, "theme"), _("the call has no such theme."))
        if (idea.state == "answered") != (idea.answer is not None):
            checks.refuse((*path, "state"), _("an answered idea has an answer, others have none."))
        if (idea.state == "refused") != bool(idea.refusal_reason):
            checks.refuse((*path, "state"), _("a refused idea has its reason, others have none."))
        if idea.answer:
            unknown = _("there is no commitment number %(value)s.")
            numbers = facts.commitment_numbers()
            checks.known(
                (*path, "answer", "commitments"), idea.answer.commitments, numbers, unknown
            )


def _check_places(call: CallExample, rank: int, demo: DemoFile, checks: Checks) -> None:
    places = {place.key for place in demo.neighbourhoods}
    for position, idea in enumerate(call.ideas):
        if idea.neighbourhood and idea.neighbourhood not in places:
            path = ("activities", rank, "ideas", position, "neighbourhood")
            message = _("there is no neighbourhood whose key is “%(value)s”.")
            checks.refuse(path, message % {"value": idea.neighbourhood})


def _check_process(
    process: ProcessExample, rank: int, demo: DemoFile, facts: ProjectFile, checks: Checks
) -> None:
    path = ("processes", rank)
    checks.once(
        (*path, "steps"), process.steps, "key", _("“%(value)s” is already used on line %(line)d.")
    )
    unknown = _("there is no commitment number %(value)s.")
    checks.known((*path, "commitments"), process.commitments, facts.commitment_numbers(), unknown)
    priorities = [priority.key for priority in facts.priorities]
    unknown = _("there is no priority whose key is “%(value)s”.")
    checks.known((*path, "priorities"), process.priorities, priorities, unknown)
    calls = {call.key for call in demo.activities}
    for position, step in enumerate(process.steps):
        here = (*path, "steps", position)
        if bool(step.activity) == step.is_milestone or (step.is_milestone and not step.title):
            checks.refuse((*here, "key"), _("a step is either an activity or a titled milestone."))
        if step.activity and step.activity not in calls:
            message = _("there is no activity whose key is “%(value)s”.")
            checks.refuse((*here, "activity"), message % {"value": step.activity})


def _check_departments(demo: DemoFile, checks: Checks) -> None:
    known = {department.key for department in demo.departments}
    message = _("there is no department whose key is “%(value)s”.")
    for name in ("activities", "processes", "updates", "accounts"):
        for position, item in enumerate(getattr(demo, name)):
            if item.department and item.department not in known:
                path = (name, position, "department")
                checks.refuse(path, message % {"value": item.department})
    for position, call in enumerate(demo.activities):
        for rank, idea in enumerate(call.ideas):
            department = idea.answer.department if idea.answer else None
            if department and department not in known:
                here = ("activities", position, "ideas", rank, "answer", "department")
                checks.refuse(here, message % {"value": department})
