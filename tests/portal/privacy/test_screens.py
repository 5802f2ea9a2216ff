"""The screens of the data protection officer: who enters, what they show, what they export."""

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command

from portal.accounts.models import User
from portal.cms.models import SiteSettings
from portal.privacy.actions import run_retention
from portal.privacy.exports import register_headings, register_rows
from portal.privacy.models import RetentionRun
from portal.privacy.registry import processings, said
from portal.security.models import SecurityEvent
from tests.factories.accounts import UserFactory
from tests.factories.participation import IdeaConsultationFactory
from tests.support.clock import NOW, days
from tests.support.html import plain, soup

pytestmark = pytest.mark.django_db
BASE = "/admin/donnees-personnelles/"
SCREENS = [
    BASE,
    f"{BASE}effacement/",
    f"{BASE}consentements/",
    f"{BASE}registre.csv",
    f"{BASE}consentements.xlsx",
]


@pytest.fixture
def dpo(portal_site: Any) -> User:
    """Somebody who may read the register, and nothing else."""
    user: User = UserFactory.create()
    for codename in ("access_admin", "view_processing_register"):
        user.user_permissions.add(Permission.objects.get(codename=codename))
    return user


@pytest.mark.parametrize("address", SCREENS)
def test_only_readers_of_the_register_enter(client, client_of, dpo, officer, address):
    assert client.get(address).status_code == 302
    assert client_of(officer).get(address).status_code in {302, 403}
    opened = client_of(dpo).get(address)
    opened.close()
    assert opened.status_code == 200


def test_menu_is_for_them_too(client_of, dpo, officer):
    address = f"{BASE}consentements/"
    assert address in client_of(dpo).get("/admin/").content.decode()
    assert address not in client_of(officer).get("/admin/").content.decode()


def test_register_shows_every_processing_and_call(client_of, dpo):
    call = IdeaConsultationFactory.create(data_purpose="choisir un nom de parc")

    page = " ".join(plain(soup(client_of(dpo).get(BASE))).split())

    for processing in processings():
        # Whatever the spaces that typography chose.
        assert " ".join(said(processing.label).split()) in page
    assert (call.title in page, "choisir un nom de parc" in page) == (True, True)


def test_csv_is_whole_and_no_cell_is_a_formula(client_of, dpo, portal_site):
    city = SiteSettings.for_site(portal_site)
    city.publisher, city.dpo_email = "=Ville()", "dpo@test.example"
    city.save()
    IdeaConsultationFactory.create(title="+33 idées")

    response = client_of(dpo).get(f"{BASE}registre.csv")

    text = b"".join(response).decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text), delimiter=";")
    assert head == register_headings()
    assert len(rows) == len(processings()) + 1
    assert rows[-1][0] == "'+33 idées"
    assert {row[11][:2] for row in rows} == {"'="}
    assert {row[12] for row in rows} == {"dpo@test.example"}
    assert response["Cache-Control"].startswith("no-store, private")
    event = SecurityEvent.objects.get(event="privacy.file.exported")
    assert (event.actor, event.details) == (dpo, {"what": "registre", "rows": len(rows)})


def test_unknown_file_is_not_found(client_of, dpo):
    assert client_of(dpo).get(f"{BASE}autre.csv").status_code == 404
    assert client_of(dpo).get(f"{BASE}registre.pdf").status_code == 404


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_command_writes_the_same_register(portal_site, tmp_path: Path, kind):
    file = tmp_path / f"registre.{kind}"

    call_command("export_register", str(file), stdout=io.StringIO())

    if kind == "csv":
        rows = list(csv.reader(io.StringIO(file.read_text("utf-8-sig")), delimiter=";"))
    else:
        rows = [list(row) for row in openpyxl.load_workbook(file).active.values]
    assert len(rows) == len(list(register_rows())) + 1


def test_command_refuses_other_kinds_of_file(tmp_path: Path):
    with pytest.raises(CommandError):
        call_command("export_register", str(tmp_path / "registre.pdf"))


def test_erasing_needs_its_own_right(client_of, dpo):
    refused = client_of(dpo).post(f"{BASE}effacement/", {"action": "erase"})
    assert refused.status_code in {302, 403}
    assert not RetentionRun.objects.exists()

    dpo.user_permissions.add(Permission.objects.get(codename="run_retention"))
    browser = client_of(User.objects.get(pk=dpo.pk))
    browser.post(f"{BASE}effacement/", {"action": "count"})
    browser.post(f"{BASE}effacement/", {"action": "erase"})

    runs = RetentionRun.objects.order_by("pk").values_list("dry_run", "started_by")
    assert list(runs) == [(True, dpo.pk), (False, dpo.pk)]
    assert "2 " in plain(soup(browser.get(f"{BASE}effacement/")))


def test_home_of_the_admin_says_when_nothing_is_erased(client_of, dpo, officer, now):
    words = "Les données anciennes ne sont plus effacées"
    assert words in client_of(dpo).get("/admin/").content.decode()
    assert words not in client_of(officer).get("/admin/").content.decode()

    run_retention(at=days(0))

    assert words not in client_of(dpo).get("/admin/").content.decode()


def test_interrupted_run_and_unused_staff_are_shown(client_of, dpo, officer):
    RetentionRun.objects.create(started_at=NOW)
    User.objects.filter(pk=officer.pk).update(last_login=days(-4000))

    page = plain(soup(client_of(dpo).get(f"{BASE}effacement/")))

    assert "interrompu en chemin" in page
    assert str(officer) in page


@pytest.mark.parametrize("count", [1, 3])
def test_runs_cost_the_same_whatever_their_number(
    client_of, dpo, count, django_assert_max_num_queries
):
    for _number in range(count):
        run_retention(at=days(0))
    browser = client_of(dpo)
    browser.get(f"{BASE}effacement/")

    with django_assert_max_num_queries(RETENTION_QUERIES):
        browser.get(f"{BASE}effacement/")


RETENTION_QUERIES = 30
