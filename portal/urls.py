"""Every address of the portal; rooms are named in strings only, Wagtail's pages come last."""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from . import health, media

# allauth asks for it by this name.
handler429 = "portal.failures.too_many"

sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns = [
    path("healthz/live", health.live, name="live"),
    path("healthz/ready", health.ready, name="ready"),
    # One door: Wagtail's own sign-in pages would escape the limits of allauth's.
    path(f"{settings.ADMIN_PATH}login/", sign_in),
    path("_util/login/", sign_in),
    path(settings.ADMIN_PATH, include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("compte/agent/", include("portal.agents.urls")),
    path("compte/", include("portal.accounts.urls")),
    path("", include("portal.owndata.urls")),
    path("compte/abonnements/", include("portal.subscriptions.urls")),
    # Before allauth's: signing out leads to the provider that opened the session.
    path("compte/", include("portal.identity.urls")),
    path("compte/", include("allauth.account.urls")),
    path("compte/second-facteur/", include("allauth.mfa.urls")),
    path("", include("portal.cms.urls")),
    path("", include("portal.privacy.urls")),
    path("", include("portal.security.urls")),
    path("engagements/", include("engagements.urls")),
    path("", include("participation.urls")),
    path("", include("home.urls")),
    path("", include(wagtail_urls)),
]
if settings.SERVE_MEDIA:
    # Documents have one door, which asks who may read them.
    pictures = r"^media/(?P<path>(?:images|avatar_images)/.+)$"
    urlpatterns.insert(0, re_path(pictures, media.picture))
