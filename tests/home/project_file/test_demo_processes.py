"""The fictitious process: told from the day of the load, and left to whoever edits it."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import translation

from home.project_file.demo import load_demo
from home.project_file.faults import InvalidFileError
from home.project_file.report import Outcome
from participation.ideas.models import IdeaConsultation
from participation.models import ProcessIndexPage, ProcessPage
from participation.queries.processes import process_results, process_timeline
from portal.accounts.models import User
from tests.factories.cms import root_page
from tests.support.clock import NOW

from .conftest import IVRY

pytestmark = pytest.mark.django_db

TOLD = ["past", "past", "past", "now", "next", "next", "next"]


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demonstration, loaded once for the module on a Monday in May."""
    with (
        django_db_blocker.unblock(),
        translation.override(None),
        time_machine.travel(NOW, tick=False),
        transaction.atomic(),
    ):
        root_page()
        yield load_demo(IVRY, at=NOW)
        transaction.set_rollback(True)


def process() -> ProcessPage:
    return ProcessPage.objects.get(import_key="process/ville-sobre")


def told(user: Any, at: Any) -> list[str]:
    return [step.state.value for step in process_timeline(process(), user, at).steps]


def load(at: Any) -> Any:
    with time_machine.travel(at, tick=False):
        return load_demo(IVRY, at=at).report


def test_one_story_of_calls_and_milestones(demo):
    page, agent = process(), User.objects.get(email="agent@demo.example")
    index = ProcessIndexPage.objects.get()

    assert (index.url, page.url) == ("/demarches/", "/demarches/une-ville-sobre-et-plus-fraiche/")
    assert page.is_example
    assert told(AnonymousUser(), NOW) == TOLD
    assert told(agent, NOW) == [*TOLD[:3], "now", *TOLD[3:]]
    timeline = process_timeline(page, AnonymousUser(), NOW)
    assert timeline.here.title == "Acheter mieux, gaspiller moins"
    assert timeline.steps[2].result.url == "/actualites/une-ville-econome-reponses/"
    numbers = {row.commitment.number for row in process_results(page, timeline, None, NOW)}
    assert {16, 17} < numbers


@pytest.mark.parametrize("later", [1, 15, 25, 400])
def test_it_stands_at_the_same_step_whenever_it_starts(demo, later):
    at = NOW + timedelta(days=later)

    load(at)
    again = load(at)

    assert told(AnonymousUser(), at) == TOLD
    assert again.total(Outcome.UPDATED) == again.total(Outcome.CREATED) == 0


def test_what_somebody_edited_stays(demo):
    page = process()
    steps = {step.import_key: step for step in page.steps.all()}
    steps["atelier-de-synthese"].ends_on = NOW.date() + timedelta(days=140)
    steps["deliberation"].title = "Vote"
    page.steps.remove(steps["reunion-de-lancement"])
    page.steps = [step for key, step in steps.items() if key != "reunion-de-lancement"]
    page.save_revision().publish()
    IdeaConsultation.objects.filter(import_key="example/rues-plus-fraiches").delete()

    load(NOW + timedelta(days=200))

    after = {step.import_key: step for step in process().steps.all()}
    assert "reunion-de-lancement" not in after
    assert "appel-rues-plus-fraiches" not in after
    assert after["deliberation"].title == "Vote"
    assert after["atelier-de-synthese"].ends_on == NOW.date() + timedelta(days=140)


def test_a_process_that_somebody_deleted_does_not_come_back(demo):
    process().delete()

    load(NOW)

    assert not ProcessPage.objects.exists()


BROKEN = {
    "both": (
        "key: appel-ville-econome\n        activity: ville-econome",
        "key: appel-ville-econome\n        activity: ville-econome\n        title: Un appel",
        r"processes\[0\].steps\[1\].key: a step is either an activity or a titled milestone",
    ),
    "untitled": (
        "title: Atelier de synthèse\n        text",
        "text",
        r"processes\[0\].steps\[6\].key: a step is either an activity or a titled milestone",
    ),
    "unknown call": (
        "activity: rues-plus-fraiches",
        "activity: rues",
        r"processes\[0\].steps\[5\].activity: there is no activity whose key is “rues”",
    ),
    "unknown priority": (
        "priorities: [efficacite]",
        "priorities: [efficace]",
        r"processes\[0\].priorities\[0\]: there is no priority whose key is “efficace”",
    ),
    "unknown commitment": (
        "commitments: [16, 17]\n    example",
        "commitments: [16, 77]\n    example",
        r"processes\[0\].commitments\[1\]: there is no commitment number 77",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_process_is_refused(name, city, edit):
    old, new, message = BROKEN[name]
    edit("demo.yaml", old, new)

    with pytest.raises(InvalidFileError, match=rf"demo.yaml, line \d+, {message}"):
        load_demo(city, at=NOW)
