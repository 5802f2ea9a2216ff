"""Grouped ideas: what binds two of them, which resemble, who supports, who is still asked."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Left

from portal.accounts.rules import readable_audiences

from .. import similarity
from ..consent_rules import Ties
from ..enums import Moderation
from ..models import (
    Contribution,
    MergeProposal,
    StemFrequency,
    Support,
    SupportQuestion,
)
from ..word_index import LONGEST_STEM
from .supports import Person

# Rows compared at most, and the characters of each; the rest resemble less.
_CANDIDATES, _TEXT = 400, 800
# Under this name, the number of contributions whose words were counted.
_TOTAL = ""


def ties_of(merged: Contribution, kept: Contribution, besides: MergeProposal | None = None) -> Ties:
    """What already binds these two ideas, besides one proposal."""
    others = MergeProposal.objects.all()
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    about_merged = others.standing().filter(Q(merged=merged) | Q(kept=merged))
    return Ties(
        merged=about_merged.exists() or Contribution.objects.filter(merged_into=merged).exists(),
        kept=others.standing().filter(merged=kept).exists(),
        declined=others.filter(merged=merged, kept=kept, accepted=False).exists(),
    )


def latest_proposal(contribution: Contribution) -> MergeProposal | None:
    """The last proposal to group this idea under another, whatever became of it."""
    found = contribution.merge_proposals.select_related("kept__activity", "merged__activity")
    latest: MergeProposal | None = found.order_by("-proposed_at", "-pk").first()
    return latest


def proposals_towards(contribution: Contribution) -> list[MergeProposal]:
    """The ideas that stand under this one, or are proposed to."""
    found = contribution.merge_proposals_received.standing()
    return list(found.select_related("merged__activity").order_by("merged__number"))


@dataclass(frozen=True)
class Resembling:
    """An idea that resembles, and how much out of 100."""

    contribution: Contribution
    likeness: int


def similar_in_call(contribution: Contribution, limit: int = 8) -> list[Resembling]:
    """The ideas of the same call under which this one could stand, the closest first."""
    stems = _rare_stems(contribution)
    if not stems:
        return []
    found: Any = Contribution.objects.filter(activity=contribution.activity_id).published()
    bound = MergeProposal.objects.standing().filter(merged=OuterRef("pk"))
    found = found.exclude(pk=contribution.pk).exclude(Exists(bound))
    found = found.filter(stems__any_word=" ".join(stems))
    rows = found.order_by().annotate(beginning=Left("text", _TEXT))
    rows = rows.values_list("pk", "title", "beginning")[:_CANDIDATES]
    matches = similarity.rank(
        contribution.title,
        contribution.text[:_TEXT],
        [similarity.Candidate(pk, title, text) for pk, title, text in rows],
        limit=limit,
    )
    by_key = Contribution.objects.select_related("activity").in_bulk(
        [match.key for match in matches]
    )
    return [
        Resembling(by_key[match.key], round(match.score * 100))
        for match in matches
        if match.key in by_key
    ]


def _rare_stems(contribution: Contribution) -> list[str]:
    """The words to fetch candidates with: the rarest, once their frequencies are known."""
    wanted = similarity.lookups(contribution.title, contribution.text[:_TEXT])
    wanted = [stem for stem in wanted if len(stem) <= LONGEST_STEM]
    rows = StemFrequency.objects.filter(stem__in=[_TOTAL, *wanted])
    counts = dict(rows.values_list("stem", "count"))
    total = counts.pop(_TOTAL, 0)
    if not total:
        return wanted
    return similarity.rarest(wanted, counts, total=total, budget=_CANDIDATES, most=10)


@dataclass(frozen=True)
class GroupedFigures:
    """How many people supported the ideas grouped here, and how many of them this one too."""

    people: int
    also: int


def grouped_figures(kept: Contribution) -> GroupedFigures:
    """Counted in persons, by one query; never added to the supports of the idea itself."""
    also = Support.objects.filter(contribution=kept, supporter=OuterRef("supporter"))
    supports = Support.objects.filter(
        contribution__merged_into=kept, contribution__moderation=Moderation.MERGED
    )
    counted = supports.aggregate(
        people=Count("supporter", distinct=True),
        also=Count("supporter", distinct=True, filter=Exists(also)),
    )
    return GroupedFigures(**counted)


def questions_to_ask() -> "QuerySet[SupportQuestion]":
    """Questions that still make sense: no answer, still grouped, not supported meanwhile."""
    given = Support.objects.filter(
        contribution=OuterRef("proposal__kept"), supporter=OuterRef("support__supporter")
    )
    return SupportQuestion.objects.filter(
        ~Exists(given),
        accepted__isnull=True,
        proposal__undone_at__isnull=True,
        proposal__kept__moderation=Moderation.PUBLISHED,
        proposal__kept__activity__live=True,
        proposal__kept__activity__tally__archived_at__isnull=True,
    )


def questions_to_mail(limit: int) -> list[SupportQuestion]:
    """The next questions to send by mail, the oldest first."""
    account = Q(support__supporter__user__is_active=True)
    reachable = Q(support__supporter__email__isnull=False) | account
    waiting = questions_to_ask().filter(reachable, mailed_at__isnull=True)
    related = waiting.select_related(
        "support__supporter__user", "support__contribution__activity", "proposal__kept__activity"
    )
    return list(related.order_by("pk")[:limit])


def open_questions(
    person: Person, *, about: Contribution | None = None, limit: int = 20
) -> list[SupportQuestion]:
    """What one recognised person is asked, among what this reader may see; by one query at most.

    `about` narrows it to one idea, under which others stand.
    """
    if not person.is_known:
        return []
    asked = questions_to_ask().filter(
        person.as_supporter("support__supporter__"),
        proposal__kept__activity__visibility__in=readable_audiences(person.user),
    )
    if about is not None:
        asked = asked.filter(proposal__kept=about)
    related = asked.select_related("support__contribution__activity", "proposal__kept__activity")
    return list(related.order_by("asked_at", "pk")[:limit])


def grouped_authors(kept: Contribution) -> list[Contribution]:
    """The ideas that stand under this one, whose authors hear of its answer."""
    found: Any = Contribution.objects.filter(merged_into=kept, moderation=Moderation.MERGED)
    related = found.select_related("activity", "author").order_by("pk")
    return list(related)


def proposals_listed(state: str = "") -> "QuerySet[MergeProposal]":
    """Every proposal for the officers, the open ones first, then the latest."""
    proposals = MergeProposal.objects.all()
    narrowed = {
        "open": proposals.open,
        "grouped": proposals.grouped,
        "declined": lambda: proposals.filter(accepted=False),
        "undone": lambda: proposals.filter(undone_at__isnull=False),
    }.get(state, proposals.all)()
    related = narrowed.select_related("merged__activity", "merged__author", "kept")
    return related.order_by("-proposed_at", "-pk")
