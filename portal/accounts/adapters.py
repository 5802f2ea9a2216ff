"""What allauth asks of us: who may open an account, where signing in leads, whose mails."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from portal.cms.models import SiteSettings


class AccountAdapter(DefaultAccountAdapter):
    """Registration follows the city's settings; signing in leads where each has work to do."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return SiteSettings.for_request(request).registration_open

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The admin for those who may enter it, else the account; `next` is asked before."""
        staff = request.user.has_perm("wagtailadmin.access_admin")
        return reverse("wagtailadmin_home" if staff else "account")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        context.setdefault("site_settings", SiteSettings.for_request(self.request))
        super().send_mail(template_prefix, email, context)
