"""What the frame of every page needs: the city's settings, its menus, the chosen scheme."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from .enums import Scheme
from .models import NavigationSettings, SiteSettings


def site(request: HttpRequest) -> dict[str, Any]:
    """The settings of the city, read once a request, and how the reader wants pages drawn."""
    scheme = request.COOKIES.get(settings.SCHEME_COOKIE_NAME, "")
    return {
        "site_settings": SiteSettings.for_request(request),
        "navigation": NavigationSettings.for_request(request),
        "scheme": scheme if scheme in Scheme.values else Scheme.SYSTEM.value,
        "schemes": Scheme.choices,
    }
