"""The words of the table (table.py): kinds of addresses, rights, questions about a person."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from wagtail.documents.permissions import permission_policy as document_policy
from wagtail.images.permissions import permission_policy as image_policy
from wagtail.permissions import page_permission_policy

from engagements.queries.members import reports_on_all
from engagements.queries.reporting import may_read_draft
from portal.accounts.rules import is_agent

from .world import World


class Kind(Enum):
    """How an address answers those it is not for."""

    READ = "anybody reads, nobody sends"
    OPEN = "anybody reads and sends"
    LINK = "whoever holds the link or the receipt acts, signed in or not"
    OWN = "one's own data: sign in first"
    AGENTS = "agents; others sign in, or are refused"
    STAFF = "staff with one of these rights; others sign in, or are refused"
    DOOR = "leads to the sign-in page, whoever asks"
    CLOSED = "answers nobody: 404 or a refusal"


# A right by name, or a question about the person.
Need = str | Callable[[Any, World], bool]


@dataclass(frozen=True)
class For:
    """For whom a route is."""

    kind: Kind
    # One of them is enough; with none, being staff (or an agent) is.
    needs: tuple[Need, ...] = field(default=())

    def lets(self, user: Any, world: World) -> bool:
        """Whether the address is for this person."""
        if self.kind in {Kind.READ, Kind.OPEN, Kind.LINK}:
            return True
        if self.kind == Kind.OWN:
            return bool(user.is_authenticated)
        if self.kind == Kind.AGENTS:
            return is_agent(user) or any(_has(user, need, world) for need in self.needs)
        if self.kind != Kind.STAFF or not user.has_perm("wagtailadmin.access_admin"):
            return False
        return not self.needs or any(_has(user, need, world) for need in self.needs)


def _has(user: Any, need: Need, world: World) -> bool:
    return user.has_perm(need) if isinstance(need, str) else need(user, world)


READ, OPEN, LINK = For(Kind.READ), For(Kind.OPEN), For(Kind.LINK)
OWN, AGENTS = For(Kind.OWN), For(Kind.AGENTS)
DOOR, CLOSED, STAFF = For(Kind.DOOR), For(Kind.CLOSED), For(Kind.STAFF)


def staff(*needs: Need) -> For:
    """Those of the staff who have one of these rights."""
    return For(Kind.STAFF, needs)


def agents_or(*needs: Need) -> For:
    """Agents, and those of the staff who have one of these rights."""
    return For(Kind.AGENTS, needs)


def superuser(user: Any, world: World) -> bool:
    """Administrators alone."""
    return bool(user.is_superuser)


def any_page(user: Any, world: World) -> bool:
    """Those who have some right on some page."""
    some = {"add", "change", "publish", "bulk_delete", "lock", "unlock"}
    return bool(page_permission_policy.user_has_any_permission(user, some))


def page(question: str) -> Need:
    """Those of whom Wagtail says so, on a page under the home page: `can_edit`."""
    return lambda user, world: getattr(world.page.permissions_for_user(user), question)()


def both(first: Need, second: Need) -> Need:
    """Those of whom both are true."""
    return lambda user, world: _has(user, first, world) and _has(user, second, world)


def reports_everywhere(user: Any, world: World) -> bool:
    """Those who report on the commitments of all departments; a pilot does on one's own."""
    return reports_on_all(user)


def reads_drafts(user: Any, world: World) -> bool:
    """Those who read every report in preparation; a pilot does those of one's departments."""
    return may_read_draft(user, world.draft)


def reviews(model_name: str) -> Need:
    """Those who may act on the step under which something of this model waits for review."""

    def acts(user: Any, world: World) -> bool:
        state = world.states[model_name]
        task = state.current_task_state.task.specific
        return bool(task.get_actions(state.content_object, user) or user.is_superuser)

    return acts


def pictures(*rights: str) -> Need:
    """Those with one of these rights on some collection of pictures."""
    return lambda user, world: image_policy.user_has_any_permission(user, rights)


def documents(*rights: str) -> Need:
    """The same for documents."""
    return lambda user, world: document_policy.user_has_any_permission(user, rights)


def rights(model: str, *verbs: str) -> tuple[str, ...]:
    """The rights of these verbs on a model, by name."""
    app, name = model.split(".")
    return tuple(f"{app}.{verb}_{name}" for verb in verbs)
