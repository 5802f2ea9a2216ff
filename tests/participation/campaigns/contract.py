"""What campaigns answer to the tests that go across the house (tests/support/contract.py)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from participation.actions import publish_contribution
from participation.campaigns.actions import ask_reminder
from participation.campaigns.models import Campaign, Outcome, Reminder
from participation.campaigns.notifications import answer_path, link_path
from participation.models import Activity, Contribution
from tests.access.needs import LINK, OPEN, staff
from tests.factories.campaigns import (
    AgentCampaignFactory,
    CampaignFactory,
    make_testimony,
    message,
    published_testimony,
)
from tests.support import clock
from tests.support.contract import MechanismContract

SLUGS = ("campagne-publique", "campagne-agents", "campagne-brouillon", "campagne-finie")
DEMO = ("/participer/sexisme-et-sport/", "/participer/trier-ses-dechets/")


@dataclass(frozen=True)
class Staged:
    """A campaign that asks now, an address that waits, somebody's words."""

    campaign: Campaign
    early: Campaign
    reminder: Reminder
    testimony: Any


def in_campaigns(rest: str = "") -> Any:
    """The same address in each campaign."""
    return lambda world: [f"/participer/{slug}/{rest}" for slug in SLUGS]


def _token(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


class CampaignsContract(MechanismContract):
    """Awareness campaigns: counts without identity, testimonies read before they are public."""

    screens = ("campaigns.campaign",)
    inside = (
        ("contribuer/", OPEN),
        ("quiz/", OPEN),
        ("rappel/", OPEN),
        ("rappel/<str:token>/", LINK),
        ("et-depuis/", OPEN),
        ("et-depuis/<str:token>/", LINK),
    )
    desk = (
        (
            "campaigns:desk",
            staff("participation.moderate_contribution", "participation.answer_contribution"),
        ),
    )
    holes = (("campaigns:", "pk", lambda staged: staged.campaign.pk),)
    leaks = {
        "": in_campaigns(),
        "contribuer/": in_campaigns("contribuer/"),
        "rappel/": in_campaigns("rappel/"),
        "rappel/<str:token>/": in_campaigns("rappel/faux/"),
        "et-depuis/": in_campaigns("et-depuis/"),
        "et-depuis/<str:token>/": in_campaigns("et-depuis/faux/"),
        "quiz/": in_campaigns("quiz/"),
        "quiz/reponses/": in_campaigns("quiz/reponses/"),
        "affiche/": in_campaigns("affiche/"),
        "dates.ics": in_campaigns("dates.ics"),
        "chiffres.csv": in_campaigns("chiffres.csv"),
        "chiffres.json": in_campaigns("chiffres.json"),
        "temoignages.csv": in_campaigns("temoignages.csv"),
        "temoignages.json": in_campaigns("temoignages.json"),
        "temoignages/<int:number>/": lambda world: [
            url for number in (1, 2) for url in in_campaigns(f"temoignages/{number}/")(world)
        ],
    }
    # Pledges and the quiz ask nothing personal.
    notices = frozenset({"campaigns.testimonies", "campaigns.reminders"})
    personal_fields = {
        "campaigns.Reminder.email": "campaign_reminders",
        "campaigns.Outcome.published_by": "campaign_work",
    }
    pages = (
        *DEMO,
        f"{DEMO[0]}contribuer/",
        f"{DEMO[0]}quiz/",
        f"{DEMO[0]}quiz/reponses/",
        f"{DEMO[0]}affiche/",
        f"{DEMO[0]}et-depuis/",
        f"{DEMO[1]}temoignages/1/",
    )

    def activity(self, **fields: Any) -> Activity:
        return CampaignFactory.create(**fields)

    def contribute(self, activity: Activity, **fields: Any) -> Contribution:
        return make_testimony(activity, **fields)

    def stage(self, world: Any) -> Staged:
        day = clock.NOW.date()
        campaign = CampaignFactory.create(
            slug="campagne-ouverte", follow_up_opens_on=day, follow_up_closes_on=day
        )
        reminder = ask_reminder(campaign=campaign, email="a@test.example", at=clock.days(-1))
        # One whose question is still to come, of which one may ask to be told.
        early = CampaignFactory.create(
            slug="campagne-jeune",
            follow_up_opens_on=clock.days(30).date(),
            follow_up_closes_on=clock.days(40).date(),
        )
        return Staged(campaign, early, reminder, published_testimony(campaign, at=clock.NOW))

    def place(self, route: Any, staged: Staged) -> tuple[Activity, dict[str, Any]]:
        path = answer_path if "et-depuis" in route.written else link_path
        number = staged.testimony.number
        campaign = staged.early if route.inside == "rappel/" else staged.campaign
        return campaign, {"token": _token(path(staged.reminder)), "number": number}

    def hide(self, world: Any) -> None:
        """Words that wait, an address; a campaign of agents, one that is not published."""
        public = CampaignFactory.create(title="Campagne publique", slug=SLUGS[0])
        make_testimony(public, text="Un avis zqtemoignage à lire.", email="zqtemoin@test.example")
        ask_reminder(campaign=public, email="zqrappel@test.example", at=clock.NOW)
        day = clock.NOW.date()
        CampaignFactory.create(slug=SLUGS[3], follow_up_opens_on=day, follow_up_closes_on=day)
        agents = AgentCampaignFactory.create(
            title="Campagne zqcampagneagents",
            slug=SLUGS[1],
            messages=[message(title="Un message zqmessageagents")],
        )
        words = make_testimony(agents, text="Entre nous, zqmotsagents.")
        publish_contribution(contribution=words, moderator=None, at=clock.NOW)
        CampaignFactory.create(title="Campagne zqcampagneprete", slug=SLUGS[2], live=False)
        world.secrets |= {
            "zqtemoignage": "testimony that waits",
            "zqtemoin": "address left with a testimony",
            "zqrappel": "address left to be asked again",
            "zqcampagneprete": "campaign that is not published",
        }
        world.internal |= {
            "zqcampagneagents": "title of an agents' campaign",
            "zqmessageagents": "message of an agents' campaign",
            "zqmotsagents": "testimony in an agents' campaign",
        }

    def leave_traces(self, user: Any, at: Any) -> None:
        """Words given with the account, an address to ask again, an outcome published."""
        campaign = CampaignFactory.create(
            opens_at=at - timedelta(days=3),
            closes_at=at + timedelta(days=3),
            follow_up_opens_on=(at + timedelta(days=10)).date(),
            follow_up_closes_on=(at + timedelta(days=20)).date(),
        )
        signed = {"author": user, "email": user.email, "display_name": user.display_name}
        make_testimony(campaign, at=at, **signed)
        ask_reminder(campaign=campaign, email=user.email, at=at)
        Outcome.objects.create(
            campaign=campaign, text="<p>Bilan</p>", published_at=at, published_by=user
        )


CONTRACT = CampaignsContract()
