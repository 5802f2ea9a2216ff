"""Registration of the identity app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IdentityConfig(AppConfig):
    """Identities vouched for by the State."""

    name = "portal.identity"
    label = "identity"
    verbose_name = _("Identities")

    def ready(self) -> None:
        # Models exist only now.
        from portal.accounts.personal_data import DataSource, register_source  # noqa: PLC0415
        from portal.accounts.registry import register_section  # noqa: PLC0415
        from portal.notifications.registry import register_mail_kinds  # noqa: PLC0415
        from portal.privacy.registry import register_processing  # noqa: PLC0415

        from . import receivers  # noqa: PLC0415
        from .actions import erase_identities  # noqa: PLC0415
        from .configuration import clients  # noqa: PLC0415
        from .processings import IDENTITIES  # noqa: PLC0415
        from .queries import kept_about  # noqa: PLC0415
        from .views.account import linked_identities  # noqa: PLC0415

        receivers.connect()
        if clients():  # A city without provider has nothing of this in its register.
            register_processing(IDENTITIES)
        register_section(linked_identities)
        register_mail_kinds({"identity": _("Identity linked or unlinked")})
        label = _("Linked identities")
        fate = _("Erased: FranceConnect and ProConnect open nothing here any more.")
        register_source(DataSource("identities", label, kept_about, erase_identities, fate=fate))
