"""What allauth asks about providers: they come from the environment, nobody is known by e-mail."""

from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.utils import user_email
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.http import HttpRequest
from django.utils import timezone

from .actions import note_opening
from .configuration import clients


class IdentityAdapter(DefaultSocialAccountAdapter):
    """Providers of the environment only; a first visit always asks the person what they want."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """The providers of the environment; the table of allauth is not even read."""
        return [
            SocialApp(
                provider=client.provider.value,
                provider_id=client.provider.value,
                name=client.provider.label,
                client_id=client.client_id,
                settings={},
            )
            for client in clients()
            if provider in (None, client.provider.value) and client_id in (None, client.client_id)
        ]

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """No: the person may have an account already, which an address would not prove."""
        return False

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        return False

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        # Closed or not, the page of the first visit is shown: it also links to an account.
        return True

    def populate_user(
        self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]
    ) -> Any:
        """An address to begin with, and nothing else of the identity."""
        user = sociallogin.user
        user_email(user, data.get("email") or "")
        return user

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> Any:
        """An account under the address that the person confirmed in the form, and no other."""
        chosen = form.cleaned_data["email"].lower() if form else ""
        sociallogin.email_addresses = [
            address for address in sociallogin.email_addresses if address.email.lower() == chosen
        ]
        user = super().save_user(request, sociallogin, form)
        note_opening(user=user, provider=sociallogin.account.provider, at=timezone.now())
        return user


def may_open_accounts(request: HttpRequest) -> bool:
    """Whether the city lets new accounts be opened."""
    return bool(get_account_adapter(request).is_open_for_signup(request))
