"""Who may read what, and who may enter the admin. Pure: no query, no write.

`may_read` is the one rule that every list, page and feed asks; `second_factor` the one that guards
the admin.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias

from portal.decisions import ALLOWED, Decision, refuse

from .enums import (
    AccountRefusal,
    Audience,
    EmailChangeReason,
    FactorResetReason,
    SecondFactorReason,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AnonymousUser

    from .models import EmailChange, User

    Reader: TypeAlias = User | AnonymousUser | None


CHANGE_RIGHTS = "accounts.change_rights"


def is_agent(user: "Reader") -> bool:
    """Whether this person is known to be an agent of the city (staff of the portal included).

    Somebody without account is one as long as the session holds a code given to agents.
    """
    if user is None:
        return False
    return bool(getattr(user, "holds_agent_code", False)) or bool(
        user.is_authenticated and user.is_active and (user.is_agent or user.is_superuser)
    )


def may_read(audience: str, user: "Reader") -> bool:
    """Whether what is meant for `audience` may be shown to `user`.

    What is meant for residents is public: agents and visitors may read it. What is meant for
    agents is theirs alone.
    """
    return audience != Audience.AGENTS or is_agent(user)


def readable_audiences(user: "Reader") -> list[Audience]:
    """The audiences whose content `user` may read, for use in a query's filter."""
    return [audience for audience in Audience if may_read(audience, user)]


def second_factor(*, required: bool, enters_admin: bool, used: bool, registered: bool) -> Decision:
    """Whether a session may see the admin.

    `required`: the setting; `enters_admin`: the person's rights lead there; `used`: this session
    proved a second factor; `registered`: the account has one. Without rights there is nothing to
    protect: Wagtail refuses by itself.
    """
    if not required or not enters_admin or used:
        return ALLOWED
    return refuse(SecondFactorReason.UNUSED if registered else SecondFactorReason.MISSING)


def is_pending(change: "EmailChange", *, at: datetime, seconds: int) -> bool:
    """Whether a change of address may still be confirmed or cancelled."""
    return at < change.asked_at + timedelta(seconds=seconds)


def may_ask_email(*, current: str, new: str) -> Decision:
    """Whether this address may be asked for; whether somebody else has it is never told."""
    return refuse(EmailChangeReason.SAME) if current.lower() == new.lower() else ALLOWED


def may_stand_in(created: "Iterable[datetime]", *, at: datetime, seconds: int) -> Decision:
    """Whether factors just proved, added at these moments, may speak for a lost mailbox.

    Only one that is older than a change may last: the former address was told of it in time. Else
    who learned a password would add a factor of their own and take the account away with it.
    """
    moments = list(created)
    if not moments:
        return refuse(EmailChangeReason.NO_FACTOR)
    settled = min(moments) + timedelta(seconds=seconds) <= at
    return ALLOWED if settled else refuse(EmailChangeReason.NEW_FACTOR)


def may_reset_factor(
    *, by_superuser: bool, own: bool, superuser: bool, registered: bool
) -> Decision:
    """Whether somebody who manages people may take away the lost second factor of a person."""
    if own:
        return refuse(FactorResetReason.OWN)
    if superuser and not by_superuser:
        return refuse(FactorResetReason.ABOVE)
    return ALLOWED if registered else refuse(FactorResetReason.NONE)


def may_change_rights(by: "Reader") -> Decision:
    """Whether this person may give and take roles: administrators alone."""
    if by is None or not by.is_active or not by.has_perm(CHANGE_RIGHTS):
        return refuse(AccountRefusal.NOT_ALLOWED)
    return ALLOWED


def may_edit_person(by: "User", person: "User", *, has_role: bool) -> Decision:
    """Whether `by` may correct this account: its address and password open all it may do.

    The account of somebody with a role is for administrators, that of a superuser for superusers.
    """
    if by.is_superuser or by.pk == person.pk:
        return ALLOWED
    if person.is_superuser or (has_role and not may_change_rights(by)):
        return refuse(AccountRefusal.ABOVE_YOU)
    return ALLOWED


def may_give_superuser(by: "User") -> Decision:
    """Whether this person may make or unmake a superuser: only one of them."""
    return ALLOWED if by.is_superuser else refuse(AccountRefusal.NOT_ALLOWED)


def may_lose_administration(*, others: int) -> Decision:
    """Whether somebody may cease to be an administrator: at least one other must remain."""
    return ALLOWED if others else refuse(AccountRefusal.LAST_ADMINISTRATOR)
