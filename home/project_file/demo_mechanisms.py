"""The fictitious activities of each mechanism: one small function a mechanism, in their order."""

from dataclasses import dataclass
from datetime import datetime

from engagements.models import Department
from participation.models import Neighbourhood
from portal.accounts.models import User

from .demo_briefings import BriefingLoader
from .demo_budgets import load_budgets
from .demo_calls import CallLoader
from .demo_campaigns import CampaignLoader
from .demo_drafting import DraftingLoader
from .demo_inquiries import InquiryLoader
from .demo_set import DemoFile
from .demo_surveys import SurveyLoader
from .demo_workshops import WorkshopLoader
from .writer import Writer


@dataclass(frozen=True)
class Scene:
    """What is there before: departments, neighbourhoods, somebody of each role."""

    writer: Writer
    at: datetime
    departments: dict[str, Department]
    staff: dict[str, User]
    places: dict[str, Neighbourhood]


def _calls(demo: DemoFile, scene: Scene) -> None:
    loader = CallLoader(
        scene.writer,
        at=scene.at,
        departments=scene.departments,
        staff=scene.staff,
        places=scene.places,
    )
    for call in demo.activities:
        loader.load(call)


def _briefings(demo: DemoFile, scene: Scene) -> None:
    loader = BriefingLoader(
        scene.writer, at=scene.at, departments=scene.departments, staff=scene.staff
    )
    for briefing in demo.briefings:
        loader.load(briefing)


def _workshops(demo: DemoFile, scene: Scene) -> None:
    loader = WorkshopLoader(scene.writer, at=scene.at, departments=scene.departments)
    for workshop in demo.workshops:
        loader.load(workshop)


def _campaigns(demo: DemoFile, scene: Scene) -> None:
    loader = CampaignLoader(
        scene.writer, at=scene.at, departments=scene.departments, staff=scene.staff
    )
    for campaign in demo.campaigns:
        loader.load(campaign)


def _surveys(demo: DemoFile, scene: Scene) -> None:
    loader = SurveyLoader(scene.writer, at=scene.at, departments=scene.departments)
    for survey in demo.surveys:
        loader.load(survey)


def _budgets(demo: DemoFile, scene: Scene) -> None:
    load_budgets(demo.budgets, scene.writer, at=scene.at, departments=scene.departments)


def _draftings(demo: DemoFile, scene: Scene) -> None:
    loader = DraftingLoader(
        scene.writer, at=scene.at, departments=scene.departments, staff=scene.staff
    )
    for drafting in demo.draftings:
        loader.load(drafting)


def _inquiries(demo: DemoFile, scene: Scene) -> None:
    loader = InquiryLoader(scene.writer, at=scene.at)
    for inquiry in demo.inquiries:
        loader.load(inquiry)


# A new mechanism adds its line.
LOADERS = (_calls, _briefings, _workshops, _budgets, _campaigns, _surveys, _draftings, _inquiries)


def load_mechanisms(demo: DemoFile, scene: Scene) -> None:
    """Brings the activities of the demonstration, mechanism by mechanism."""
    for load in LOADERS:
        load(demo, scene)
