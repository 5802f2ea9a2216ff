"""Workshops and their meetings in the admin."""

from .meetings import ContributionChooserViewSet, MeetingViewSet
from .workshops import WorkshopsGroup

__all__ = ["ContributionChooserViewSet", "MeetingViewSet", "WorkshopsGroup"]
