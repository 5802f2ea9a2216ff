"""What another site makes a browser send is refused, everywhere but where it is said why not."""

from tests.access.addresses import url_of
from tests.access.asking import Asker
from tests.access.conftest import Site
from tests.access.routes import routes

# Name of the route → why what is sent there carries no token of ours.
EXEMPT: dict[str, str] = {}


def test_what_carries_no_token_is_refused(site: Site) -> None:
    browser = Asker(checks_csrf=True)
    taken = {}
    for route in routes():
        answered = browser.ask("POST", url_of(route, site.world), drawn=False)
        if answered.status != 403:
            taken[route.name or route.written] = answered.status
    assert set(taken) == set(EXEMPT), taken
