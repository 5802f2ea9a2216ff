"""Registration of the app, and of what the foundations keep about people."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OwnDataConfig(AppConfig):
    """A person's own data: seen, taken away, corrected, erased."""

    name = "portal.owndata"
    label = "owndata"
    verbose_name = _("Personal data")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # The one place where an import may wait: models exist only now.
        from portal.accounts.registry import register_section  # noqa: PLC0415
        from portal.notifications.registry import register_mail_kinds  # noqa: PLC0415
        from portal.privacy.registry import register_processing  # noqa: PLC0415

        from . import own_data  # noqa: PLC0415
        from .processings import REQUESTS  # noqa: PLC0415
        from .views import own  # noqa: PLC0415

        own_data.register()
        register_processing(REQUESTS)
        register_section(own.section)
        register_mail_kinds(
            {
                "own_data_link": _("Link to one’s own data"),
                "own_data_erased": _("Data erased: the last word"),
            }
        )
