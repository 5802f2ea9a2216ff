"""Registration of surveys."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    """Questionnaires and their results."""

    name = "participation.surveys"
    label = "surveys"
    verbose_name = _("Surveys")

    def ready(self) -> None:
        from portal.accounts.registry import register_rights  # noqa: PLC0415
        from portal.frozen_rows import register as freeze  # noqa: PLC0415
        from portal.privacy.registry import register_processing, register_rule  # noqa: PLC0415
        from portal.security.registry import register_events  # noqa: PLC0415

        from ..mechanism import register  # noqa: PLC0415
        from . import own_data, retention, topics  # noqa: PLC0415
        from .events import EVENTS  # noqa: PLC0415
        from .frozen import FROZEN  # noqa: PLC0415
        from .mechanism import SurveyMechanism  # noqa: PLC0415
        from .processings import ANSWERS, DRAFTS  # noqa: PLC0415
        from .rights import RIGHTS  # noqa: PLC0415

        freeze(*FROZEN)
        register_processing(ANSWERS, DRAFTS)
        register_rule(retention.DRAFTS, retention.ANSWERS)
        topics.register()
        own_data.register()
        register_events(EVENTS)
        register_rights("surveys", *RIGHTS)
        register(SurveyMechanism())
