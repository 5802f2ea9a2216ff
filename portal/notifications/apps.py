"""Registration of the notifications app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """Mails."""

    name = "portal.notifications"
    label = "notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        # The one place where an import may wait: models exist only now.
        from portal.privacy.registry import register_rule  # noqa: PLC0415

        from .retention import MAILS  # noqa: PLC0415

        register_rule(MAILS)
