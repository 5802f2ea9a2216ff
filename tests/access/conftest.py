"""One world for every test of access, and a browser of each role."""

import gc
import warnings
from collections.abc import Iterator
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django.test import override_settings

from tests.access import remembered
from tests.access.asking import Asker
from tests.access.world import World
from tests.support.clock import NOW
from tests.support.served import session_of

# Who asks is read once (remembered.py).
_BACKEND = "tests.access.remembered.Backend"
_REMEMBERED = {
    "SESSION_ENGINE": "tests.access.remembered",
    "AUTHENTICATION_BACKENDS": [_BACKEND, *settings.AUTHENTICATION_BACKENDS[1:]],
}


class Site:
    """The world, and a browser of each role."""

    def __init__(self) -> None:
        self.world = World()
        self.askers = {
            role: Asker(session_of(person, backend=_BACKEND) if person.is_authenticated else "")
            for role, person in self.world.people.items()
        }


@pytest.fixture(scope="package")
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """One transaction around all the tests of this folder, in place of one for each."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="package")
def site(db: None) -> Iterator[Site]:
    """One world for all the routes; each request is undone."""
    stopped = time_machine.travel(NOW, tick=False)
    with stopped, TemporaryDirectory() as files, override_settings(MEDIA_ROOT=files):
        made = _made()
        with override_settings(**_REMEMBERED):
            yield made
    remembered.forget()


def _made() -> Site:
    with warnings.catch_warnings():
        # The pictures made here are left to the garbage collector to close.
        warnings.simplefilter("ignore", ResourceWarning)
        site = Site()
        gc.collect()
    return site
