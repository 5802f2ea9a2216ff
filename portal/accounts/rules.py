"""Who may read what. Pure: no query, no write; the one rule that every list, page and feed asks."""

from typing import TYPE_CHECKING, TypeAlias

from .enums import Audience

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from .models import User

    Reader: TypeAlias = User | AnonymousUser | None


def is_agent(user: "Reader") -> bool:
    """Whether this person is known to be an agent of the city (staff of the portal included)."""
    return bool(
        user is not None
        and user.is_authenticated
        and user.is_active
        and (user.is_agent or user.is_superuser)
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
