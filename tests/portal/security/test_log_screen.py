"""The security log in the admin: who reads it, what they find, what they take away."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.utils import timezone

from portal.security import append_only, queries
from portal.security.actions import record_event
from portal.security.models import SecurityEvent
from tests.factories.accounts import AgentFactory, UserFactory

pytestmark = pytest.mark.django_db
LOG = "/admin/reports/securite/"
EXPORT = "/admin/reports/securite.jsonl"


@pytest.fixture
def auditor(portal_site: Any) -> Any:
    """Somebody who may only enter the admin and read the log; the log is empty."""
    user = AgentFactory.create()
    names = ("access_admin", "view_securityevent")
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    append_only.remove(connection)
    SecurityEvent.objects.all().delete()
    append_only.install(connection)
    return user


def test_only_auditors_read_it(client_of, moderator, auditor):
    for address in (LOG, EXPORT, "/admin/reports/navigateurs/"):
        assert client_of(moderator).get(address).status_code == 302, address
        assert client_of(auditor).get(address).status_code == 200, address
    assert LOG not in client_of(moderator).get("/admin/").content.decode()
    assert LOG in client_of(auditor).get("/admin/").content.decode()


def test_empty_log_says_so(client_of, auditor):
    browser = client_of(auditor)

    assert "Il ne s’est encore rien passé" in browser.get(LOG).content.decode()
    assert "Aucun événement" in browser.get(f"{LOG}?event=zzz").content.decode()


def test_filters(client_of, auditor):
    other, now = UserFactory.create(email="autre@test.example"), timezone.now()
    record_event("accounts.role.given", actor=auditor, group=3, at=now - timedelta(days=3))
    record_event("participation.contacts.exported", actor=other, count=12)
    browser = client_of(auditor)

    def shows(query: str) -> tuple[bool, bool]:
        page = browser.get(f"{LOG}?{query}").content.decode()
        return "group=3" in page, "count=12" in page

    yesterday = timezone.localdate() - timedelta(days=1)
    assert shows("") == (True, True)
    assert shows("event=accounts.role") == (True, False)
    assert shows("person=Autre@test.example") == (False, True)
    assert shows(f"since={yesterday}") == (False, True)
    assert shows(f"until={yesterday}") == (True, False)
    assert shows("until=9999-12-31") == (True, True)
    assert shows(f"since={timezone.localdate()}&until={yesterday}") == (False, False)
    assert shows("since=hier&after=faux") == (False, False)
    assert shows("after=faux") == (True, True)


def test_pages_follow_one_another(client_of, auditor, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    moment = timezone.now()
    for number in range(5):
        record_event("accounts.role.given", group=number, at=moment)
    browser, address, seen = client_of(auditor), LOG, []
    while address:
        response = browser.get(address)
        page = response.context["page"]
        seen += [event.details["group"] for event in page.items]
        address = f"{LOG}?after={page.next_cursor}" if page.next_cursor else ""

    assert seen == [4, 3, 2, 1, 0]


@pytest.mark.parametrize("count", [1, 3])
def test_log_takes_as_many_queries_for_one_as_for_three(
    client_of, auditor, count, django_assert_num_queries
):
    for _number in range(count):
        record_event("accounts.role.given", actor=UserFactory.create())
    browser = client_of(auditor)
    browser.get(LOG)

    with django_assert_num_queries(13):
        browser.get(LOG)


def test_export_is_json_lines_and_an_event(client_of, auditor):
    record_event("accounts.role.given", actor=auditor, group=3)
    record_event("accounts.role.taken", group=3)

    response = client_of(auditor).get(f"{EXPORT}?event=accounts")

    rows = [json.loads(line) for line in response.getvalue().decode().splitlines()]
    assert [row["event"] for row in rows] == ["accounts.role.given", "accounts.role.taken"]
    assert rows[0]["actor"] == auditor.pk
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in response.headers["Cache-Control"]
    exported = SecurityEvent.objects.get(event="security.log.exported")
    assert (exported.actor, exported.details) == (auditor, {"filtered": True})


def test_export_of_a_filter_that_makes_no_sense_goes_back(client_of, auditor):
    response = client_of(auditor).get(f"{EXPORT}?since=hier")

    assert response.status_code == 302
    assert response.url == f"{LOG}?since=hier"


def test_hostile_detail_is_text(client_of, auditor):
    record_event("<b>x</b>", where="<script>alert(1)</script>")

    page = client_of(auditor).get(LOG).content.decode()

    assert "<script>alert(1)" not in page
    assert "<b>x</b>" not in page
