"""The admin screens of the count and of what follows: who may, what they do."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from participation.budgets.forms.realising import NewsForm
from participation.budgets.models import CouncilDecision, Count, Project, ProjectNews
from tests.factories.accounts import UserFactory
from tests.factories.cms import ImageFactory
from tests.support import clock
from tests.support.counted import counted, sealed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site")]


@pytest.fixture
def desk(conductor, client_of):
    """The browser of an officer who conducts budgets."""
    conductor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return client_of(conductor)


def screen(budget):
    return reverse("budgets_count", args=[budget.pk])


def test_others_do_not_enter(client_of, officer):
    budget = sealed()

    assert client_of(UserFactory.create()).get(screen(budget)).status_code in {302, 403}


def test_officer_counts_when_the_paper_is_done(desk, move_to):
    budget = sealed()
    move_to(clock.after(budget))
    assert desk.get(screen(budget)).status_code == 200

    desk.post(screen(budget), {"action": "count"})
    again = desk.post(screen(budget), {"action": "count"}, follow=True)

    assert Count.objects.get(budget=budget).made_by is not None
    assert again.status_code == 200
    desk.post(screen(budget), {"action": "recount"})
    assert Count.objects.get(budget=budget).recounts.get().is_identical


def test_officer_records_the_council(desk, move_to):
    budget = counted().budget
    first, second = Project.objects.filter(budget=budget, stage="elected")
    move_to(clock.after(budget))
    sent = {
        "action": "decide",
        "decision-number": "2026-118",
        "decision-decided_on": "2026-06-26",
        "decision-follows": "on",
        f"decision-adopted_{first.pk}": "on",
    }

    refused = desk.post(screen(budget), sent)
    assert refused.status_code == 200
    assert not CouncilDecision.objects.exists()
    reason = {f"decision-reason_{second.pk}": "Sol pollué.", "decision-reasons": "Un sol pollué."}
    desk.post(screen(budget), {**sent, **reason})

    assert not CouncilDecision.objects.get().follows
    assert set(Project.objects.filter(stage="elected").values_list("realisation", flat=True)) == {
        "planned",
        "dropped",
    }


def test_officer_publishes_news_with_a_described_picture(desk, move_to):
    budget = counted().budget
    Project.objects.filter(budget=budget, stage="elected").update(realisation="planned")
    project = Project.objects.filter(budget=budget, stage="elected").first()
    address = reverse("budgets_realisation", args=[project.pk])
    bare, told = ImageFactory.create(description=""), ImageFactory.create(description="Un banc")
    move_to(clock.after(budget))
    assert desk.get(address).status_code == 200
    sent = {"action": "news", "news-realisation": "under_way", "news-text": "Le chantier ouvre."}

    refused = NewsForm({**sent, "news-image": bare.pk}, prefix="news")
    assert list(refused.errors) == ["image"]
    desk.post(address, {**sent, "news-image": told.pk, "news-spent": "1200"})
    desk.post(
        address,
        {"action": "milestone", "milestone-title": "Marché", "milestone-planned_on": "2026-09-01"},
    )
    step = project.milestones.get()
    desk.post(address, {"action": "reached", "milestone": step.pk, "reached_on": "2026-09-03"})

    assert ProjectNews.objects.get().spent == 1200
    assert project.milestones.get().reached_on == date(2026, 9, 3)
