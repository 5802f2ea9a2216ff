"""Registration of the security app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SecurityConfig(AppConfig):
    """Events that an auditor reads, reports of browsers, and what the admin's pages start with."""

    name = "portal.security"
    label = "security"
    verbose_name = _("Security")

    def ready(self) -> None:
        from portal import frozen_rows  # noqa: PLC0415

        from . import append_only, receivers, starts  # noqa: PLC0415

        frozen_rows.register(append_only.EVENTS)

        post_migrate.connect(append_only.ensure, sender=self)
        receivers.connect()
        starts.install()
