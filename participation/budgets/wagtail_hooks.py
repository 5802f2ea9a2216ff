"""Registrations of participatory budgets with Wagtail's admin."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from ..registry import register_desk_link
from .viewsets.budgets import BudgetDeskViewSet, ParticipatoryBudgetViewSet
from .viewsets.counts import LINKS, after_vote_urls
from .viewsets.paper import PaperVoteGroup
from .viewsets.projects import ProjectViewSet

projects = ProjectViewSet()


class BudgetsGroup(SnippetViewSetGroup):
    """The menu of those who run participatory budgets."""

    # Short: Wagtail cuts what is wider than its menu.
    menu_label = pgettext_lazy("menu", "Budgets")
    menu_icon = "tasks"
    menu_order = 220
    items = (ParticipatoryBudgetViewSet, projects)


register_snippet(BudgetsGroup)
hooks.register("register_admin_viewset", BudgetDeskViewSet)
hooks.register("register_admin_viewset", PaperVoteGroup)


@hooks.register("register_permissions")
def permissions_on_budgets() -> "QuerySet[Permission]":
    """Offer the rights on a vote in the settings of groups."""
    rights = (
        "conduct_budget",
        "study_projects",
        "hold_booth",
        "key_in_ballots",
        "make_voting_codes",
    )
    return Permission.objects.filter(content_type__app_label="budgets", codename__in=rights)


hooks.register("register_admin_urls", after_vote_urls)
for link in LINKS:
    register_desk_link(link)
