"""The vote on paper made ready for tests: agents with their rights, votes that take paper."""

from datetime import date
from typing import Any

from django.contrib.auth.models import Group, Permission

from participation.budgets.actions.booth import Shown
from participation.budgets.actions.codes import make_codes
from participation.budgets.actions.opening import open_box
from participation.budgets.actions.papers import open_batch
from participation.budgets.enums import CITY_ENVELOPE, VoteChannel
from participation.budgets.models import CodeBatch, PaperBatch, ParticipatoryBudget
from portal.accounts.models import User
from tests.factories.accounts import AgentFactory
from tests.support import clock
from tests.support.votes import make_vote

HOLD, KEY, CODES = "hold_booth", "key_in_ballots", "make_voting_codes"
PERSON = {
    "surname": "Durand",
    "first_names": "Nadia",
    "born_on": "24/05/1981",
    "declares": "on",
}


def staff(*rights: str, **fields: Any) -> User:
    """An agent who may enter the admin and do these things with votes."""
    user: User = AgentFactory.create(**fields)
    group = Group.objects.create(name=f"Groupe de {user.pk}")
    for name in ("wagtailadmin.access_admin", *(f"budgets.{right}" for right in rights)):
        label, codename = name.split(".")
        group.permissions.add(
            Permission.objects.get(content_type__app_label=label, codename=codename)
        )
    user.groups.add(group)
    return user


def paper_vote(projects: int = 12, **fields: Any) -> ParticipatoryBudget:
    """An open vote on paper, by code and online, of projects of 50,000 € each."""
    given = {"on_paper": True, "by_code": True, "paper_places": "Mairie\nMédiathèque", **fields}
    budget = make_vote(projects, **given)
    open_box(budget=budget, at=clock.NOW)
    return budget


def batch_and_codes(*, by: User) -> tuple[PaperBatch, CodeBatch]:
    """A vote with a bundle to key in and a batch of codes."""
    budget = paper_vote(2)
    usual: dict[str, Any] = {"budget": budget, "envelope": CITY_ENVELOPE, "by": by, "at": clock.NOW}
    batch = open_batch(channel=VoteChannel.BOOTH, place="Mairie", count=2, **usual)
    made = make_codes(
        budget=budget, label="Port", envelope="", count=2, reason="Essai", by=by, at=clock.NOW
    )
    return batch, made.batch


def shown(surname: str = "Durand", **given: Any) -> Shown:
    """Somebody at a voting place."""
    usual = {"first_names": "Nadia", "born_on": date(1981, 5, 24), "declares": True}
    return Shown(surname=surname, **{**usual, **given})


def text_of(response: Any) -> str:
    """What a page says, its spaces made ordinary."""
    return str(response.content.decode()).replace("\u00a0", " ").replace("\u202f", " ")
