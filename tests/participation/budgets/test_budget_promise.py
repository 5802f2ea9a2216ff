"""A budget keeps its promise as every activity does: verdict, archive, what the pages then say."""

import pytest
from django.urls import reverse

from engagements.registry import related_to_commitment
from participation.models import ActivityTally
from tests.factories.engagements import CommitmentFactory
from tests.support import clock
from tests.support.counted import counted, sealed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site")]

WHY = "Les deux projets élus sont ouverts au public."


def test_budget_gets_its_verdict_and_is_archived_by_the_screens_of_the_core(
    client, client_of, officer, move_to
):
    budget = counted().budget
    move_to(clock.after(budget))
    browser, page = client_of(officer), reverse("participation_promises", args=[budget.pk])

    refused = browser.post(page, {"action": "archive"}, follow=True).content.decode()
    given = {"action": "verdict", "verdict-outcome": "kept", "verdict-reasons": WHY}
    assert "Dites d’abord, publiquement" in refused
    assert browser.post(page, given).status_code == 302
    assert browser.post(page, {"action": "archive"}).status_code == 302

    assert ActivityTally.objects.get(activity=budget).archived_at == clock.after(budget)
    results = client.get(f"{budget.url}resultats/").content.decode()
    assert WHY in results
    assert "Promesse tenue" in results


def test_elected_projects_stand_on_the_pages_of_the_commitments_of_the_budget(client, move_to):
    commitment = CommitmentFactory.create()
    budget = counted().budget
    budget.commitments.add(commitment)
    budget.save()
    move_to(clock.after(budget))

    page = client.get(commitment.get_absolute_url()).content.decode()

    elected = budget.projects.filter(number__in=[1, 2])
    assert all(one.title in page and one.url in page for one in elected)
    assert budget.projects.get(number=4).url not in page


def test_nothing_of_a_result_stands_on_a_commitment_before_the_count():
    commitment = CommitmentFactory.create()
    budget = sealed()
    budget.commitments.add(commitment)
    budget.save()

    found = related_to_commitment(commitment.pk, None, clock.after(budget))

    assert [one.title for one in found] == [budget.title]
