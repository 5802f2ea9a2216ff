"""The fictitious participatory budgets: one open, one counted whose projects are being built."""

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.models import Department
from participation.budgets.actions.casting import cast_ballot, enter_roll, put_paper
from participation.budgets.actions.closing import seal_box
from participation.budgets.actions.counts import count_and_publish
from participation.budgets.actions.opening import open_box
from participation.budgets.actions.projects import decide_project, deposit_project
from participation.budgets.actions.realising import (
    add_milestone,
    publish_news,
    reach_milestone,
    record_decision,
)
from participation.budgets.actions.rules import publish_rules
from participation.budgets.actions.studies import publish_study, write_study
from participation.budgets.enums import (
    CITY_ENVELOPE,
    KeyKind,
    ProjectStage,
    Realisation,
    VoteChannel,
)
from participation.budgets.models import District, ParticipatoryBudget, Project
from participation.budgets.rulebook import Choices
from participation.budgets.voters import known_voter

from .demo_activities import moment
from .demo_budget_set import BudgetExample, ProjectExample
from .report import Outcome
from .wanted import Wanted
from .writer import Writer

# Before the vote, in days: ideas deposited, declared admissible, studied; rules published.
_DEPOSIT, _ADMISSION, _STUDY, _RULES = 60, 45, 20, 8


class BudgetLoader:
    """Brings each fictitious budget once, through the actions that officers and voters use.

    Whatever became of one since, nothing is changed: its rules are frozen and its box may be full.
    """

    def __init__(self, writer: Writer, *, at: datetime, departments: dict[str, Department]) -> None:
        self.writer = writer
        self.at = at
        self.today = timezone.localdate(at)
        self.departments = departments

    def load(self, budget: BudgetExample) -> None:
        """The budget, its projects, its votes; once it is over, the count and what followed."""
        key = f"budget/{budget.key}"
        found = ParticipatoryBudget.objects.filter(import_key=key).exists()
        if found or self.writer.fingerprints.knows(key):
            self.writer.report.count("budget", Outcome.UNCHANGED)
            return
        made = self._budget(budget, key)
        projects = {
            example.number: self._project(made, example)
            for example in sorted(budget.projects, key=lambda one: one.number)
        }
        publish_rules(budget=made, by=None, at=made.opens_at - timedelta(days=_RULES))
        self._vote(made, budget)
        if made.closes_at <= self.at:
            self._finish(made, budget, projects)

    def _budget(self, budget: BudgetExample, key: str) -> ParticipatoryBudget:
        texts = {
            "title": budget.title,
            "introduction": budget.introduction,
            "promise": "\n".join(budget.promise),
            "who_decides": budget.who_decides,
            "paper_places": budget.paper_places,
            "opens_at": moment(self.at, budget.opens_in_days, "08:00"),
            "closes_at": moment(self.at, budget.closes_in_days, "23:59"),
        }
        due = budget.decision_due_in_days
        defaults = {
            "import_key": key,
            "is_example": True,
            "department": self.departments.get(budget.department or ""),
            "envelope": budget.envelope,
            "envelope_mode": budget.envelope_mode,
            "max_choices": budget.max_choices,
            "counting_rule": budget.counting_rule,
            "on_paper": bool(budget.paper_places or budget.paper_votes),
            "building_months": 18,
            "decision_due_on": None if due is None else self._day(due),
        }
        wanted = Wanted(key=key, texts=texts, defaults=defaults)
        new = ParticipatoryBudget(slug=budget.slug)
        made = self.writer.snippet("budget", wanted, None, new)
        for place, one in enumerate(budget.districts):
            District.objects.create(
                budget=made, code=one.key, name=one.label, envelope=one.envelope, sort_order=place
            )
        return made

    def _project(self, budget: ParticipatoryBudget, example: ProjectExample) -> Project:
        """A project from its deposit to where it stands, each step at its day."""
        district = budget.districts.filter(code=example.district or "").first()
        fields = {
            "title": example.title,
            "summary": example.summary,
            "text": example.text,
            "place": example.place,
            "district": district,
            "origin": example.origin or _("Example"),
            "department": self.departments.get(example.department or ""),
            "is_example": True,
        }
        before = budget.opens_at - timedelta(days=_DEPOSIT)
        project = deposit_project(budget=budget, fields=fields, by=None, at=before)
        self.writer.report.count("project", Outcome.CREATED)
        admitted = budget.opens_at - timedelta(days=_ADMISSION)
        if example.stage == ProjectStage.INADMISSIBLE:
            decide_project(
                project=project,
                stage=example.stage,
                criterion=example.criterion,
                explanation=example.explanation,
                by=None,
                at=admitted,
            )
            return project
        decide_project(project=project, stage=ProjectStage.ADMISSIBLE, by=None, at=admitted)
        self._study(project, example)
        if example.stage == ProjectStage.ON_BALLOT:
            at = budget.opens_at - timedelta(days=_STUDY - 1)
            decide_project(project=project, stage=ProjectStage.ON_BALLOT, by=None, at=at)
        return project

    def _study(self, project: Project, example: ProjectExample) -> None:
        feasible = example.stage == ProjectStage.ON_BALLOT
        reasons = example.explanation or _("The department found a place and a price. Example.")
        at = project.budget.opens_at - timedelta(days=_STUDY)
        study = write_study(
            project=project,
            fields={
                "is_feasible": feasible,
                "criterion": example.criterion,
                "cost": example.cost,
                "reasons": reasons,
            },
            by=None,
            at=at,
        )
        publish_study(study=study, by=None, at=at)

    def _vote(self, budget: ParticipatoryBudget, example: BudgetExample) -> None:
        """Votes of nobody, drawn always alike, until the closing or now."""
        if budget.opens_at > self.at:
            return
        open_box(budget=budget, at=budget.opens_at)
        draw = random.Random(example.key)  # noqa: S311 - an example, always the same
        end = min(budget.closes_at, self.at)
        for number in range(example.online_votes):
            at = budget.opens_at + (end - budget.opens_at) * (number / (example.online_votes + 1))
            voter = known_voter(
                budget.pk, VoteChannel.ONLINE, [(KeyKind.MAIL, f"exemple-{number}@demo.invalid")]
            )
            cast_ballot(
                budget=budget,
                voter=voter,
                envelope=CITY_ENVELOPE,
                choices=_choices(example, draw),
                at=at,
            )
        for number in range(example.paper_votes):
            voter = known_voter(
                budget.pk, VoteChannel.BOOTH, [(KeyKind.PERSON, f"exemple-{number}")]
            )
            enter_roll(budget=budget, voter=voter, envelope=CITY_ENVELOPE, at=end - _HOUR)
            put_paper(
                budget=budget,
                envelope=CITY_ENVELOPE,
                channel=VoteChannel.BOOTH,
                choices=_choices(example, draw),
            )

    def _finish(
        self,
        budget: ParticipatoryBudget,
        example: BudgetExample,
        projects: dict[int, Project],
    ) -> None:
        seal_box(budget=budget, at=budget.closes_at)
        count_and_publish(budget=budget, by=None, at=budget.closes_at + _HOUR)
        if example.decision is None:
            return
        decided_on = self.today - timedelta(days=example.decision.days_ago)
        record_decision(
            budget=budget,
            facts={
                "number": example.decision.number,
                "decided_on": decided_on,
                "follows": True,
                "reasons": example.decision.reasons,
                "document_url": "",
            },
            dropped={},
            by=None,
            at=moment(self.at, -example.decision.days_ago, "20:00"),
        )
        for one in example.projects:
            self._build(projects[one.number], one)

    def _build(self, project: Project, example: ProjectExample) -> None:
        """Milestones and news; the votes of the example may have left the project aside."""
        project.refresh_from_db()
        if project.stage != ProjectStage.ELECTED or project.realisation == Realisation.AWAITED:
            return
        for step in example.milestones:
            milestone = add_milestone(
                project=project, title=step.title, planned_on=self._day(step.planned_in_days)
            )
            if step.reached_days_ago is not None:
                reach_milestone(milestone=milestone, reached_on=self._day(-step.reached_days_ago))
        for news in sorted(example.news, key=lambda one: -one.days_ago):
            publish_news(
                project=project,
                realisation=news.state,
                text=news.text,
                spent=news.spent,
                image=None,
                by=None,
                at=moment(self.at, -news.days_ago, "10:00"),
            )

    def _day(self, days: int) -> date:
        return self.today + timedelta(days=days)


_HOUR = timedelta(hours=1)


def load_budgets(
    examples: Sequence[BudgetExample],
    writer: Writer,
    *,
    at: datetime,
    departments: dict[str, Department],
) -> None:
    """Loads every example."""
    loader = BudgetLoader(writer, at=at, departments=departments)
    for example in examples:
        loader.load(example)


def _choices(example: BudgetExample, draw: random.Random) -> Choices:
    """The basket of somebody: each project by how much it is liked, within the number allowed."""
    voted = [one for one in example.projects if one.stage == ProjectStage.ON_BALLOT]
    liked = [one for one in voted if draw.randrange(100) < one.liked_by] or [draw.choice(voted)]
    draw.shuffle(liked)
    kept = sorted(one.number for one in liked[: example.max_choices])
    return tuple((str(number), 1) for number in kept)
