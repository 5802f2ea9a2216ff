"""Files for machines: robots.txt, security.txt with its policy, sitemap.xml."""

from datetime import timedelta

from django.contrib.sitemaps import views as sitemap_views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.cms.models import SiteSettings

from ..sitemaps import SECTIONS

# RFC 9116 asks for less than a year; half of one leaves time to notice a dead address.
SECURITY_DAYS = 180


@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    """What search engines may read, and where the map is."""
    context = {"sitemap_url": request.build_absolute_uri(reverse("home:sitemap"))}
    return render(request, "home/robots.txt", context, content_type="text/plain; charset=utf-8")


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell about a weakness (RFC 9116); the expiry follows the day it is read."""
    city = SiteSettings.for_request(request)
    address = city.security_email or city.contact_email
    expires = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    context = {
        "contact": f"mailto:{address}" if address else request.build_absolute_uri("/contact/"),
        "expires": (expires + timedelta(days=SECURITY_DAYS)).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "canonical": request.build_absolute_uri(reverse("home:security")),
        "policy": request.build_absolute_uri(reverse("home:security_policy")),
    }
    return render(request, "home/security.txt", context, content_type="text/plain; charset=utf-8")


@require_safe
def security_policy(request: HttpRequest) -> HttpResponse:
    """What SECURITY.md promises, for whoever found a weakness in this city's portal."""
    city = SiteSettings.for_request(request)
    context = {
        "email": city.security_email or city.contact_email,
        "breadcrumbs": [(_("Home"), "/"), (_("Report a weakness"), None)],
    }
    return render(request, "home/security_policy.html", context)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """All addresses in one file, or the list of the files when they are too many for one."""
    if any(section().paginator.num_pages > 1 for section in SECTIONS.values()):
        return sitemap_views.index(request, SECTIONS, sitemap_url_name="home:sitemap_section")
    return sitemap_views.sitemap(request, SECTIONS)


@require_safe
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    """The addresses of one section, for sites that need several files."""
    return sitemap_views.sitemap(request, SECTIONS, section=section)
