"""The retention rules of the portal itself; the rooms register theirs beside their actions."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from portal.accounts import email_changes
from portal.notifications.actions import erase_old_mails

from . import actions
from .registry import RetentionRule, Words


def rule(
    name: str, label: Words, *, days: str, erase: Callable[..., int], order: int = 100
) -> RetentionRule:
    """A rule made of an action that takes `at=` and `dry_run=`, and says how many."""
    return RetentionRule(
        name=name,
        label=label,
        days=days,
        count=lambda at: erase(at=at, dry_run=True),
        apply=lambda at: erase(at=at),
        order=order,
    )


RULES = (
    rule(
        "accounts.unconfirmed",
        _("Accounts never confirmed"),
        days="UNCONFIRMED_ACCOUNT_DAYS",
        erase=actions.erase_unconfirmed_accounts,
        order=10,
    ),
    rule(
        "accounts.warned",
        _("Owners of unused accounts to warn by mail, before they are erased"),
        days="",
        erase=actions.warn_inactive,
        order=20,
    ),
    rule(
        "accounts.inactive",
        _("Accounts that nobody uses"),
        days="INACTIVE_ACCOUNT_DAYS",
        erase=actions.erase_inactive,
        order=30,
    ),
    rule(
        "accounts.address_changes",
        _("Changes of address never confirmed"),
        days="",
        erase=email_changes.erase_old,
        order=190,
    ),
    rule(
        "sessions.expired",
        _("Sessions that are over"),
        days="",
        erase=actions.erase_expired_sessions,
        order=200,
    ),
    rule(
        "security.events",
        _("Security events"),
        days="SECURITY_EVENT_DAYS",
        erase=actions.erase_old_events,
        order=210,
    ),
    rule(
        "notifications.mails",
        _("Traces of mails that left"),
        days="MAIL_TRACE_DAYS",
        erase=erase_old_mails,
        order=215,
    ),
    rule(
        "privacy.consents",
        _("Consents that were taken back"),
        days="CONSENT_PROOF_DAYS",
        erase=actions.erase_old_consents,
        order=220,
    ),
    rule(
        "privacy.runs",
        _("Records of this erasure"),
        days="RETENTION_RUN_DAYS",
        erase=actions.erase_old_runs,
        order=230,
    ),
)
