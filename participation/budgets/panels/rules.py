"""What the published rules of a vote say, and what the form would change, on its page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from ..queries.rules import latest_version, prepared_text
from ..rule_words import rule_sentences
from ..rulebook import Rulebook


class RulesPanel(Panel):
    """The rules in force in plain words, those that the fields would make, and what differs."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": _("What the published rules say"), **kwargs})

    class BoundPanel(Panel.BoundPanel):
        """The rules of one budget."""

        template_name = "budgets/admin/rules_panel.html"

        def is_shown(self) -> bool:
            """Nothing to say of a budget that is not kept yet."""
            return bool(self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            budget = self.instance
            return {
                **context,
                **compared(budget),
                "desk_url": reverse("budget_desk:index", args=[budget.pk]),
            }


def compared(budget: Any) -> dict[str, Any]:
    """The published version, and the sentences that the fields would take out or add."""
    version = latest_version(budget)
    prepared = prepared_text(budget)
    after = rule_sentences(Rulebook.read(prepared))
    before = rule_sentences(Rulebook.read(version.text)) if version else []
    return {
        "version": version,
        "is_same": version is not None and version.text == prepared,
        "before": before,
        "after": after,
        "gone": [one for one in before if one not in after],
        "new": [one for one in after if one not in before],
    }
