"""Registration of the agents app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgentsConfig(AppConfig):
    """City agents and how each is known."""

    name = "portal.agents"
    label = "agents"
    verbose_name = _("City agents")

    def ready(self) -> None:
        # The one place where an import may wait: models exist only now.
        from portal.accounts.personal_data import register_source  # noqa: PLC0415
        from portal.accounts.registry import register_section  # noqa: PLC0415
        from portal.notifications.registry import register_mail_kinds  # noqa: PLC0415
        from portal.privacy.registry import register_processing, register_rule  # noqa: PLC0415

        from .exports import AGENT_DATA  # noqa: PLC0415
        from .processings import AGENTS  # noqa: PLC0415
        from .retention import RULES  # noqa: PLC0415
        from .views.own import account_section  # noqa: PLC0415

        register_source(AGENT_DATA)
        register_rule(*RULES)
        register_processing(AGENTS)
        register_section(account_section)
        register_mail_kinds({"agent_letter": _("Letter to an agent")})
