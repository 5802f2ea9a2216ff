"""What workshops answer to the tests that go across the house (tests/support/contract.py)."""

from dataclasses import dataclass
from typing import Any

from participation.models import Activity, Contribution
from participation.workshops.models import Meeting, MeetingNote, MeetingOutcome, Registration
from participation.workshops.notifications import link_path
from tests.access.needs import LINK, OPEN, rights, staff
from tests.factories.workshops import (
    AgentWorkshopFactory,
    WorkshopFactory,
    meeting_note,
    meeting_of,
    pending_note,
    registered,
)
from tests.support import clock
from tests.support.contract import MechanismContract

MEETING = "workshops.meeting"
SLUGS = ("atelier-public", "atelier-agents", "atelier-brouillon")


@dataclass(frozen=True)
class Staged:
    """A workshop with a meeting to come, somebody registered, something said in another."""

    meeting: Meeting
    registration: Registration
    note: MeetingNote


def in_workshops(rest: str = "") -> Any:
    """The same address in each workshop."""
    return lambda world: [f"/participer/{slug}/{rest}" for slug in SLUGS]


def of_meetings(rest: str = "") -> Any:
    """The same address for each meeting of each workshop, and for one that does not exist."""
    return lambda world: [
        f"/participer/{slug}/reunions/{number}/{rest}" for slug in SLUGS for number in range(1, 5)
    ]


class WorkshopsContract(MechanismContract):
    """Workshops: their contributions are noted in meetings by officers."""

    screens = ("workshops.workshop",)
    inside = (
        ("reunions/<int:number>/inscription/", OPEN),
        ("inscription/lien/<str:token>/", LINK),
        ("inscription/<str:receipt>/", LINK),
    )
    desk = (
        ("meetings:desk", staff("workshops.hold_meetings")),
        ("meetings:series", staff(*rights(MEETING, "add"))),
        ("meetings:add", staff(*rights(MEETING, "add"))),
        ("meetings:edit", staff(*rights(MEETING, "change"))),
        ("meetings:delete", staff(*rights(MEETING, "delete"))),
        ("meetings:index*", staff(*rights(MEETING, "add", "change", "delete", "view"))),
        ("meetings:*", staff(*rights(MEETING, "add", "change", "delete"))),
    )
    holes = (
        ("meetings:series", "pk", lambda staged: staged.meeting.workshop_id),
        ("meetings:", "pk", lambda staged: staged.meeting.pk),
    )
    leads_on = ("contribuer/",)  # To its meetings, where one registers.
    malformed = ("meetings:add", "meetings:edit")
    leaks = {
        "": in_workshops(),
        "contribuer/": in_workshops("contribuer/"),
        "reunions.ics": in_workshops("reunions.ics"),
        "reunions.csv": in_workshops("reunions.csv"),
        "reunions.json": in_workshops("reunions.json"),
        "reunions/<int:number>/": of_meetings(),
        "reunions/<int:number>/reunion.ics": of_meetings("reunion.ics"),
        "reunions/<int:number>/inscription/": of_meetings("inscription/"),
        "inscription/": in_workshops("inscription/?numero=00000-00000"),
        "inscription/lien/<str:token>/": in_workshops("inscription/lien/faux/"),
        "inscription/<str:receipt>/": in_workshops("inscription/00000-00000/"),
        "notes.csv": in_workshops("notes.csv"),
        "notes.json": in_workshops("notes.json"),
        "notes/<int:number>/": lambda world: [
            *in_workshops("?quand=passees")(world),
            *in_workshops("notes/1/")(world),
        ],
    }
    notices = frozenset({"workshops.registrations"})
    personal_fields = {
        "workshops.Meeting.address": "of the city",
        "workshops.Registration.email": "registrations",
        "workshops.Registration.phone": "registrations",
    }
    desks = ("meetings/new/", ("meetings/", r"/admin/meetings/desk/\d+/"))
    pages = (
        "/participer/ateliers-accueil/",
        "/participer/ateliers-accueil/?quand=passees",
        "/participer/ateliers-accueil/reunions/1/",
        "/participer/ateliers-accueil/reunions/2/",
        "/participer/ateliers-accueil/reunions/2/inscription/",
        "/participer/ateliers-accueil/inscription/",
        "/participer/ateliers-accueil/inscription/?numero=00000-00000",
    )

    def activity(self, **fields: Any) -> Activity:
        return WorkshopFactory.create(**fields)

    def contribute(self, activity: Activity, **fields: Any) -> Contribution:
        return pending_note(meeting_of(activity), **fields)

    def stage(self, world: Any) -> Staged:
        meeting = meeting_of(WorkshopFactory.create(slug="atelier-ouvert"))
        note = meeting_note(meeting_of(meeting.workshop))
        return Staged(meeting, registered(meeting), note)

    def place(self, route: Any, staged: Staged) -> tuple[Activity, dict[str, Any]]:
        number = staged.note.number if "notes/" in route.written else staged.meeting.number
        token = link_path(staged.registration).rstrip("/").rpartition("/")[2]
        receipt = staged.registration.receipt_display
        return staged.meeting.workshop, {"number": number, "receipt": receipt, "token": token}

    def hide(self, world: Any) -> None:
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
        draft = WorkshopFactory.create(
            title="Atelier zqatelierbrouillon", slug=SLUGS[2], live=False
        )
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

    def leave_traces(self, user: Any, at: Any) -> None:
        """Somebody registered; around the clock of the tests; her name, her needs."""
        registered(meeting_of(), email=user.email, name=user.display_name, needs=user.display_name)


CONTRACT = WorkshopsContract()
