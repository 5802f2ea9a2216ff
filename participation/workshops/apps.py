"""Registration of workshops."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkshopsConfig(AppConfig):
    """Workshops and their meetings."""

    name = "participation.workshops"
    label = "workshops"
    verbose_name = _("Workshops")

    def ready(self) -> None:
        from engagements.registry import register_related_source  # noqa: PLC0415
        from portal.accounts.registry import register_rights  # noqa: PLC0415
        from portal.agenda import register_dates  # noqa: PLC0415
        from portal.privacy.registry import register_processing, register_rule  # noqa: PLC0415

        from ..mechanism import register  # noqa: PLC0415
        from . import own_data, retention  # noqa: PLC0415
        from .mechanism import WorkshopMechanism  # noqa: PLC0415
        from .processings import REGISTRATIONS  # noqa: PLC0415
        from .queries.dates import meeting_dates  # noqa: PLC0415
        from .queries.outcomes import MeetingsAboutCommitments  # noqa: PLC0415
        from .rights import RIGHTS  # noqa: PLC0415

        register_processing(REGISTRATIONS)
        register_rule(retention.NEEDS, retention.REGISTRATIONS)
        register_related_source(MeetingsAboutCommitments())
        register_dates(meeting_dates)
        own_data.register()
        register_rights("workshops", *RIGHTS)
        register(WorkshopMechanism())
