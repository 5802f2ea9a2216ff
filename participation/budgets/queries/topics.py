"""What of a participatory budget can be followed, as it is now: its public projects."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from portal.subscriptions.registry import Subject

from ..models import Project


def projects(identifiers: Sequence[str]) -> dict[str, Subject]:
    """Public projects of published budgets."""
    numbers = [int(one) for one in identifiers if one.isdecimal() and len(one) < 18]
    found = Project.objects.public().filter(budget__live=True, pk__in=numbers)
    return {
        str(one.pk): Subject(f"project:{one.pk}", _label(one), one.url, one.budget.visibility)
        for one in found.select_related("budget")
    }


def _label(project: Project) -> str:
    said = {"number": project.number, "title": project.title}
    return _("Project no. %(number)s: %(title)s") % said
