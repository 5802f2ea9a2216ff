"""Registration of the accounts app, and of its forms with Wagtail's management of people."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    """People and their roles."""

    name = "portal.accounts"
    label = "accounts"
    verbose_name = _("Accounts")
    # Of the two in this file, the one that "portal.accounts" means.
    default = True

    def ready(self) -> None:
        from portal.notifications.registry import register_mail_kinds  # noqa: PLC0415

        from . import kept_data, receivers  # noqa: PLC0415

        receivers.connect()
        kept_data.register()
        register_mail_kinds({"account": _("Account: address, password, sign-in")})


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's management of people, with the portal's own forms."""

    user_viewset = "portal.accounts.viewsets.UserViewSet"
