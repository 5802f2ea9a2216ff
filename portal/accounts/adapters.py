"""What allauth asks of us: who may open an account, where signing in leads, letters, limits."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context, ratelimit
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal import qr_codes, sealed
from portal.cms.models import SiteSettings
from portal.security.actions import record_event

from . import mailed_proofs, notifications
from .models import User

_LIMITS = {"too_many_login_attempts", "rate_limited"}
_SECRET = "accounts.second_factor"  # noqa: S105


class AccountAdapter(DefaultAccountAdapter):
    """Registration follows the city's settings; signing in leads where each has work to do."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return SiteSettings.for_request(request).registration_open

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The admin for those who may enter it, else the account; `next` is asked before."""
        staff = request.user.has_perm("wagtailadmin.access_admin")
        return reverse("wagtailadmin_home" if staff else "account")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """A code by mail stands in for allauth's own ways, for an account that has none of them."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if methods or not user.is_authenticated or not mailed_proofs.is_only_way(user):
            return methods
        address = reverse("account_reauthenticate_by_code")
        return [{"id": "code", "description": _("Receive a code by e-mail"), "url": address}]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Asks it here of accounts that allauth would let through, for want of a way to prove."""
        required = bool(super().is_reauthentication_required(app=app, **kwargs))
        if required and mailed_proofs.is_missing(_request()):
            raise ReauthenticationRequired
        return required

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Our letters instead of allauth's templates: same kinds, same moments."""
        notifications.send(template_prefix.rpartition("/")[2], to=email, context=context)

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """A limit is a page of its own (429), the same wherever it is reached."""
        if code in _LIMITS:
            raise ImmediateHttpResponse(ratelimit.respond_429(self.request))
        return super().validation_error(code, *args)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        record_event("accounts.session.refused", method="password")


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors: named after the portal, their secrets encrypted in the database."""

    def get_totp_issuer(self) -> str:
        return self._get_site_name()

    def _get_site_name(self) -> str:
        name: str = SiteSettings.for_request(_request()).project_name
        return name

    def encrypt(self, text: str) -> str:
        return sealed.encrypt(_SECRET, text)

    def decrypt(self, encrypted_text: str) -> str:
        return sealed.decrypt(_SECRET, encrypted_text)

    def build_totp_svg(self, url: str) -> SafeString:
        """The square code, drawn in the page: the content policy refuses `data:` pictures."""
        side, dark = qr_codes.path(url)
        return format_html(
            '<svg class="factor__code" viewBox="0 0 {0} {0}" role="img" aria-label="{1}">'
            '<path d="{2}"/></svg>',
            side,
            _("Square code to scan with the application; its key stands below in letters."),
            dark,
        )

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return {**entity, "display_name": user.public_name}


def _request() -> HttpRequest:
    return context.request
