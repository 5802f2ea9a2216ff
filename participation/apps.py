"""Registration of the participation app, and of the ideas shown on commitment pages."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ParticipationConfig(AppConfig):
    """Levels, activities, contributions, answers."""

    name = "participation"
    verbose_name = _("Participation")

    def ready(self) -> None:
        # The one place where an import may wait: models exist only now.
        from engagements.registry import register_origin_source  # noqa: PLC0415
        from portal.accounts.registry import register_section  # noqa: PLC0415

        from . import topics, word_index  # noqa: PLC0415
        from .actions import publishing  # noqa: PLC0415
        from .queries import ContributionOrigins  # noqa: PLC0415
        from .views.account import support_questions  # noqa: PLC0415

        post_migrate.connect(word_index.ensure, sender=self)
        publishing.connect()
        topics.register()
        register_origin_source(ContributionOrigins())
        register_section(support_questions)
