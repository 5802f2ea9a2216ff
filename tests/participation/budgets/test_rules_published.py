"""Rules of a vote: published as one canonical text, frozen by the opening of the box."""

import json

import pytest
from django.db import IntegrityError, transaction

from participation.budgets.actions.rules import publish_rules
from participation.budgets.enums import BudgetReason, EnvelopeMode
from participation.budgets.models import BallotBox, ParticipatoryBudget, RuleVersion, VoteEvent
from participation.budgets.queries.rules import rules_in_force
from participation.budgets.viewsets.budgets import ParticipatoryBudgetViewSet
from portal.canonical import digest
from portal.decisions import Refused
from tests.factories.budgets import BudgetFactory, ProjectFactory
from tests.support import clock

pytestmark = pytest.mark.django_db


def test_rules_are_one_text_with_its_fingerprint():
    budget = BudgetFactory.create()
    ProjectFactory.create(budget=budget, number=1)

    version = publish_rules(budget=budget, by=None, at=clock.NOW)

    assert version.sha256 == digest(version.text)
    assert json.loads(version.text)["envelopes"][0]["projects"] == [
        {"id": "1", "name": "Projet 1", "cost": 50_000, "district": ""}
    ]
    assert rules_in_force(budget).only_envelope.budget == 400_000
    assert VoteEvent.objects.get().kind == "rules_published"


def test_each_district_has_its_envelope():
    budget = BudgetFactory.create(
        envelope_mode=EnvelopeMode.DISTRICTS, districts=[("port", 100_000), ("centre", 50_000)]
    )
    ProjectFactory.create(budget=budget, number=1, district=budget.districts.get(code="port"))
    publish_rules(budget=budget, by=None, at=clock.NOW)

    rules = rules_in_force(budget)

    assert [(one.id, one.budget, len(one.projects)) for one in rules.envelopes] == [
        ("port", 100_000, 1),
        ("centre", 50_000, 0),
    ]
    assert rules.only_envelope is None


def test_same_rules_are_not_published_twice():
    budget = BudgetFactory.create()
    publish_rules(budget=budget, by=None, at=clock.before(budget))

    with pytest.raises(Refused) as refusal:
        publish_rules(budget=budget, by=None, at=clock.before(budget))

    assert refusal.value.reason == BudgetReason.NOTHING_CHANGES


@pytest.mark.parametrize(
    ("moment", "reason"), [(clock.before, None), (clock.at_opening, BudgetReason.RULES_FROZEN)]
)
def test_published_rules_freeze_at_the_hour_even_without_a_box(moment, reason):
    budget = BudgetFactory.create()
    publish_rules(budget=budget, by=None, at=clock.days(-20))
    ParticipatoryBudget.objects.filter(pk=budget.pk).update(max_choices=2)

    try:
        publish_rules(budget=budget, by=None, at=moment(budget))
        refused = None
    except Refused as refusal:
        refused = refusal.reason

    assert refused == reason
    assert rules_in_force(budget).max_choices == (5 if reason else 2)


def test_form_freezes_the_rules_at_the_hour(move_to):
    budget = BudgetFactory.create()
    publish_rules(budget=budget, by=None, at=clock.before(budget))
    form_of = ParticipatoryBudgetViewSet().get_edit_handler().get_form_class()

    move_to(clock.before(budget))
    before = form_of(instance=budget).fields["max_choices"].disabled
    move_to(clock.at_opening(budget))

    assert (before, form_of(instance=budget).fields["max_choices"].disabled) == (False, True)


def test_rules_that_make_no_sense_are_published_by_no_route():
    budget = BudgetFactory.create(ballot_kind="points", points=0)

    with pytest.raises(Refused) as refusal:
        publish_rules(budget=budget, by=None, at=clock.before(budget))

    assert refusal.value.reason == BudgetReason.SETTINGS_WRONG
    assert not RuleVersion.objects.exists()


def test_open_box_refuses_other_rules_even_in_the_database():
    budget = BudgetFactory.create()
    version = publish_rules(budget=budget, by=None, at=clock.NOW)
    BallotBox.objects.create(budget=budget, rules=version, opened_at=clock.NOW)
    budget.envelope = 1
    budget.save()

    with pytest.raises(Refused) as refusal:
        publish_rules(budget=budget, by=None, at=clock.NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleVersion.objects.create(
            budget=budget, number=2, text="{}", sha256="0" * 64, published_at=clock.NOW
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleVersion.objects.filter(pk=version.pk).update(text="{}")

    assert refusal.value.reason == BudgetReason.RULES_FROZEN
