"""Registration of the privacy app: what the portal itself keeps, and how long."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    """Notices, register, retention, consents."""

    name = "portal.privacy"
    label = "privacy"
    verbose_name = _("Personal data")

    def ready(self) -> None:
        # Models and settings exist only now.
        from portal.accounts.personal_data import DataSource, register_source  # noqa: PLC0415
        from portal.accounts.registry import register_section  # noqa: PLC0415
        from portal.notifications.registry import register_mail_kinds  # noqa: PLC0415

        from .actions import forget_consents  # noqa: PLC0415
        from .processings import COOKIES, PROCESSINGS  # noqa: PLC0415
        from .queries.consents import taken_consents  # noqa: PLC0415
        from .registry import (  # noqa: PLC0415
            register_cookie,
            register_processing,
            register_rule,
        )
        from .retention import RULES  # noqa: PLC0415
        from .views.consents import consents_of_account  # noqa: PLC0415

        register_processing(*PROCESSINGS)
        register_cookie(*COOKIES)
        register_rule(*RULES)
        register_section(consents_of_account)
        register_mail_kinds({"inactive_account": _("Account about to be erased")})
        register_source(
            DataSource(
                name="consents",
                label=_("Consents"),
                export=taken_consents,
                erase=forget_consents,
            )
        )
