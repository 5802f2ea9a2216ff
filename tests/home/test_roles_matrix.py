"""The matrix: the groups hold what it says and nothing else; auditors write nothing."""

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from home.models import HomePage
from home.role_matrix import abilities, as_markdown, permissions_of
from home.roles import install_roles
from participation.models import ProcessIndexPage
from portal.accounts.enums import Role
from portal.accounts.models import User
from tests.factories.accounts import StaffFactory
from tests.factories.engagements import CommitmentFactory
from tests.factories.participation import IdeaConsultationFactory, make_idea
from tests.support.html import plain, soup

ROOT = Path(__file__).resolve().parents[2]
WRITES_PAGES = {Role.COMMUNICATIONS: HomePage, Role.PARTICIPATION: ProcessIndexPage}


def held_by(group: Group) -> set[str]:
    rows = group.permissions.values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in rows}


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_group_holds_what_the_matrix_says(portal_site: Any, role: Role) -> None:
    group = install_roles()[role]

    assert held_by(group) == permissions_of(role)
    wanted = WRITES_PAGES.get(role)
    pages = GroupPagePermission.objects.filter(group=group)
    files = GroupCollectionPermission.objects.filter(group=group)
    tops = wanted.objects.count() if wanted else 0
    assert {one.page.specific_class for one in pages} == ({wanted} if tops else set())
    assert files.exists() is (wanted is not None)


@pytest.mark.django_db
def test_every_permission_of_the_matrix_exists() -> None:
    asked = {name for ability in abilities() for name in ability.permissions}
    rows = Permission.objects.values_list("content_type__app_label", "codename")

    assert asked - {f"{app}.{codename}" for app, codename in rows} == set()


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_something_to_do(role: Role) -> None:
    assert permissions_of(role) > {"wagtailadmin.access_admin"}


def test_documentation_shows_the_matrix() -> None:
    with translation.override("en"):
        table = as_markdown()

    assert table in (ROOT / "docs" / "roles.md").read_text()


@pytest.mark.django_db
def test_matrix_is_a_page_for_those_who_control(client_of: Any, portal_site: Any) -> None:
    auditor = StaffFactory.create(role=Role.AUDITORS)
    group = install_roles()[Role.MODERATORS]
    group.permissions.add(Permission.objects.get(codename="export_contacts"))

    page = client_of(auditor).get(reverse("role_matrix"))

    table = soup(page).find("table", class_="matrix")
    assert len(table.select("tbody td")) == len(abilities()) * len(Role)
    assert "participation.export_contacts" in plain(soup(page).main or soup(page))
    moderator = StaffFactory.create(role=Role.MODERATORS)
    assert client_of(moderator).get(reverse("role_matrix")).status_code in {302, 403}


@pytest.mark.django_db
def test_histories_are_read_by_those_who_control(client_of: Any, portal_site: Any) -> None:
    call = IdeaConsultationFactory.create()
    from wagtail.log_actions import log  # noqa: PLC0415

    log(instance=call, action="wagtail.publish")
    auditor = StaffFactory.create(role=Role.AUDITORS)

    page = client_of(auditor).get(reverse("histories"))

    assert call.title in page.content.decode()
    pilot = StaffFactory.create(role=Role.PILOTS)
    assert client_of(pilot).get(reverse("histories")).status_code in {302, 403}


def rows_of_everything() -> dict[type[Model], list[Any]]:
    """Every row of every table, but sessions."""
    # What an auditor tries is itself noted in the security log.
    left_out = {"sessions", "security"}
    kept = (model for model in apps.get_models() if model._meta.app_label not in left_out)
    return {
        model: sorted(map(str, model._base_manager.values_list()))
        for model in kept
        if model._meta.managed and not model._meta.proxy
    }


def admin_addresses(pk: int) -> list[str]:
    """Every address of the admin, with the same key wherever one is asked."""
    found: list[str] = []

    def walk(patterns: list[Any], start: str) -> None:
        for pattern in patterns:
            route = start + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, route)
            elif isinstance(pattern, URLPattern):
                found.append(route)

    walk(get_resolver().url_patterns, "")
    return [
        address
        for route in found
        if route.startswith(settings.ADMIN_PATH) and (address := _filled(route, pk))
    ]


def _filled(route: str, pk: int) -> str:
    """The address of a route, its keys filled in; nothing when it is a regular expression."""
    import re  # noqa: PLC0415

    route = re.sub(r"<(?:int:|str:|slug:|path:|uuid:)?[a-z_]+>", str(pk), route)
    route = re.sub(r"\(\?P<[a-z_]+>[^)]*\)", str(pk), route).replace("^", "").replace("$", "")
    return "" if any(sign in route for sign in "<>()[]\\+*?") else f"/{route}"


@pytest.mark.django_db
def test_auditor_writes_nothing(client: Any, portal_site: Any) -> None:
    call = IdeaConsultationFactory.create()
    make_idea(call)
    CommitmentFactory.create()
    auditor: User = StaffFactory.create(role=Role.AUDITORS)
    client.force_login(auditor, backend="django.contrib.auth.backends.ModelBackend")
    client.raise_request_exception = False
    before = rows_of_everything()

    addresses = [one for one in admin_addresses(call.pk) if "/account" not in one]
    for address in addresses:
        client.post(address, {})

    assert len(addresses) > 150
    after = rows_of_everything()
    assert {model for model in before if before[model] != after[model]} == set()
