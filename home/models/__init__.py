"""Models of the room."""

from .accessibility import AccessibilityPage
from .contact import ContactMessage, ContactPage
from .home import HomePage
from .imports import ImportedText
from .news import NewsCategory, NewsIndexPage, NewsPage, NewsTag
from .parts import (
    CrossCuttingMilestone,
    ProjectActor,
    ProjectGoal,
    ProjectResource,
    TimelineEvent,
)
from .project import ProjectPage
from .standard import LegalNoticePage, PersonalDataPage, SiteMapPage, StandardPage

__all__ = [
    "AccessibilityPage",
    "ContactMessage",
    "ContactPage",
    "CrossCuttingMilestone",
    "HomePage",
    "ImportedText",
    "LegalNoticePage",
    "NewsCategory",
    "NewsIndexPage",
    "NewsPage",
    "NewsTag",
    "PersonalDataPage",
    "ProjectActor",
    "ProjectGoal",
    "ProjectPage",
    "ProjectResource",
    "SiteMapPage",
    "StandardPage",
    "TimelineEvent",
]
