"""Rights of people: given by administrators alone, written as events, one administrator stays."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.urls import reverse

from engagements.models import DepartmentMember
from home.roles import install_roles
from portal.accounts.actions import change_rights, delete_user
from portal.accounts.enums import AccountRefusal, Role
from portal.accounts.models import User
from portal.accounts.queries import administrators
from portal.decisions import Refused
from portal.security.models import SecurityEvent
from tests.factories.accounts import StaffFactory, SuperuserFactory, UserFactory
from tests.factories.engagements import DepartmentFactory
from tests.support.threads import together

pytestmark = pytest.mark.django_db


def give(user: User, by: User, *groups: Group, **changes: Any) -> bool:
    rights = {"is_active": user.is_active, "is_superuser": user.is_superuser, **changes}
    return change_rights(user=user, groups=groups, by=by, **rights)


def events() -> list[tuple[str, Any, dict[str, Any]]]:
    """What somebody did: what a command or a test does has no author."""
    rows = SecurityEvent.objects.filter(actor__isnull=False).order_by("pk")
    return [(row.event, row.actor, row.details) for row in rows]


@pytest.fixture
def roles(portal_site: Any) -> dict[Role, Group]:
    return install_roles()


@pytest.fixture
def boss(roles: dict[Role, Group]) -> User:
    """An administrator by role, who is no superuser."""
    return StaffFactory.create(role=Role.ADMINISTRATORS)


def test_administrator_gives_and_takes_roles(boss: User, roles: dict[Role, Group]) -> None:
    user = UserFactory.create()
    moderators, pilots = roles[Role.MODERATORS], roles[Role.PILOTS]

    assert give(user, boss, moderators) is True
    assert give(user, boss, moderators) is False
    assert give(user, boss, pilots) is True

    assert list(user.groups.all()) == [pilots]
    assert events() == [
        ("accounts.role.given", boss, {"user": user.pk, "group": moderators.pk}),
        ("accounts.role.taken", boss, {"user": user.pk, "group": moderators.pk}),
        ("accounts.role.given", boss, {"user": user.pk, "group": pilots.pk}),
    ]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATORS])
def test_no_other_role_gives_roles(role: Role, roles: dict[Role, Group]) -> None:
    by = StaffFactory.create(role=role)

    with pytest.raises(Refused) as refused:
        give(by, by, roles[Role.ADMINISTRATORS])

    assert refused.value.reason == AccountRefusal.NOT_ALLOWED
    assert events() == []


def test_only_a_superuser_makes_one(boss: User) -> None:
    user = UserFactory.create()

    with pytest.raises(Refused):
        give(user, boss, is_superuser=True)
    give(user, SuperuserFactory.create(), is_superuser=True)

    user.refresh_from_db()
    assert user.is_superuser
    assert [event for event, *_rest in events()] == ["accounts.user.is_superuser_given"]


def test_last_administrator_stays(boss: User, roles: dict[Role, Group]) -> None:
    for changes in ({}, {"is_active": False}):
        groups = [] if not changes else [roles[Role.ADMINISTRATORS]]
        with pytest.raises(Refused) as refused:
            give(boss, boss, *groups, **changes)
        assert refused.value.reason == AccountRefusal.LAST_ADMINISTRATOR
    with pytest.raises(Refused):
        delete_user(user=boss, by=boss)
    other = StaffFactory.create(role=Role.ADMINISTRATORS)

    assert give(boss, boss) is True
    assert list(administrators()) == [other]


def test_deleting_an_account_is_an_event(boss: User) -> None:
    user = UserFactory.create()
    pk = user.pk

    delete_user(user=user, by=boss)

    assert events() == [("accounts.user.deleted", boss, {"user": pk, "own": False})]
    assert not User.objects.filter(pk=pk).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="real races need PostgreSQL")
def test_two_administrators_who_remove_each_other_leave_one(portal_site: Any) -> None:
    pair = [StaffFactory.create(role=Role.ADMINISTRATORS) for _ in range(2)]

    done = together(2, lambda number: give(pair[1 - number], pair[number]))

    assert sorted(str(one) for one in done) == ["True", "not_allowed"] or sorted(
        str(one) for one in done
    ) == ["True", "last_administrator"]
    assert administrators().count() == 1


def fields(user: User, **changes: Any) -> dict[str, Any]:
    data = {
        "email": user.email,
        "first_name": "Une",
        "last_name": "Personne",
        "is_active": "on",
        "password1": "",
        "password2": "",
    }
    return {**data, **changes}


def edit(user: User) -> str:
    return reverse("wagtailusers_users:edit", args=[user.pk])


def test_administrator_gives_roles_and_departments_in_the_form(
    client_of: Any, boss: User, roles: dict[Role, Group]
) -> None:
    user, department = UserFactory.create(display_name="Pilote"), DepartmentFactory.create()
    browser = client_of(boss)
    page = browser.get(edit(user))
    data = fields(
        user,
        display_name="Pilote",
        groups=[roles[Role.PILOTS].pk],
        departments=[department.pk],
    )

    response = browser.post(edit(user), data)

    assert "is_superuser" not in page.context["form"].fields
    assert response.status_code == 302, response.context["form"].errors
    user.refresh_from_db()
    assert (list(user.groups.all()), user.display_name) == ([roles[Role.PILOTS]], "Pilote")
    assert DepartmentMember.objects.get(user=user).department == department
    assert [event for event, *_rest in events()] == [
        "accounts.role.given",
        "engagements.department.given",
    ]


def test_right_to_correct_accounts_raises_no_right(
    client_of: Any, roles: dict[Role, Group]
) -> None:
    """A city lets communications correct accounts: neither theirs nor others' rights grow."""
    by = StaffFactory.create(role=Role.COMMUNICATIONS)
    wanted = ("add_user", "change_user", "delete_user")
    by.groups.get().permissions.add(*Permission.objects.filter(codename__in=wanted))
    resident = UserFactory.create()
    raised = {"groups": [roles[Role.ADMINISTRATORS].pk], "is_superuser": "on", "is_agent": "on"}

    for person in (by, resident):
        response = client_of(by).post(edit(person), fields(person, **raised))
        assert response.status_code == 302
        person.refresh_from_db()
        assert not (person.is_superuser or person.has_perm("accounts.change_rights"))
    assert not resident.is_agent
    new = fields(resident, email="neuf@test.example", password1="une phrase assez longue pour tous")
    new["password2"] = new["password1"]
    client_of(by).post(reverse("wagtailusers_users:add"), {**new, **raised})
    added = User.objects.get(email="neuf@test.example")
    assert (added.is_superuser, added.groups.count()) == (False, 0)
    assert events() == [("accounts.user.created", by, {"user": added.pk})]


def test_account_of_staff_is_corrected_by_administrators_only(client_of: Any, boss: User) -> None:
    by = StaffFactory.create(role=Role.COMMUNICATIONS)
    by.groups.get().permissions.add(Permission.objects.get(codename="change_user"))

    assert client_of(by).get(edit(boss)).status_code in {302, 403}
    assert client_of(boss).get(edit(by)).status_code == 200
    assert client_of(boss).get(edit(SuperuserFactory.create())).status_code in {302, 403}


def test_form_says_that_one_administrator_must_stay(client_of: Any, boss: User) -> None:
    response = client_of(boss).post(edit(boss), fields(boss, groups=[]))

    assert response.status_code == 200
    assert response.context["form"].errors == {
        "groups": [str(AccountRefusal.LAST_ADMINISTRATOR.label)]
    }


@pytest.mark.parametrize("action", ["assign_role", "set_active_state", "delete"])
def test_no_bulk_action_on_people(client_of: Any, administrator: User, action: str) -> None:
    address = reverse("wagtail_bulk_action", args=["accounts", "user", action])

    group = Group.objects.create(name="Essai")
    data = {"role": group.pk, "mark_as_active": "False"}

    response = client_of(administrator).post(f"{address}?id={administrator.pk}", data)

    assert response.status_code in {302, 403} or response.context["items"] == []
    assert not group.user_set.exists()
    assert User.objects.filter(pk=administrator.pk, is_active=True).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_accounts_costs_the_same(
    client_of: Any, boss: User, count: int, django_assert_num_queries: Any
) -> None:
    for _number in range(count):
        StaffFactory.create(role=Role.PILOTS)
    browser = client_of(boss)
    browser.get(reverse("wagtailusers_users:index"))

    with django_assert_num_queries(16):
        browser.get(reverse("wagtailusers_users:index"))
