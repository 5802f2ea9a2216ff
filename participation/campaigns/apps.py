"""Registration of awareness campaigns."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    """Awareness campaigns."""

    name = "participation.campaigns"
    label = "campaigns"
    verbose_name = _("Awareness campaigns")

    def ready(self) -> None:
        from portal.accounts.registry import register_rights  # noqa: PLC0415
        from portal.agenda import register_dates  # noqa: PLC0415
        from portal.frozen_rows import register as freeze  # noqa: PLC0415
        from portal.privacy import registry as privacy  # noqa: PLC0415

        from ..mechanism import register  # noqa: PLC0415
        from . import own_data, processings, retention, topics  # noqa: PLC0415
        from .actions import outcomes  # noqa: PLC0415
        from .frozen import FROZEN  # noqa: PLC0415
        from .mechanism import CampaignMechanism  # noqa: PLC0415
        from .queries.dates import campaign_dates  # noqa: PLC0415
        from .rights import RIGHTS  # noqa: PLC0415

        freeze(*FROZEN)
        privacy.register_processing(
            processings.COUNTS, processings.TESTIMONIES, processings.REMINDERS
        )
        privacy.register_cookie(processings.PLEDGE_COOKIE)
        privacy.register_rule(*retention.RULES)
        register_dates(campaign_dates)
        outcomes.connect()
        topics.register()
        own_data.register()
        register_rights("campaigns", *RIGHTS)
        register(CampaignMechanism())
