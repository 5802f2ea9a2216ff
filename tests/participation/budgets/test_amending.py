"""Rules of a vote that has begun: frozen by every way, changed by a public amendment only."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from participation.actions.promises import amend_activity
from participation.budgets.actions.amending import amend_rules
from participation.budgets.actions.projects import decide_project, edit_project
from participation.budgets.actions.rules import publish_rules
from participation.budgets.enums import BudgetReason, ProjectStage
from participation.budgets.models import ParticipatoryBudget, RuleVersion, VoteEvent
from participation.budgets.queries.rules import rules_in_force
from participation.models import Amendment
from portal.canonical import plain
from portal.decisions import Refused
from tests.factories.budgets import BudgetFactory, ProjectFactory
from tests.participation.budgets.acting import open_box
from tests.support import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site")]
WHY = "La réunion publique du 3 mai l’a demandé."


@pytest.fixture
def budget() -> ParticipatoryBudget:
    """A budget on which one votes."""
    made = BudgetFactory.create(districts=[("nord", 0), ("sud", 0)])
    ProjectFactory.create(budget=made, number=1)
    ProjectFactory.create(budget=made, number=2)
    open_box(made)
    return ParticipatoryBudget.objects.get(pk=made.pk)


def amend(budget: ParticipatoryBudget, reason: str = WHY, **changes: Any) -> Any:
    return amend_rules(budget=budget, changes=changes, reason=reason, by=None, at=clock.NOW)


def refusal(function: Any, *args: Any, **kwargs: Any) -> Any:
    with pytest.raises(Refused) as refused:
        function(*args, **kwargs)
    return refused.value.reason


@pytest.mark.parametrize(
    ("term", "value"),
    [
        ("ballot_kind", "knapsack"),
        ("max_choices", 3),
        ("counting_rule", "mes"),
        ("tie_break", "mincost-maxvotes-lot"),
        ("age_from", 18),
        ("for_workers", False),
        ("envelope", 500_000),
        ("opens_at", clock.days(-20)),
        ("closes_at", clock.days(40)),
        ("title", "Autre titre"),
        ("by_phone", True),
    ],
)
def test_a_begun_vote_changes_neither_by_its_form_nor_by_a_draft(budget, term, value):
    draft = ParticipatoryBudget.objects.get(pk=budget.pk)
    before = getattr(draft, term)
    setattr(draft, term, value)

    with pytest.raises(ValidationError) as refused:
        draft.clean()
    draft.save_revision(clean=False).publish()

    assert term in refused.value.message_dict
    assert getattr(ParticipatoryBudget.objects.get(pk=budget.pk), term) == before


def test_districts_of_a_begun_vote_stay_whatever_a_draft_says(budget):
    draft = ParticipatoryBudget.objects.get(pk=budget.pk)
    first, *_others = draft.districts.all()
    first.name = "Autre"
    draft.districts = [first]
    with pytest.raises(ValidationError):
        first.clean()

    draft.save_revision(clean=False).publish()

    now = ParticipatoryBudget.objects.get(pk=budget.pk)
    assert [one.name for one in now.districts.all()] == ["Nord", "Sud"]


def test_rules_of_a_begun_vote_are_not_published_anew(budget):
    ParticipatoryBudget.objects.filter(pk=budget.pk).update(max_choices=2)

    reason = refusal(publish_rules, budget=budget, by=None, at=clock.NOW)

    assert reason == BudgetReason.RULES_FROZEN
    assert rules_in_force(budget).max_choices == 5


@pytest.mark.parametrize("verb", ["update", "delete", "add"])
def test_the_database_keeps_published_rules(budget, verb):
    version = RuleVersion.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        if verb == "update":
            RuleVersion.objects.update(text="{}")
        elif verb == "delete":
            version.delete()
        else:
            RuleVersion.objects.create(
                budget=budget, number=2, text="{}", sha256="0", published_at=clock.NOW
            )


def test_an_amendment_prolongs_a_vote_and_publishes_the_rules_with_its_reason(budget):
    version = amend(budget, closes_at=clock.days(30))

    line = VoteEvent.objects.latest("number")
    assert (version.number, version.reason) == (2, WHY)
    assert (line.kind, Amendment.objects.get().term) == ("rules_amended", "closes_at")
    assert ParticipatoryBudget.objects.get(pk=budget.pk).closes_at == clock.days(30)
    assert rules_in_force(budget).data["closes_at"] == plain(clock.days(30))


def test_the_screen_of_amendments_of_the_core_publishes_the_rules_too(budget):
    amend_activity(
        activity=budget, terms={"closes_at": clock.days(30)}, reason=WHY, by=None, at=clock.NOW
    )

    assert RuleVersion.objects.filter(budget=budget).count() == 2


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"max_choices": 3}, BudgetReason.BALLOT_FROZEN),
        ({"counting_rule": "mes"}, BudgetReason.BALLOT_FROZEN),
        ({"age_from": 12}, BudgetReason.BALLOT_FROZEN),
        ({"closes_at": clock.days(10)}, BudgetReason.ONLY_LATER),
        ({"envelope": 100_000}, BudgetReason.ONLY_MORE),
        ({"by_account": False, "by_mail": False}, BudgetReason.NO_CHANNEL),
        ({"envelope": 400_000}, BudgetReason.NOTHING_CHANGES),
        ({"districts": {"nord": 0}}, BudgetReason.NOTHING_CHANGES),
    ],
)
def test_an_amendment_refuses_what_ballots_in_the_box_rest_on(budget, changes, reason):
    assert refusal(amend, budget, **changes) == reason
    assert RuleVersion.objects.filter(budget=budget).count() == 1


def test_an_amendment_says_why(budget):
    assert refusal(amend, budget, reason=" ", envelope=500_000) == BudgetReason.REASON_MISSING


def test_an_amendment_is_for_a_vote_that_has_begun():
    assert refusal(amend, BudgetFactory.create(), envelope=1) == BudgetReason.RULES_MISSING


def test_nothing_is_amended_once_the_box_is_sealed(budget):
    budget.box.sealed_at = clock.NOW
    budget.box.save()

    assert refusal(amend, budget, envelope=500_000) == BudgetReason.VOTE_OVER


def test_an_envelope_of_a_district_is_raised_in_public():
    made = BudgetFactory.create(
        envelope_mode="districts", districts=[("nord", 100_000), ("sud", 50_000)]
    )
    open_box(made)

    amend(made, districts={"nord": 120_000})

    said = Amendment.objects.get()
    assert (said.label, said.after) == ("Secteurs", "Nord\xa0: 120\xa0000\xa0€")
    assert rules_in_force(made).envelope("nord").budget == 120_000
    assert refusal(amend, made, districts={"nord": 10}) == BudgetReason.ONLY_MORE


def test_a_place_to_vote_changes_in_public_without_new_rules(budget):
    assert amend(budget, paper_places="Mairie, tous les jours.") is None
    assert Amendment.objects.get().term == "paper_places"


def test_a_project_withdrawn_while_one_votes_stays_listed_and_named(budget):
    project = budget.projects.get(number=1)

    decide_project(
        project=project,
        stage=ProjectStage.WITHDRAWN_FROM_VOTE,
        explanation="Le terrain est vendu.",
        by=None,
        at=clock.NOW,
    )

    envelope = rules_in_force(budget).only_envelope
    assert (envelope.withdrawn, [one.id for one in envelope.standing]) == (("1",), ["2"])
    assert envelope.project("1") is not None
    kinds = [line.kind for line in VoteEvent.objects.order_by("number")]
    assert kinds == ["rules_published", "project_withdrawn", "rules_amended"]


@pytest.mark.parametrize(
    "stage", [ProjectStage.ADMISSIBLE, ProjectStage.WITHDRAWN, ProjectStage.MERGED]
)
def test_a_project_on_an_open_ballot_is_only_withdrawn_from_it(budget, stage):
    project = budget.projects.get(number=1)
    reason = refusal(
        decide_project, project=project, stage=stage, explanation="x", by=None, at=clock.NOW
    )
    assert reason == BudgetReason.VOTE_BEGUN


def test_no_project_joins_an_open_ballot(budget):
    late = ProjectFactory.create(budget=budget, number=3, stage=ProjectStage.ADMISSIBLE)
    reason = refusal(
        decide_project, project=late, stage=ProjectStage.ON_BALLOT, by=None, at=clock.NOW
    )
    assert reason == BudgetReason.VOTE_BEGUN


@pytest.mark.parametrize(("name", "value"), [("title", "Autre"), ("cost", 1)])
def test_what_stands_on_an_open_ballot_is_not_rewritten(budget, name, value):
    project = budget.projects.get(number=1)
    reason = refusal(edit_project, project=project, fields={name: value}, by=None, at=clock.NOW)
    assert reason == BudgetReason.RULES_FROZEN


def test_the_description_of_a_project_on_the_ballot_can_be_corrected(budget):
    project = budget.projects.get(number=1)
    edit_project(project=project, fields={"text": "Plus long."}, by=None, at=clock.NOW)
    project.refresh_from_db()
    assert project.text == "Plus long."
