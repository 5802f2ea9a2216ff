"""Fixtures of the home room."""

import pytest
from wagtail.models import Site


@pytest.fixture(autouse=True)
def site(portal_site: Site) -> Site:
    """Every test of the room stands on a site with an empty home page."""
    return portal_site
