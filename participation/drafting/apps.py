"""Registration of texts written together."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DraftingConfig(AppConfig):
    """Texts written together."""

    name = "participation.drafting"
    label = "drafting"
    verbose_name = _("Texts written together")

    def ready(self) -> None:
        from portal.accounts.registry import register_rights  # noqa: PLC0415
        from portal.agenda import register_dates  # noqa: PLC0415
        from portal.frozen_rows import register as freeze  # noqa: PLC0415
        from portal.privacy.registry import register_processing  # noqa: PLC0415

        from ..mechanism import register  # noqa: PLC0415
        from ..registry import register_counter, register_story  # noqa: PLC0415
        from . import own_data, topics  # noqa: PLC0415
        from .actions import counting, publishing  # noqa: PLC0415
        from .frozen import FROZEN  # noqa: PLC0415
        from .mechanism import DraftingMechanism  # noqa: PLC0415
        from .processings import AMENDMENTS  # noqa: PLC0415
        from .queries.dates import version_dates  # noqa: PLC0415
        from .queries.stories import integration  # noqa: PLC0415
        from .rights import RIGHTS  # noqa: PLC0415

        freeze(*FROZEN)
        register_processing(AMENDMENTS)
        register_dates(version_dates)
        register_counter(counting.count_amendment)
        register_story(integration)
        publishing.connect()
        topics.register()
        own_data.register()
        register_rights("drafting", *RIGHTS)
        register(DraftingMechanism())
