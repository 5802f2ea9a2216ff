"""What the foundations keep about a person, as registered with portal.accounts.personal_data."""

from portal.accounts.personal_data import register_source

from .account import ACCOUNT
from .traces import EDITORIAL, EVENTS, REQUESTS, TRACES


def register() -> None:
    """Register every source of the foundations."""
    for source in (ACCOUNT, EDITORIAL, TRACES, EVENTS, REQUESTS):
        register_source(source)
