"""What stands in the editor of an answer beside its fields: the idea, the ready-made words."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from ..models import Answer, AnswerTemplate


class _Shown(Panel):
    """A panel that only shows something about the answer."""

    class BoundPanel(Panel.BoundPanel):
        """What is shown of one answer."""

        instance: Answer

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, **self.shown()}

        def shown(self) -> dict[str, Any]:
            """What the template needs."""
            raise NotImplementedError


class ContributionPanel(_Shown):
    """The contribution that is answered; it never changes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": _("What is answered"), **kwargs})

    class BoundPanel(_Shown.BoundPanel):
        """The contribution of one answer, who prepares it and by when."""

        template_name = "participation/admin/contribution_panel.html"

        def shown(self) -> dict[str, Any]:
            contribution = self.instance.contribution
            assignment = getattr(contribution, "assignment", None)
            today = timezone.localdate()
            return {
                "contribution": contribution,
                "activity": contribution.activity,
                "assignment": assignment,
                "overdue": bool(assignment and assignment.is_overdue(today)),
            }


class TemplatesPanel(_Shown):
    """Links that insert ready-made words, without JavaScript."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": _("Insert a template"), **kwargs})

    class BoundPanel(_Shown.BoundPanel):
        """The templates on offer."""

        template_name = "participation/admin/templates_panel.html"

        def is_shown(self) -> bool:
            return AnswerTemplate.objects.exists()

        def shown(self) -> dict[str, Any]:
            return {"templates": AnswerTemplate.objects.all()}
