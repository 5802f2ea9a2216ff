"""What the browsers of these tests remember of who asks is what the database says."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends.db import SessionStore

from tests.access import remembered
from tests.access.conftest import Site


def test_rights_and_sessions_are_those_of_the_database(site: Site) -> None:
    for role, person in site.world.people.items():
        if not person.is_authenticated:
            continue
        known = remembered.Backend().get_user(person.pk)
        read = ModelBackend().get_user(person.pk)
        assert known is not None and read is not None, role
        assert known.get_all_permissions() == read.get_all_permissions(), role
        assert hasattr(known, "wagtail_userprofile") == hasattr(read, "wagtail_userprofile"), role
        fields = [field.attname for field in read._meta.concrete_fields]
        assert [getattr(known, name) for name in fields] == [getattr(read, name) for name in fields]
        key = site.askers[role].session
        assert remembered.SessionStore(key).load() == SessionStore(key).load(), role


def test_one_request_leaves_nothing_for_the_next(site: Site) -> None:
    """Somebody whom a view changed is read as before by the next request."""
    person = next(one for one in site.world.people.values() if one.is_authenticated)
    changed = remembered.Backend().get_user(person.pk)
    assert changed is not None
    changed.email, changed._perm_cache = "autre@test.example", {"cms.change_everything"}
    again = remembered.Backend().get_user(person.pk)
    assert again is not None
    assert (again.email, again.has_perm("cms.change_everything")) == (person.email, False)
