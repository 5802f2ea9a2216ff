"""What of participatory budgets can be followed, and the words of what happens to it."""

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.subscriptions.registry import Family, Subject, register_family, register_kind

from .models import Project

KINDS = {
    "project_published": _("A new project"),
    "project_step": _("A decision on a project"),
    "budget_counted": _("The results of the vote"),
    "budget_decided": _("The council decided on the vote"),
    "project_elected": _("A project was elected"),
    "project_not_elected": _("A project was not elected"),
    "project_decided": _("The council decided on a project"),
    "project_news": _("News of an elected project"),
}


def projects(identifiers: Sequence[str]) -> dict[str, Subject]:
    """Public projects of published budgets."""
    numbers = [int(one) for one in identifiers if one.isdecimal() and len(one) < 18]
    found = Project.objects.public().filter(budget__live=True, pk__in=numbers)
    return {
        str(one.pk): Subject(
            f"project:{one.pk}",
            gettext("Project no. %(number)s: %(title)s")
            % {"number": one.number, "title": one.title},
            one.url,
            one.budget.visibility,
        )
        for one in found.select_related("budget")
    }


def register() -> None:
    """Says it to the base; called once, by the app's ready()."""
    register_family(
        Family(
            "project",
            projects,
            _("Follow the project"),
            _("The vote, the council, each step of the works. Nothing when nothing happened."),
        )
    )
    for name, label in KINDS.items():
        register_kind(name, label)
