"""What allauth asks of us: who may open an account, where signing in leads, whose mails."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest
from django.urls import reverse

from portal.cms.models import SiteSettings
from portal.notifications.mails import AWAITED_NOW, queue_message


class AccountAdapter(DefaultAccountAdapter):
    """Registration follows the city's settings; signing in leads where each has work to do."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return SiteSettings.for_request(request).registration_open

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The admin for those who may enter it, else the account; `next` is asked before."""
        staff = request.user.has_perm("wagtailadmin.access_admin")
        return reverse("wagtailadmin_home" if staff else "account")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through the outbox, as all mails; at once, for somebody waits for it."""
        filled = {
            "request": self.request,
            "email": email,
            "current_site": get_current_site(self.request),
            "site_settings": SiteSettings.for_request(self.request),
            **context,
        }
        message = self.render_mail(template_prefix, email, filled)
        kind = template_prefix.rpartition("/")[2]
        queue_message(message, kind=kind, delivery=AWAITED_NOW)
