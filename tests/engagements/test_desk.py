"""What a pilot finds in the admin: what waits for news, forms filled in, doors that stay shut."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from engagements.enums import CommitmentStatus, DatePrecision
from engagements.queries import silent_commitments
from tests.factories.accounts import UserFactory
from tests.factories.engagements import (
    CommitmentFactory,
    CommitmentUpdateFactory,
    DepartmentFactory,
    ObjectiveFactory,
    PeriodFactory,
    join,
    priority_page,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site")]

AT = datetime(2026, 5, 11, 9, tzinfo=UTC)
LIST = "engagements_commitment_modeladmin_index"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def signed_in(client):
    """A browser whose user holds the rights named, and may enter the admin."""

    def sign_in(*codenames: str) -> Any:
        user = UserFactory()
        department = DepartmentFactory(name="Direction des achats", slug="achats")
        join(department, user)
        group = Group.objects.create(name="Essai")
        wanted = {"access_admin", *codenames}
        group.permissions.set(Permission.objects.filter(codename__in=wanted))
        user.groups.add(group)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def url(action, key, model="commitment"):
    known = reverse(f"engagements_{model}_modeladmin_{action}", args=[987])
    return known.replace("987", str(key))


def some_commitments(objective, count):
    for _ in range(count):
        CommitmentFactory(objective=objective, due_on=date(2025, 1, 1))
        CommitmentFactory(objective=objective)


def test_silent_ones_are_the_late_then_those_without_news_for_six_months():
    objective = ObjectiveFactory()
    fresh, silent, never, late, done = (
        CommitmentFactory(number=number, objective=objective) for number in range(1, 6)
    )
    CommitmentUpdateFactory(commitment=fresh, reported_on=date(2026, 3, 2))
    CommitmentUpdateFactory(commitment=silent, reported_on=date(2025, 10, 1))
    late.due_on = date(2025, 1, 1)
    late.save()
    CommitmentUpdateFactory(commitment=late, reported_on=date(2026, 3, 2))
    done.status = CommitmentStatus.DONE
    done.save()
    hidden = ObjectiveFactory(priority=priority_page(9, live=False))
    CommitmentFactory(number=9, objective=hidden)

    found = silent_commitments(AT)

    assert [row.commitment for row in found.rows] == [late, silent, never]
    assert (found.late, found.without_news) == (1, 2)


def test_only_the_first_ten_are_listed_in_one_query(django_assert_num_queries):
    some_commitments(ObjectiveFactory(), 8)

    with django_assert_num_queries(1):
        found = silent_commitments(AT)

    assert (len(found.rows), found.late, found.without_news) == (10, 8, 16)


@pytest.mark.usefixtures("portal_site")
def test_the_home_of_the_admin_lists_them_for_those_who_may_report(signed_in):
    objective = ObjectiveFactory()
    browser = signed_in("add_commitmentupdate", "change_commitment")
    commitment = CommitmentFactory(objective=objective, due_on=date(2025, 1, 1))
    home = reverse("wagtailadmin_home")

    assert url("progress", commitment.pk) in browser.get(home).content.decode()

    with CaptureQueriesContext(connection) as few:
        browser.get(home)
    some_commitments(objective, 3)
    with CaptureQueriesContext(connection) as many:
        browser.get(home)
    assert len(few) == len(many)


@pytest.mark.usefixtures("portal_site")
def test_the_home_of_the_admin_says_nothing_of_them_to_others(signed_in):
    CommitmentFactory(due_on=date(2025, 1, 1))

    page = signed_in("change_commitment").get(reverse("wagtailadmin_home"))

    assert "silent-heading" not in page.content.decode()


def test_the_report_is_filled_in_with_what_is_known(signed_in):
    commitment = CommitmentFactory(due_on=date(2025, 1, 1), due_precision=DatePrecision.DAY)

    browser = signed_in("add_commitmentupdate", "change_commitment")
    page = browser.get(url("progress", commitment.pk))

    form = page.context["form"]
    assert form["due_precision"].value() == DatePrecision.DAY
    assert form["author_function"].value() == "Direction des achats"


def test_a_new_due_date_is_shown_only_when_there_is_one(signed_in):
    commitment = CommitmentFactory(due_on=date(2025, 1, 1))
    browser = signed_in("change_commitment")

    assert "revised_due_on" not in browser.get(url("edit", commitment.pk)).content.decode()

    commitment.revised_due_on = date(2027, 1, 1)
    commitment.save()
    assert "revised_due_on" in browser.get(url("edit", commitment.pk)).content.decode()


def test_history_is_for_those_who_may_read_the_item(signed_in):
    commitment = CommitmentFactory()
    browser = signed_in("change_department")

    assert browser.get(url("history", commitment.pk)).status_code in {302, 403}


@pytest.mark.parametrize("action", ["edit", "inspect", "delete", "history", "progress"])
@pytest.mark.parametrize("key", ["x", "²", "1.5", "9" * 30])
def test_a_key_that_cannot_be_is_not_found(signed_in, action, key):
    browser = signed_in("change_commitment", "delete_commitment", "add_commitmentupdate")

    assert browser.get(url(action, key)).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "objective__priority=²",
        "objective__priority__id__exact=²",
        "objective__priority__page_ptr__exact=x",
        "lead_department__id__exact=x",
        "period__id__exact=x",
    ],
)
def test_a_filter_that_means_nothing_keeps_nothing(signed_in, query):
    for _ in range(2):
        CommitmentFactory(lead_department=DepartmentFactory(), period=PeriodFactory())

    response = signed_in("change_commitment").get(f"{reverse(LIST)}?{query}")

    assert response.status_code == 200
    assert list(response.context["view"].queryset) == []


@pytest.mark.parametrize(
    "lookup",
    [
        "updates__recorded_by__password__startswith",
        "updates__recorded_by__email__contains",
        "objective__priority__owner__password__startswith",
        "number",
        "nothing",
    ],
)
def test_the_list_follows_only_the_filters_it_offers(signed_in, lookup):
    """Counting the rows of such a list would spell a colleague's password hash."""
    CommitmentFactory(number=1)
    browser = signed_in("change_commitment")

    shown = [
        len(browser.get(reverse(LIST), {lookup: value}).context["view"].queryset)
        for value in ("a", "zz")
    ]

    assert shown == [1, 1]
