"""What the frame of every page needs: the city's settings, its menus, the chosen scheme."""

from typing import Any

from django.http import HttpRequest

from .enums import Scheme
from .models import NavigationSettings, SiteSettings

SCHEME_COOKIE = "affichage"


def site(request: HttpRequest) -> dict[str, Any]:
    """The settings of the city, read once a request, and how the reader wants pages drawn."""
    scheme = request.COOKIES.get(SCHEME_COOKIE, "")
    return {
        "site_settings": SiteSettings.for_request(request),
        "navigation": NavigationSettings.for_request(request),
        "scheme": scheme if scheme in Scheme.values else Scheme.SYSTEM.value,
        "schemes": Scheme.choices,
    }
