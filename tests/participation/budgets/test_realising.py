"""After the vote: the council, steps and news of elected projects, who is told."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from participation.budgets.actions.counts import count_and_publish
from participation.budgets.actions.realising import (
    add_milestone,
    publish_news,
    reach_milestone,
    record_decision,
)
from participation.budgets.count_rules import decision_is_late, due_on, is_late
from participation.budgets.enums import BudgetReason, ProjectStage, Realisation
from participation.budgets.models import Project, ProjectNews, VoteEvent
from participation.budgets.queries.realisations import followed
from portal.decisions import Refused
from portal.notifications.models import OutgoingMail
from portal.subscriptions.models import Event
from tests.factories.participation import IdeaConsultationFactory, published_idea
from tests.support import clock
from tests.support.counted import counted, sealed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site")]

FACTS = {
    "number": "2026-118",
    "decided_on": date(2026, 6, 26),
    "follows": True,
    "reasons": "",
    "document_url": "",
}


def decide(budget, *, dropped=None, **facts):
    return record_decision(
        budget=budget,
        facts={**FACTS, **facts},
        dropped=dropped or {},
        by=None,
        at=clock.after(budget),
    )


def refused(work, *args, **kwargs):
    with pytest.raises(Refused) as refusal:
        work(*args, **kwargs)
    return refusal.value.reason


def elected(budget, number=1):
    return Project.objects.get(budget=budget, number=number)


def test_council_that_follows_plans_every_elected_project():
    budget = counted().budget

    decision = decide(budget)

    assert decision.follows
    assert elected(budget).realisation == Realisation.PLANNED
    assert VoteEvent.objects.filter(budget=budget, kind="decided").count() == 1
    assert refused(decide, budget) == BudgetReason.STAGE


def test_council_that_departs_says_why_for_each():
    budget = counted().budget
    project = elected(budget, 2)

    assert refused(decide, budget, dropped={project.pk: "Le sol est pollué."}) == (
        BudgetReason.REASON_MISSING
    )
    assert refused(decide, budget, dropped={project.pk: " "}, reasons="Sol.") == (
        BudgetReason.REASON_MISSING
    )
    decision = decide(budget, dropped={project.pk: "Le sol est pollué."}, reasons="Un sol pollué.")

    assert not decision.follows
    assert elected(budget, 2).realisation == Realisation.DROPPED
    assert elected(budget, 1).realisation == Realisation.PLANNED
    assert project.decisions.last().explanation == "Le sol est pollué."


def test_council_waits_for_the_count():
    assert refused(decide, sealed()) == BudgetReason.NOT_CLOSED


def test_news_tell_the_state_and_the_money_and_stay():
    budget = counted().budget
    project = elected(budget)
    news = {"realisation": "under_way", "text": "Le chantier ouvre.", "spent": 12_000}
    at = clock.after(budget)
    assert refused(publish_news, project=project, image=None, by=None, at=at, **news) == (
        BudgetReason.STAGE
    )
    decide(budget)

    made = publish_news(project=project, image=None, by=None, at=at, **news)

    now = elected(budget)
    assert (now.realisation, now.spent) == ("under_way", 12_000)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProjectNews.objects.filter(pk=made.pk).update(text="Autre")
    loser = elected(budget, 6)
    assert refused(publish_news, project=loser, image=None, by=None, at=at, **news) == (
        BudgetReason.STAGE
    )


def test_milestones_are_announced_then_reached():
    budget = counted().budget
    step = add_milestone(project=elected(budget), title="Marché", planned_on=date(2026, 9, 1))

    reach_milestone(milestone=step, reached_on=date(2026, 9, 15))

    [row] = [one for one in followed(budget, clock.NOW) if one.milestones]
    assert row.milestones[0].reached_on == date(2026, 9, 15)
    assert refused(
        add_milestone, project=elected(budget, 6), title="Non", planned_on=date(2026, 9, 1)
    ) == (BudgetReason.STAGE)


def test_late_projects_come_first(move_to):
    budget = counted(building_months=12).budget
    decide(budget)
    Project.objects.filter(budget=budget, number=1).update(realisation=Realisation.DONE)
    later = clock.after(budget) + timedelta(days=800)

    rows = followed(budget, later)

    assert [(row.project.number, row.late) for row in rows] == [(2, True), (1, False)]


def test_authors_and_followers_are_told(move_to):
    budget = sealed()
    call = IdeaConsultationFactory.create()
    idea = published_idea(call, email="camille@ville.example")
    elected(budget).ideas.add(idea)
    OutgoingMail.objects.all().delete()
    move_to(clock.after(budget))

    count_and_publish(budget=budget, by=None, at=clock.after(budget))

    [mail] = OutgoingMail.objects.all()
    assert mail.to == "camille@ville.example"
    kinds = set(Event.objects.values_list("kind", flat=True))
    assert kinds == {"budget_counted", "project_elected", "project_not_elected"}
    event = Event.objects.get(kind="project_elected", subject=f"project:{elected(budget).pk}")
    assert event.topics == [f"project:{elected(budget).pk}", f"idea:{idea.pk}"]
    decide(budget)
    assert Event.objects.filter(kind="project_decided").count() == 2
    assert OutgoingMail.objects.count() == 2


def test_dates_are_counted_in_months():
    assert due_on(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert due_on(date(2026, 11, 30), 24) == date(2028, 11, 30)
    assert is_late(Realisation.PLANNED, date(2026, 1, 1), date(2026, 1, 2))
    assert not is_late(Realisation.PLANNED, date(2026, 1, 1), date(2026, 1, 1))
    assert not is_late(Realisation.DONE, date(2026, 1, 1), date(2026, 1, 2))
    assert decision_is_late(date(2026, 1, 1), is_decided=False, today=date(2026, 1, 2))
    assert not decision_is_late(date(2026, 1, 1), is_decided=True, today=date(2026, 1, 2))
    assert not decision_is_late(None, is_decided=False, today=date(2026, 1, 2))


def test_project_of_a_lost_vote_is_not_followed():
    budget = counted().budget
    stages = {row.project.stage for row in followed(budget, clock.NOW)}

    assert stages == {ProjectStage.ELECTED}
