"""Response headers: security policies, and who may keep a page for how long."""

from collections.abc import Callable

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers

View = Callable[[HttpRequest], HttpResponse]
# Where documents of the staff are given back; pictures have `portal.media`.
_FILES = "/documents/"


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """Gives the admin the policy that Wagtail needs, files none at all, other pages the strict one.

    A view that has a policy of its own keeps it, except where files are given back.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if request.path.startswith(_FILES) and response.get("Content-Disposition"):
            response.headers["Content-Security-Policy"] = settings.INERT_POLICY
            return response
        if request.path.startswith(f"/{settings.ADMIN_PATH}"):
            vars(response)["_csp_config"] = settings.ADMIN_CONTENT_SECURITY_POLICY["DIRECTIVES"]
        return super().process_response(request, response)


def headers(get_response: View) -> View:
    """Adds the headers that Django has no setting for."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        reports = f'{settings.POLICY_REPORTS_GROUP}="{settings.POLICY_REPORTS}"'
        response.headers.setdefault("Reporting-Endpoints", reports)
        return response

    return middleware


def anonymous_cache(get_response: View) -> View:
    """Lets shared caches keep what was made for nobody in particular, and nothing else.

    A page is anonymous when its request was a plain reading, no session was opened, nobody is
    remembered as a supporter or keeps a basket, no cookie is set and no form token (csrf) was
    written into it. A view that says otherwise itself (`Cache-Control` already there) is left
    alone.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.has_header("Cache-Control"):
            return response
        personal = (
            request.method not in {"GET", "HEAD"}
            or response.status_code not in {200, 301, 404}
            or response.cookies
            or request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
            or settings.SESSION_COOKIE_NAME in request.COOKIES
            or settings.CSRF_COOKIE_NAME in request.COOKIES
            or settings.SUPPORTER_COOKIE_NAME in request.COOKIES
            or settings.BASKET_COOKIE_NAME in request.COOKIES
        )
        if personal:
            patch_cache_control(response, private=True, no_store=True)
        else:
            seconds = settings.PAGE_CACHE_SECONDS
            patch_cache_control(response, public=True, max_age=0, s_maxage=seconds)
            patch_vary_headers(response, ["Cookie"])
        return response

    return middleware
