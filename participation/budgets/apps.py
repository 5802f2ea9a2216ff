"""Registration of participatory budgets."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BudgetsConfig(AppConfig):
    """Participatory budgets."""

    name = "participation.budgets"
    label = "budgets"
    verbose_name = _("Participatory budgets")

    def ready(self) -> None:
        from portal.frozen_rows import register as freeze  # noqa: PLC0415
        from portal.privacy.registry import register_processing  # noqa: PLC0415

        from ..mechanism import register  # noqa: PLC0415
        from ..registry import register_story  # noqa: PLC0415
        from . import topics  # noqa: PLC0415
        from .actions.amending import republish  # noqa: PLC0415
        from .frozen import FROZEN  # noqa: PLC0415
        from .mechanism import BudgetMechanism  # noqa: PLC0415
        from .processings import VOTES  # noqa: PLC0415
        from .project_topics import register as register_project_topics  # noqa: PLC0415
        from .stories import project_steps  # noqa: PLC0415

        register_story(project_steps)
        freeze(*FROZEN)
        register_project_topics()
        register_processing(VOTES)
        register(BudgetMechanism(republish))
        topics.register()
