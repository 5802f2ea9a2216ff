"""Reading a participatory budget: its page, one project, its rules, its journal."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ...models import Activity
from ...views.reading import trail
from ..actions.journal import chained
from ..enums import EnvelopeMode
from ..forms.filters import STEP_NAMES, ProjectFilters
from ..models import ParticipatoryBudget, RuleVersion
from ..queries.projects import FunnelStep, funnel_of, listed_projects, public_project
from ..queries.rules import latest_version
from ..queries.stages import budget_phases
from ..rule_words import rule_sentences
from ..rulebook import Rulebook
from .parts import found_budget


@require_safe
def budget(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The budget: promise, stages, funnel, projects, rules in short."""
    found = found_budget(activity)
    at = timezone.now()
    filters = ProjectFilters(request.GET, budget=found)
    chosen = filters.asked()
    version = latest_version(found)
    context = {
        "activity": found,
        "budget": found,
        "state": found.state(at),
        "at": at,
        "phases": budget_phases(found, at),
        "funnel": shown_funnel(found),
        "filters": filters,
        "is_filtered": bool(chosen["step"] or chosen["district"]),
        "projects": list(listed_projects(found, **chosen)),
        "version": version,
        "sentences": rule_sentences(Rulebook.read(version.text)) if version else [],
        "amendments": list(found.amendments.all()),
        "results_url": results_url(found),
        "shows_districts": found.envelope_mode != EnvelopeMode.CITY,
        "breadcrumbs": trail(found),
    }
    return render(request, "budgets/budget.html", context)


@require_safe
def project(request: HttpRequest, activity: Activity, number: int) -> HttpResponse:
    """One project: what it is, what was decided on it, what became of it."""
    found = found_budget(activity)
    one = public_project(found, number)
    if one is None:
        raise Http404
    here = (_("Project no. %(number)s") % {"number": number}, None)
    at = timezone.now()
    context = {
        "activity": found,
        "budget": found,
        "project": one,
        "study": next(iter(one.studies.all()), None),
        "at": at,
        "state": found.state(at),
        "breadcrumbs": trail(found, here),
    }
    return render(request, "budgets/project.html", context)


@require_safe
def rules(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The rules in force in plain words, every version with its fingerprint, the amendments."""
    found = found_budget(activity)
    versions = list(found.rule_versions.order_by("-number"))
    book = Rulebook.read(versions[0].text) if versions else None
    context = {
        "activity": found,
        "budget": found,
        "versions": versions,
        "version": versions[0] if versions else None,
        "rulebook": book,
        "sentences": rule_sentences(book) if book else [],
        "amendments": list(found.amendments.all()),
        "check_command": "sha256sum regle.json",
        "breadcrumbs": trail(found, (_("Rules of the vote"), None)),
    }
    return render(request, "budgets/rules.html", context)


@require_safe
def rules_file(
    request: HttpRequest, activity: Activity, version: int | None = None
) -> HttpResponse:
    """The bytes of regle.json, those whose fingerprint is published; one version, or the last."""
    found = found_budget(activity)
    versions = RuleVersion.objects.filter(budget=found).order_by("-number")
    one = (versions.filter(number=version) if version else versions).first()
    if one is None:
        raise Http404
    response = HttpResponse(one.text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="regle.json"'
    return response


@require_safe
def journal(request: HttpRequest, activity: Activity) -> HttpResponse:
    """What happened to the vote, each line chained to the one before."""
    found = found_budget(activity)
    lines, before = [], ""
    for line in found.vote_events.order_by("number"):
        expected = chained(before, kind=line.kind, facts=line.facts, at=line.happened_at)
        lines.append({"line": line, "facts": _facts(line.facts), "holds": expected == line.sha256})
        before = line.sha256
    context = {
        "activity": found,
        "budget": found,
        "lines": lines,
        "is_whole": all(one["holds"] for one in lines),
        "breadcrumbs": trail(found, (_("Journal of the vote"), None)),
    }
    return render(request, "budgets/journal.html", context)


@require_safe
def journal_file(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The journal as data, with what a line's fingerprint is made of."""
    found = found_budget(activity)
    lines = [
        {
            "number": line.number,
            "kind": line.kind,
            "facts": line.facts,
            "at": line.happened_at.isoformat(),
            "sha256": line.sha256,
        }
        for line in found.vote_events.order_by("number")
    ]
    text = json.dumps({"format": "parvis-journal/1", "lines": lines}, ensure_ascii=False, indent=1)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="journal.json"'
    return response


def results_url(budget: ParticipatoryBudget) -> str:
    """Where the results are; empty while nobody counts."""
    mechanism = budget.mechanism
    try:
        return mechanism.url(budget, "results") if mechanism else ""
    except NoReverseMatch:
        return ""


def _facts(text: str) -> list[tuple[str, Any]]:
    return sorted(json.loads(text or "{}").items())


def shown_funnel(budget: ParticipatoryBudget) -> dict[str, Any]:
    """The funnel with the words of each step and the way to its projects."""
    found = funnel_of(budget)

    def shown(step: FunnelStep) -> dict[str, Any]:
        url = f"{budget.url}?etape={step.key}#projets"
        return {"label": STEP_NAMES[step.key], "count": step.count, "width": step.width, "url": url}

    return {
        "total": found.total,
        "steps": [shown(one) for one in found.steps],
        "stopped": [shown(one) for one in found.stopped],
    }
