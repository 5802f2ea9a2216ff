"""The list of reports and the home page of the admin: what is mine, due, late, waiting."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from engagements.enums import CommitmentStatus, DraftState
from portal.accounts.enums import Role
from tests.factories.accounts import StaffFactory
from tests.factories.drafts import DraftFactory, SentDraftFactory, open_review
from tests.factories.engagements import (
    CommitmentFactory,
    CommitmentUpdateFactory,
    DepartmentFactory,
    join,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site")]
LIST = "engagements_reports_modeladmin_index"
LIST_QUERIES = 24
S = CommitmentStatus


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime(2026, 5, 11, 9, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def department():
    return DepartmentFactory(name="Direction des achats")


@pytest.fixture
def commitment(department):
    return CommitmentFactory(number=17, lead_department=department)


@pytest.fixture
def pilot(department, client_of):
    person = StaffFactory(role=Role.PILOTS)
    join(department, person)
    return client_of(person)


@pytest.fixture
def approver(client_of):
    return client_of(StaffFactory(role=Role.COMMUNICATIONS))


def numbers(response):
    return [one.number for one in response.context["view"].queryset]


@pytest.mark.parametrize(
    ("asked", "found"),
    [("", [1, 2, 3, 4]), ("mine", [1, 2]), ("due", [2]), ("late", [2]), ("waiting", [2, 3])],
)
def test_the_list_of_a_pilot_says_what_is_to_do(pilot, department, asked, found):
    open_review()
    told = CommitmentFactory(number=1, lead_department=department)
    CommitmentUpdateFactory(commitment=told, reported_on=date(2026, 3, 2))
    owed = CommitmentFactory(number=2, due_on=date(2025, 1, 1))
    owed.associated_departments.add(department)
    SentDraftFactory(commitment=owed)
    SentDraftFactory(commitment__number=3)
    CommitmentFactory(number=4, due_on=date(2025, 1, 1))

    response = pilot.get(reverse(LIST), {"report": asked} if asked else {})

    assert numbers(response) == found


def test_without_a_review_silence_is_what_is_expected(pilot, department):
    CommitmentFactory(number=1, lead_department=department)
    CommitmentFactory(number=2, lead_department=department, status=S.DONE)
    told = CommitmentFactory(number=3, lead_department=department)
    CommitmentUpdateFactory(commitment=told, reported_on=date(2026, 3, 2))

    assert numbers(pilot.get(reverse(LIST), {"report": "due"})) == [1]


def test_the_list_shows_when_reports_are_expected_and_where_they_stand(pilot, commitment):
    open_review()
    SentDraftFactory(commitment=commitment)

    page = pilot.get(reverse(LIST)).content.decode()

    for text in ("12 juin 2026", "En attente d’accord", "Premier semestre 2026"):
        assert text in page, text


def test_the_list_costs_the_same_for_one_and_three(pilot, department, django_assert_num_queries):
    open_review()

    def one_more():
        one = CommitmentFactory(lead_department=department)
        SentDraftFactory(commitment=one)
        CommitmentUpdateFactory(commitment=one)

    one_more()
    pilot.get(reverse(LIST))
    with django_assert_num_queries(LIST_QUERIES):
        pilot.get(reverse(LIST))
    for _ in range(2):
        one_more()
    with django_assert_num_queries(LIST_QUERIES):
        pilot.get(reverse(LIST))


def test_the_home_page_says_what_waits(pilot, approver, department):
    open_review()
    commitment = CommitmentFactory(number=17, lead_department=department)
    CommitmentFactory(number=18, lead_department=department)
    SentDraftFactory(commitment=commitment)
    CommitmentFactory()
    DraftFactory(
        commitment=CommitmentFactory(number=19, lead_department=department),
        state=DraftState.RETURNED,
        returned_because="Il manque la date.",
    )
    home = reverse("wagtailadmin_home")

    theirs, ours = (
        browser.get(home).content.decode().replace("\u00a0", " ") for browser in (pilot, approver)
    )

    assert "2 points d’étape sont attendus de vous avant le 12 juin 2026" in theirs
    assert "Votre point d’étape de l’engagement 19 vous est renvoyé" in theirs
    assert "1 point d’étape attend votre accord" in ours
