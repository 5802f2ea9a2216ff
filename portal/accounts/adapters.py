"""What allauth asks of us: whether anyone may open an account, and where mails come from."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from portal.cms.models import SiteSettings


class AccountAdapter(DefaultAccountAdapter):
    """Lets the city open or close registration from its settings."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return SiteSettings.for_request(request).registration_open

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        context.setdefault("site_settings", SiteSettings.for_request(self.request))
        super().send_mail(template_prefix, email, context)
