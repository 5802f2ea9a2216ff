"""The results of a vote: the page, its figures as a file, the elected projects and their state."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.tables import write_csv

from ...models import Activity
from ...views.reading import trail
from ..models import ParticipatoryBudget
from ..outcome_words import sentence
from ..publication_texts import SMALL_ENVELOPE
from ..queries.outcome import Outcome, channels_of, outcome_of
from ..queries.realisations import followed
from ..queries.turnout import paper_progress, unsigned_batches
from ..rule_words import count_sentences, tie_sentences
from .parts import found_budget
from .reading import shown_funnel

# A contract: columns are added at the end, none is renamed or taken away.
HEADERS = (
    "enveloppe",
    "numero",
    "projet",
    "secteur",
    "cout",
    "voix",
    "points",
    "elu",
    "explication",
)


@require_safe
def results(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The result once it is published; before, when it comes and what is awaited, no figure."""
    budget, at = found_budget(activity), timezone.now()
    found = outcome_of(budget, at)
    context: dict[str, Any] = {
        "activity": budget,
        "budget": budget,
        "at": at,
        "breadcrumbs": trail(budget, (_("Results"), None)),
    }
    if found is None:
        return render(request, "budgets/results_awaited.html", {**context, **_awaited(budget, at)})
    return render(request, "budgets/results.html", {**context, **_told(budget, found)})


def _told(budget: ParticipatoryBudget, found: Outcome) -> dict[str, Any]:
    recount = found.count.recounts.first()
    files = {one.name: one for one in found.count.files.all()}
    return {
        "outcome": found,
        "title": sentence(len(found.winners), found.ballots),
        "rule_sentences": [*count_sentences(found.rules), *tie_sentences(found.rules)],
        "channels": channels_of(found.about),
        "fewest": SMALL_ENVELOPE,
        "recount": recount,
        "ballot_files": [one for name, one in files.items() if name.endswith(".pb")],
        "table": files.get("bulletins.csv"),
        "script": files.get("recompter.py"),
        "funnel": shown_funnel(budget),
        "amendments": list(budget.amendments.all()),
        "social_title": _("Results: %(title)s") % {"title": budget.title},
    }


def _awaited(budget: ParticipatoryBudget, at: datetime) -> dict[str, Any]:
    """What the page says before the results: the day, or what is awaited; no figure of votes."""
    box = getattr(budget, "box", None)
    is_over = at >= budget.closes_at
    batches = unsigned_batches(budget) if is_over and box else 0
    voters, signed = paper_progress(budget) if is_over and box else (0, 0)
    return {
        "box": box,
        "is_over": is_over,
        "batches": batches,
        "papers_missing": max(voters - signed, 0) if not batches else 0,
    }


@require_safe
def results_csv(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The figures of the page as a table; an empty one until they are published."""
    budget = found_budget(activity)
    found = outcome_of(budget, timezone.now())
    rows = _rows(found) if found else iter(())
    response = HttpResponse(write_csv(HEADERS, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="resultats-{budget.slug}.csv"'
    return response


def _rows(found: Outcome) -> Iterator[tuple[Any, ...]]:
    for envelope in found.envelopes:
        for line in envelope.lines:
            yield (
                envelope.id,
                int(line.id),
                line.name,
                line.district,
                line.cost,
                line.votes,
                line.figure,
                "oui" if line.is_elected else "non",
                line.why,
            )


@require_safe
def realisations(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The elected projects and how far they are, late ones first."""
    budget, at = found_budget(activity), timezone.now()
    context = {
        "activity": budget,
        "budget": budget,
        "decision": getattr(budget, "council_decision", None),
        "rows": followed(budget, at),
        "at": at,
        "breadcrumbs": trail(budget, (_("Elected projects"), None)),
    }
    return render(request, "budgets/realisations.html", context)
