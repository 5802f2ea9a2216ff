"""Who may read what. Pure: no query, no write; the one rule that every list, page and feed asks."""

from typing import TYPE_CHECKING, TypeAlias

from portal.decisions import ALLOWED, Decision, refuse

from .enums import AccountRefusal, Audience

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from .models import User

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
