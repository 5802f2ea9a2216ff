"""Meetings that could leak: of agents, not published, and what only the registered may read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from participation.workshops.models import MeetingOutcome
from tests.factories.workshops import (
    AgentWorkshopFactory,
    WorkshopFactory,
    meeting_of,
    registered,
)
from tests.support import clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from .world import World

SLUGS = ("atelier-public", "atelier-agents", "atelier-brouillon")


def build(world: World) -> None:
    """A public workshop with what it hides, one of agents, one that is not published."""
    public = WorkshopFactory.create(title="Atelier public", slug=SLUGS[0])
    meeting = meeting_of(public, online_url="https://visio.example/zqvisio")
    registered(
        meeting,
        name="zqinscrit",
        email="zqinscrit@test.example",
        needs="zqbesoin",
        phone="0102030405",
    )
    meeting_of(public, title="Réunion zqprete", is_public=False)
    past = meeting_of(public, starts_at=clock.days(-2), minutes="Compte rendu.")
    MeetingOutcome.objects.create(
        meeting=past, text="Décision.", contribution=world.agents_idea, activity=world.agents
    )
    agents = AgentWorkshopFactory.create(title="Atelier zqatelieragents", slug=SLUGS[1])
    meeting_of(agents, title="Réunion zqseanceagents", place="zqlieuagents")
    draft = WorkshopFactory.create(title="Atelier zqatelierbrouillon", slug=SLUGS[2], live=False)
    meeting_of(draft, title="Réunion zqseancebrouillon")
    world.secrets |= {
        "zqvisio": "address of an online meeting",
        "zqinscrit": "name of somebody registered",
        "zqbesoin": "need for access of somebody registered",
        "zqprete": "meeting that is not published",
        "zqatelierbrouillon": "workshop that is not published",
        "zqseancebrouillon": "meeting of a workshop that is not published",
    }
    world.internal |= {
        "zqatelieragents": "title of an agents' workshop",
        "zqseanceagents": "title of an agents' meeting",
        "zqlieuagents": "place of an agents' meeting",
    }


def of_workshops(rest: str = "") -> Callable[[World], list[str]]:
    """The same address in each workshop."""
    return lambda world: [f"/participer/{slug}/{rest}" for slug in SLUGS]


def of_meetings(rest: str = "") -> Callable[[World], list[str]]:
    """The same address for each meeting of each workshop, and for one that does not exist."""
    return lambda world: [
        f"/participer/{slug}/reunions/{number}/{rest}" for slug in SLUGS for number in range(1, 5)
    ]
