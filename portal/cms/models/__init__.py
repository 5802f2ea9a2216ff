"""Models every room builds on."""

from .media import PortalDocument, PortalImage, PortalRendition
from .navigation import NavigationSettings
from .pages import BasePage
from .settings import SiteSettings

__all__ = [
    "BasePage",
    "NavigationSettings",
    "PortalDocument",
    "PortalImage",
    "PortalRendition",
    "SiteSettings",
]
