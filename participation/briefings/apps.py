"""Registration of explained decisions."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BriefingsConfig(AppConfig):
    """Decisions explained."""

    name = "participation.briefings"
    label = "briefings"
    verbose_name = _("Decisions explained")

    def ready(self) -> None:
        from portal.accounts.registry import register_rights  # noqa: PLC0415
        from portal.frozen_rows import register as freeze  # noqa: PLC0415
        from portal.privacy import registry as privacy  # noqa: PLC0415

        from ..mechanism import register  # noqa: PLC0415
        from . import own_data, topics  # noqa: PLC0415
        from .actions import publishing  # noqa: PLC0415
        from .frozen import FROZEN  # noqa: PLC0415
        from .mechanism import BriefingMechanism  # noqa: PLC0415
        from .processings import CLARITY, QUESTIONS  # noqa: PLC0415
        from .retention import COMMENTS  # noqa: PLC0415
        from .rights import RIGHTS  # noqa: PLC0415

        freeze(*FROZEN)
        privacy.register_processing(QUESTIONS, CLARITY)
        privacy.register_rule(COMMENTS)
        publishing.connect()
        topics.register()
        own_data.register()
        register_rights("briefings", *RIGHTS)
        register(BriefingMechanism())
