"""Rights, accounts and settings: whoever changes them, by whichever way, it leaves its trace."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.log_actions import LogContext
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from portal import throttle
from portal.cms.models import SiteSettings
from portal.security.models import SecurityEvent
from tests.factories.accounts import SuperuserFactory, UserFactory

pytestmark = pytest.mark.django_db


class Watch:
    """The events since it was made."""

    def __init__(self) -> None:
        last = SecurityEvent.objects.order_by("-pk").first()
        self.after = last.pk if last else 0

    def seen(self) -> list[tuple[str, dict[str, Any]]]:
        rows = SecurityEvent.objects.filter(pk__gt=self.after).order_by("pk")
        return [(row.event, row.details) for row in rows]


@pytest.fixture
def user() -> Any:
    return UserFactory.create()


def test_roles_given_and_taken_from_both_sides(user):
    group = Group.objects.create(name="Essai")
    watch = Watch()

    user.groups.add(group)
    user.groups.add(group)  # nothing new
    group.user_set.remove(user)
    user.groups.add(group)
    user.groups.clear()

    pair = {"user": user.pk, "group": group.pk}
    assert watch.seen() == [
        ("accounts.role.given", pair),
        ("accounts.role.taken", pair),
        ("accounts.role.given", pair),
        ("accounts.role.cleared", {"user": user.pk, "group": 0}),
    ]


def test_rights_of_a_role_are_named_in_one_event():
    group = Group.objects.create(name="Essai")
    rights = Permission.objects.filter(codename__in=["add_page", "access_admin"])
    watch = Watch()

    group.permissions.add(*rights)
    group.permissions.remove(*rights)

    [(given, details), (taken, _details)] = watch.seen()
    assert (given, taken) == ("accounts.group.rights_given", "accounts.group.rights_taken")
    assert details["group"] == group.pk
    assert "wagtailadmin.access_admin" in details["rights"].split()


def test_places_of_a_role(portal_site):
    group = Group.objects.create(name="Essai")
    right = Permission.objects.get(codename="add_page")
    watch = Watch()

    root = portal_site.root_page
    GroupPagePermission.objects.create(group=group, page=root, permission=right)
    collection = Collection.get_first_root_node()
    given = GroupCollectionPermission.objects.create(
        group=group, collection=collection, permission=right
    )
    given.delete()

    events = [event for event, _details in watch.seen()]
    place = "accounts.group.place_"
    assert events == [f"{place}given", f"{place}given", f"{place}taken"]


def test_own_rights(user):
    right = Permission.objects.get(codename="access_admin")
    watch = Watch()

    user.user_permissions.add(right)

    details = {"user": user.pk, "permission": right.pk}
    assert watch.seen() == [("accounts.right.given", details)]


def test_flags_are_compared_with_what_is_stored(user, django_assert_num_queries):
    watch = Watch()
    user.is_superuser = True
    user.save()
    user.is_superuser, user.is_active = False, False
    user.save(update_fields=["is_active"])

    assert watch.seen() == [
        ("accounts.user.is_superuser_given", {"user": user.pk}),
        ("accounts.user.is_active_taken", {"user": user.pk}),
    ]
    with django_assert_num_queries(1):  # signing in asks nothing more
        user.save(update_fields=["last_login"])


def test_account_made_and_deleted_in_the_admin(user):
    administrator = SuperuserFactory.create()
    watch = Watch()

    with LogContext(user=administrator):
        made = UserFactory.create(is_agent=True)
        number = made.pk
        made.delete()

    assert watch.seen() == [
        ("accounts.user.created", {"user": number, "is_agent": True}),
        ("accounts.user.deleted", {"user": number, "own": False}),
    ]
    actors = SecurityEvent.objects.filter(pk__gt=watch.after).values_list("actor", flat=True)
    assert set(actors) == {administrator.pk}


def test_account_that_goes_by_itself_is_not_named(user):
    watch = Watch()
    number = user.pk

    with LogContext(user=user):
        user.delete()

    assert watch.seen() == [("accounts.user.deleted", {"user": number, "own": True})]


def test_settings_changed(portal_site):
    city = SiteSettings.for_site(portal_site)
    watch = Watch()

    city.city_name = "Ivry"
    city.save()

    [(event, details)] = watch.seen()
    assert (event, details["setting"]) == ("portal.settings.changed", "cms.SiteSettings")
    assert "Ivry" not in str(details)


def test_limit_reached_is_said_once_without_the_key():
    watch = Watch()
    for _number in range(5):
        throttle.take("receipt", "K7M2Q-9F4TX", limit=2, seconds=3600)

    [(event, details)] = watch.seen()
    assert (event, details["scope"]) == ("portal.throttle.reached", "receipt")
    assert "K7M2Q" not in str(details)
