"""Registration of participatory budgets."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BudgetsConfig(AppConfig):
    """Participatory budgets."""

    name = "participation.budgets"
    label = "budgets"
    verbose_name = _("Participatory budgets")

    def ready(self) -> None:
        from engagements.registry import register_related_source  # noqa: PLC0415
        from portal.accounts.registry import register_rights  # noqa: PLC0415
        from portal.frozen_rows import register as freeze  # noqa: PLC0415
        from portal.notifications.registry import register_mail_kinds  # noqa: PLC0415
        from portal.privacy import registry as privacy  # noqa: PLC0415
        from portal.security.registry import register_events  # noqa: PLC0415

        from ..mechanism import register  # noqa: PLC0415
        from ..registry import register_story  # noqa: PLC0415
        from . import own_data, retention, topics  # noqa: PLC0415
        from .actions.amending import republish  # noqa: PLC0415
        from .events import EVENTS  # noqa: PLC0415
        from .frozen import FROZEN  # noqa: PLC0415
        from .mechanism import BudgetMechanism  # noqa: PLC0415
        from .notifications import MAILS  # noqa: PLC0415
        from .processings import BASKET_COOKIE, RECEIPT_COOKIE, VOTES  # noqa: PLC0415
        from .queries.about_commitments import (  # noqa: PLC0415
            ElectedProjectsAboutCommitments,
        )
        from .queries.projects import envelope_of  # noqa: PLC0415
        from .rights import RIGHTS  # noqa: PLC0415
        from .stories import project_steps  # noqa: PLC0415

        register_story(project_steps)
        register_related_source(ElectedProjectsAboutCommitments())
        register_events(EVENTS)
        freeze(*FROZEN)
        privacy.register_processing(VOTES)
        privacy.register_cookie(BASKET_COOKIE, RECEIPT_COOKIE)
        privacy.register_rule(retention.ROLLS)
        own_data.register()
        register_mail_kinds(MAILS)
        register_rights("budgets", *RIGHTS)
        register(BudgetMechanism(republish, envelope_of))
        topics.register()
