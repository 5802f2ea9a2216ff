"""Declaration of the engagements app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EngagementsConfig(AppConfig):
    """Values, axes, priorities and the commitments that follow from them."""

    name = "engagements"
    verbose_name = _("Commitments")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # The one place where an import may wait: models exist only now.
        from . import topics  # noqa: PLC0415

        topics.register()
