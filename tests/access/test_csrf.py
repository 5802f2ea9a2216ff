"""What another site makes a browser send is refused, everywhere but where it is said why not."""

from tests.access.addresses import url_of
from tests.access.asking import Asker, Outcome
from tests.access.conftest import Site
from tests.access.routes import routes
from tests.access.world import SUPERUSER
from tests.support.served import session_of

# Name of the route → why what is sent there carries no token of ours.
EXEMPT: dict[str, str] = {
    "receive_policy_reports": "sent by browsers, which have no token (CSP reports)",
    "subscriptions:stop": "one-click unsubscribe, sent by mail programs (RFC 8058)",
}


def _taken(site: Site, session: str = "") -> dict[str, int]:
    """What is not refused, though it carries no token."""
    browser = Asker(session, checks_csrf=True)
    taken = {}
    for route in routes():
        answered = browser.ask("POST", url_of(route, site.world), drawn=False)
        if answered.outcome == Outcome.IN:
            taken[route.name or route.written] = answered.status
    return taken


def test_what_carries_no_token_is_refused(site: Site) -> None:
    assert {*_taken(site)} == {*EXEMPT}


def test_somebody_signed_in_is_protected_everywhere(site: Site) -> None:
    """Wagtail's own API too, which asks by itself once a session comes with the request."""
    session = session_of(site.world.people[SUPERUSER])
    assert {*_taken(site, session)} == {*EXEMPT}
