"""Registration of the notifications app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """Mails."""

    name = "portal.notifications"
    label = "notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        # Settings are read when the words are said.
        from portal.privacy.registry import register_processing  # noqa: PLC0415

        from .processings import MAILS  # noqa: PLC0415

        register_processing(MAILS)
