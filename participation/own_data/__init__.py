"""What participation keeps about a person, as registered with portal.accounts.personal_data."""

from portal.accounts.personal_data import register_source

from .staff import WORK
from .texts import COMMENTS, CONTRIBUTIONS, REPORTS, SUPPORTS


def register() -> None:
    """Register every source of the room."""
    for source in (CONTRIBUTIONS, COMMENTS, REPORTS, SUPPORTS, WORK):
        register_source(source)
