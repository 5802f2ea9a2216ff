"""Fixtures that more than one folder of tests uses."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.test import TransactionTestCase, override_settings
from hypothesis import HealthCheck
from hypothesis import settings as properties
from wagtail.models import Site

from portal.accounts.enums import Role
from portal.accounts.models import User

from .factories.accounts import AgentFactory, StaffFactory, SuperuserFactory, UserFactory
from .factories.cms import make_site
from .support import templates
from .support.client import StrictClient
from .support.clock import NOW
from .support.database import Copies

# A machine with much to do is slow: that is no failure of a property.
properties.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
properties.load_profile("patient")


def pytest_configure(config: pytest.Config) -> None:
    """Whatever serves a test answers without proxies: only this machine is asked."""
    os.environ.setdefault("NO_PROXY", "localhost,127.0.0.1")


@pytest.hookimpl(tryfirst=True)  # Before `-m` chooses.
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what asks the database: the rest says the same on SQLite and on PostgreSQL."""
    for item in items:
        asked = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
        if asked or item.get_closest_marker("django_db"):
            item.add_marker("database")


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: Any
) -> Iterator[None]:
    """In place of pytest-django's: a copy of the migrated template for each process."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    copies = Copies(worker)
    with django_db_blocker.unblock():
        copies.prepare(anew=request.config.getvalue("create_db"))
    # What a test committed goes with the copy; Django would empty every table, seeds included.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: copies.restore())
        yield
    with django_db_blocker.unblock():
        copies.drop()


@pytest.fixture(scope="session", autouse=True)
def _strict_templates() -> None:
    templates.make_strict()


@pytest.fixture(scope="session", autouse=True)
def _files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Files made by tests do not outlive them, and two runs at once do not share them.

    Static files are served from where they are.
    """
    settings.STATIC_ROOT = tmp_path_factory.mktemp("static")
    media = tmp_path_factory.mktemp("media")
    with override_settings(MEDIA_ROOT=media):
        yield
    shutil.rmtree(media, ignore_errors=True)


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Throttles and the addresses Wagtail remembers start anew for each test."""
    cache.clear()


@pytest.fixture
def client() -> StrictClient:
    """A visitor whose every page is read by the rules of `tests.support.page`."""
    return StrictClient()


@pytest.fixture
def client_of() -> Callable[[User], StrictClient]:
    """A signed-in person's browser."""

    def sign_in(user: User) -> StrictClient:
        browser = StrictClient()
        browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return browser

    return sign_in


@pytest.fixture
def portal_site(db: None) -> Site:
    """The site with an empty home page; `portal_site.root_page` is that page."""
    return make_site()


@pytest.fixture
def now() -> Iterator[datetime]:
    """A clock stopped on a Monday in May at noon."""
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture
def resident(db: None) -> User:
    return UserFactory.create(display_name="Habitante du quartier")


@pytest.fixture
def agent(db: None) -> User:
    return AgentFactory.create()


@pytest.fixture
def moderator(portal_site: Site) -> User:
    return StaffFactory.create(role=Role.MODERATORS)


@pytest.fixture
def officer(portal_site: Site) -> User:
    """A participation officer, who answers."""
    return StaffFactory.create(role=Role.PARTICIPATION)


@pytest.fixture
def communications(portal_site: Site) -> User:
    return StaffFactory.create(role=Role.COMMUNICATIONS)


@pytest.fixture
def pilot(portal_site: Site) -> User:
    """Who reports on commitments."""
    return StaffFactory.create(role=Role.PILOTS)


@pytest.fixture
def administrator(db: None) -> User:
    return SuperuserFactory.create()


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Callable[[str], list[Any]]:
    """The records logged under an event's name, at any level."""
    caplog.set_level("DEBUG")

    def records(event: str) -> list[Any]:
        return [record for record in caplog.records if getattr(record, "event", "") == event]

    return records
