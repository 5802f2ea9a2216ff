"""What the desks of the vote on paper share: the right to enter, the way back, the rules."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.accounts.models import User

from ..models import ParticipatoryBudget
from ..queries.rules import rules_in_force
from ..rulebook import Rulebook

HOLD_BOOTH = "budgets.hold_booth"
KEY_IN = "budgets.key_in_ballots"
MAKE_CODES = "budgets.make_voting_codes"
CONDUCT = "budgets.conduct_budget"


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class PaperDeskView(WagtailAdminTemplateMixin, TemplateView):
    """A page of the desk, for those who hold its right; nothing of it stays in a browser."""

    right: ClassVar[str]
    listing: ClassVar[tuple[str, str | Promise]]
    header_icon = "clipboard-list"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User) or not user.has_perm(self.right):
            raise PermissionDenied
        self.officer = user
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        name, label = self.listing
        address = reverse(name)
        if address == self.request.path:
            return [*items, {"url": "", "label": label}]
        return [
            *items,
            {"url": address, "label": label},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]


def budget_and_rules(pk: int) -> tuple[ParticipatoryBudget, Rulebook]:
    """A vote and its rules in force. Raises Http404 when none are published."""
    budget: ParticipatoryBudget = get_object_or_404(
        ParticipatoryBudget.objects.select_related("box"), pk=pk
    )
    rules = rules_in_force(budget)
    if rules is None:
        raise Http404
    return budget, rules
