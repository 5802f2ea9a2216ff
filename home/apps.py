"""Declaration of the home app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """What assembles or lists the other rooms; imported by none of them."""

    name = "home"
    verbose_name = _("Home")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # The one place where an import may wait: models exist only now.
        from . import publishing, topics  # noqa: PLC0415

        publishing.connect()
        topics.register()
