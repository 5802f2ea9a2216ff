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
        from engagements.registry import register_related_source  # noqa: PLC0415
        from portal.open_data import register_datasets  # noqa: PLC0415
        from portal.privacy.registry import register_processing, register_rule  # noqa: PLC0415

        from . import own_data, publishing, receivers, sources, topics  # noqa: PLC0415
        from .processings import CONTACT  # noqa: PLC0415
        from .queries.about_commitments import NewsAboutCommitments  # noqa: PLC0415
        from .queries.open_files import site_files  # noqa: PLC0415
        from .retention import MESSAGES  # noqa: PLC0415

        register_processing(CONTACT)
        register_rule(MESSAGES)
        own_data.register()
        sources.register()
        publishing.connect()
        receivers.connect()
        register_related_source(NewsAboutCommitments())
        register_datasets(site_files)
        topics.register()
