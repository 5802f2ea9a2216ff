"""What a mail needs and no request gives: the city's settings, its addresses in full."""

from django import template
from django.conf import settings
from django.template import Context
from wagtail.models import Site

from ..models import SiteSettings

register = template.Library()


@register.simple_tag(takes_context=True)
def portal_settings(context: Context) -> SiteSettings:
    """The settings of the default site: mails are sent for the portal, not for a page.

    Whoever draws many mails gives them as `city`, read once.
    """
    given: SiteSettings | None = context.get("city")
    return given or SiteSettings.for_site(Site.objects.get(is_default_site=True))


@register.filter
def full_address(path: str) -> str:
    """The address with its domain, as a mail must give it."""
    if path.startswith("/"):
        return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}"
    return path
