"""What of a budget can be told to those who follow it: its projects, as they are now."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.subscriptions.registry import Family, Subject, register_family, register_kind

from .models import Project

KINDS = {
    "project_published": gettext_lazy("A new project"),
    "project_step": gettext_lazy("A decision on a project"),
}


def projects(identifiers: Sequence[str]) -> dict[str, Subject]:
    """Public projects of published budgets."""
    numbers = [int(one) for one in identifiers if one.isdecimal() and len(one) < 18]
    found = Project.objects.public().filter(budget__live=True, pk__in=numbers)
    return {
        str(one.pk): Subject(
            f"project:{one.pk}",
            _("Project no. %(number)s: %(title)s") % {"number": one.number, "title": one.title},
            one.url,
            one.budget.visibility,
        )
        for one in found.select_related("budget")
    }


def register() -> None:
    """Says it to the base; called once, by the app's ready()."""
    register_family(Family("project", projects))
    for name, label in KINDS.items():
        register_kind(name, label)
