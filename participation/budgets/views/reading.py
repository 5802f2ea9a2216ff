"""Reading a participatory budget: its page, one project."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ...models import Activity
from ..models import Project
from .parts import found_budget, trail


@require_safe
def budget(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The budget: promise, stages, projects."""
    found = found_budget(activity)
    at = timezone.now()
    context = {
        "activity": found,
        "budget": found,
        "state": found.state(at),
        "at": at,
        "projects": list(found.projects.public()),
        "breadcrumbs": trail(found),
    }
    return render(request, "budgets/budget.html", context)


@require_safe
def project(request: HttpRequest, activity: Activity, number: int) -> HttpResponse:
    """One project: what it is, what was decided on it, what became of it."""
    found = found_budget(activity)
    one = Project.objects.public().filter(budget=found, number=number).first()
    if one is None:
        raise Http404
    here = (_("Project no. %(number)s") % {"number": number}, None)
    context = {"activity": found, "budget": found, "project": one}
    return render(request, "budgets/project.html", {**context, "breadcrumbs": trail(found, here)})
