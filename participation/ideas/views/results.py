"""The results of a call for ideas: its public figures, and the same as a file."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from portal.tables import write_csv

from ...models import Activity
from ...queries.kept_figures import kept_results
from ...queries.results import Line, Results
from ...queries.results_table import HEADERS, table
from ...views.reading import trail
from .parts import found_call


@require_safe
def results(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The figures of the call, its answers, and the verdict on its promise."""
    call = found_call(activity)
    at = timezone.now()
    found = kept_results(call, at)
    context = {
        "activity": call,
        "at": at,
        "state": call.state(at),
        "results": found,
        "amendments": list(call.amendments.all()),
        "sentence": _sentence(found),
        "titles": _titles(found),
        "department_lines": _department_lines(found),
        "fewest": settings.AGENT_GROUP_MINIMUM,
        "verdict_due": bool(call.answer_by and timezone.localdate(at) > call.answer_by),
        "social_title": _("Results: %(title)s") % {"title": call.title},
        "breadcrumbs": trail(call, (_("Results"), None)),
    }
    return render(request, "ideas/results.html", context)


@require_safe
def results_csv(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The same figures, for spreadsheets and programs."""
    call = found_call(activity)
    rows = table(kept_results(call, timezone.now()))
    response = HttpResponse(write_csv(HEADERS, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="resultats-{call.slug}.csv"'
    return response


def _sentence(results: Results) -> str:
    """The results in one sentence."""
    ideas = ngettext("%(n)d published idea", "%(n)d published ideas", results.published)
    answers = ngettext("%(n)d answer of the city", "%(n)d answers of the city", results.answered)
    fed = ngettext("%(n)d commitment fed", "%(n)d commitments fed", len(results.fed))
    parts = [
        ideas % {"n": results.published},
        answers % {"n": results.answered},
        fed % {"n": len(results.fed)},
    ]
    return ", ".join(parts) + "."


def _titles(results: Results) -> dict[str, str]:
    """What each table of bars shows, said in a few words."""
    tables = {
        "verdicts": results.verdicts,
        "refusals": results.refusals,
        "channels": results.channels,
        "themes": results.themes,
        "places": results.places,
    }
    titles = {name: _largest(lines, unstated=name == "verdicts") for name, lines in tables.items()}
    if results.refusals:
        # The reasons of the charter are sentences: none of them makes a title.
        titles["refusals"] = ngettext(
            "%(n)d idea was not published", "%(n)d ideas were not published", results.refused
        ) % {"n": results.refused}
    busiest = max(results.weeks, key=lambda line: line.count, default=None)
    if busiest:
        words = {"week": busiest.label, "count": busiest.count}
        titles["weeks"] = _("The busiest: %(week)s, %(count)d received") % words
    return titles


def _largest(lines: list[Line], *, unstated: bool) -> str:
    """The longest bar, in words; what was not stated is no conclusion, unless it is an answer."""
    stated = [line for line in lines if line.key or unstated]
    if not stated:
        return ""
    first = max(stated, key=lambda line: line.count)
    words = {"label": first.label, "count": first.count, "total": first.total}
    return _("%(label)s: %(count)d out of %(total)d") % words


def _department_lines(results: Results) -> list[Line]:
    groups = results.departments.groups if results.departments else []
    longest = max((group.count for group in groups), default=0)
    return [Line("", group.name, group.count, longest=longest) for group in groups]
