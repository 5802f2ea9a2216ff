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
        from engagements.registry import (  # noqa: PLC0415
            register_origin_source,
            register_related_source,
        )
        from portal.accounts.registry import register_section  # noqa: PLC0415
        from portal.agenda import register_dates  # noqa: PLC0415

        from . import own_data, sources, topics, word_index  # noqa: PLC0415
        from .actions import publishing  # noqa: PLC0415
        from .queries import ContributionOrigins, open_files  # noqa: PLC0415
        from .queries.about_commitments import ActivitiesAboutCommitments  # noqa: PLC0415
        from .queries.dates import activity_dates  # noqa: PLC0415
        from .views.account import own_contributions, support_questions  # noqa: PLC0415

        post_migrate.connect(word_index.ensure, sender=self)
        publishing.connect()
        topics.register()
        register_origin_source(ContributionOrigins())
        register_related_source(ActivitiesAboutCommitments())
        register_dates(activity_dates)
        open_files.register()
        register_section(support_questions)
        register_section(own_contributions)
        self._answer_for_data()
        own_data.register()
        sources.register()

    def _answer_for_data(self) -> None:
        """What is kept about people, why, until when; what they agree to."""
        from portal.privacy import registry as privacy  # noqa: PLC0415

        from . import processings, retention  # noqa: PLC0415
        from .actions.wishes import stop_writing  # noqa: PLC0415
        from .consent_rules import WISHES_CONSENT  # noqa: PLC0415
        from .queries.data_cards import activity_cards, promotion_proofs  # noqa: PLC0415

        privacy.register_processing(*processings.PROCESSINGS)
        privacy.register_cookie(processings.SUPPORTER_COOKIE)
        privacy.register_rule(*retention.RULES)
        privacy.register_cards(activity_cards)
        privacy.register_proofs(promotion_proofs)
        privacy.register_consent(
            privacy.ConsentKind(
                name=WISHES_CONSENT, label=processings.WISHES.label, withdrawn=stop_writing
            )
        )
