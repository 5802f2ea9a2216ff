"""Registration of the subscriptions app: its work for the worker of mails, its personal data."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubscriptionsConfig(AppConfig):
    """What people follow, and what they are told."""

    name = "portal.subscriptions"
    label = "subscriptions"
    verbose_name = _("Subscriptions")

    def ready(self) -> None:
        # The one place where an import may wait: models exist only now.
        from portal.accounts.personal_data import register_source  # noqa: PLC0415
        from portal.accounts.registry import register_section  # noqa: PLC0415
        from portal.notifications.registry import (  # noqa: PLC0415
            register_feeder,
            register_last_word,
            register_mail_kinds,
            register_withheld,
        )
        from portal.privacy.registry import (  # noqa: PLC0415
            register_processing,
            register_proofs,
            register_rule,
        )

        from . import processings, retention, sources  # noqa: PLC0415
        from .actions import expand_events, spread_letters, tell_people  # noqa: PLC0415
        from .actions.telling import tell_again  # noqa: PLC0415
        from .views.section import own_subscriptions  # noqa: PLC0415

        for feeder in (expand_events, tell_people, spread_letters):
            register_feeder(feeder)
        register_last_word(sources.may_still_read)
        register_withheld(tell_again)
        register_mail_kinds(
            {
                "digest": _("Digest of what is followed"),
                "news_letter": _("Letter to subscribers"),
                "subscribe_link": _("Link to subscribe"),
                "subscriptions_link": _("Link to one’s subscriptions"),
            }
        )
        register_source(sources.SUBSCRIPTIONS)
        register_source(sources.MAILS)
        register_rule(*retention.RULES)
        register_processing(processings.SUBSCRIPTIONS)
        register_proofs(sources.consents)
        register_section(own_subscriptions)
