"""What a shared link and a bookmark show of the site."""

import pytest

from tests.support.client import StrictClient

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site")]


def test_a_page_without_its_own_picture_shares_that_of_the_terraces(client: StrictClient) -> None:
    html = client.get("/").content.decode()

    assert '<meta property="og:image" content="http://testserver/static/portal/img/sharing' in html
    assert 'rel="apple-touch-icon"' in html
