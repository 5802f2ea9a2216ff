"""The only writers of the app: consents, erasure of accounts, runs of the erasure."""

from .accounts import erase_inactive, erase_unconfirmed_accounts, warn_inactive
from .consents import end_consents, forget_consents, give_consent, withdraw_consent
from .machine_data import (
    erase_expired_sessions,
    erase_old_consents,
    erase_old_events,
    erase_old_runs,
)
from .running import run_retention

__all__ = [
    "end_consents",
    "erase_expired_sessions",
    "erase_inactive",
    "erase_old_consents",
    "erase_old_events",
    "erase_old_runs",
    "erase_unconfirmed_accounts",
    "forget_consents",
    "give_consent",
    "run_retention",
    "warn_inactive",
    "withdraw_consent",
]
