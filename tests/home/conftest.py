"""Fixtures of the home room."""

import gc
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from wagtail.models import Site

from portal.cms.models import PortalImage
from tests.factories.cms import ImageFactory

from .pictures import Commit


@pytest.fixture(autouse=True)
def site(portal_site: Site) -> Site:
    """Every test of the room stands on a site with an empty home page."""
    return portal_site


@pytest.fixture
def closed_files() -> Iterator[None]:
    """Here, and not in the middle of another test, what Wagtail left open is closed."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        gc.collect()


@pytest.fixture
def image(portal_site: Any) -> PortalImage:
    return ImageFactory.create(file__filename="organigramme.png")


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Commit:
    """What follows a commit, as if the block were a transaction of its own."""

    def block() -> Any:
        # What came before waits for the end of the test, which never commits.
        connection.run_on_commit = []
        return django_capture_on_commit_callbacks(execute=True)

    return block
