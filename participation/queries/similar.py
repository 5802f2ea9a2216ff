"""What already says what somebody types: contributions, answers given, commitments."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db.models import Q
from django.db.models.functions import Left

from engagements.enums import DisplayState
from engagements.models import Commitment
from portal.cms.folding import fold

from .. import rules, similarity
from ..models import Contribution, StemFrequency
from ..word_index import LONGEST_STEM

if TYPE_CHECKING:
    from portal.accounts.rules import Reader

# Under this name, the number of contributions whose words were counted.
TOTAL = ""
USUAL_STEMS_KEY = "participation:usual-stems"
_USUAL_SECONDS = 600
# `similarity` weighs all words met in a smaller share of the texts alike.
_USUAL_SHARE = 0.01
# Rows that are compared at most, and the characters of each.
CANDIDATES = 400
_TEXT = 800
# Known words among which a mistyped one is looked for.
_SPELLINGS = 3_000
_SHORTEST_TITLE = 4
_CONTRIBUTIONS, _COMMITMENTS = 5, 2


@dataclass(frozen=True)
class SimilarContribution:
    """A contribution that resembles, and whether it may be supported now instead."""

    contribution: Contribution
    may_be_supported: bool


@dataclass(frozen=True)
class SimilarCommitment:
    """A commitment that says it already, and where it stands."""

    commitment: Commitment
    state: DisplayState


@dataclass(frozen=True)
class Similar:
    """What resembles, the closest first."""

    contributions: list[SimilarContribution] = field(default_factory=list)
    commitments: list[SimilarCommitment] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many things resemble."""
        return len(self.contributions) + len(self.commitments)


def similar(title: str, text: str = "", *, user: "Reader", at: datetime) -> Similar:
    """What this reader may read that resembles a title, and a text on the review step.

    Whatever the call it was given to; published only, so neither refused, waiting nor grouped.
    """
    if len(title.strip()) < _SHORTEST_TITLE:
        return Similar()
    usual = _usual_stems()
    rows = _candidates(title, text, user)
    found = similarity.rank(
        title,
        text,
        [similarity.Candidate(pk, name, words) for pk, name, words in rows],
        frequencies=usual or None,
        limit=_CONTRIBUTIONS,
    )
    contributions = _in_order([match.key for match in found], user)
    commitments = _similar_commitments(title, text, usual)
    return Similar(
        [SimilarContribution(one, bool(rules.may_support(one, user, at))) for one in contributions],
        [SimilarCommitment(one, one.state(at)) for one in commitments],
    )


def _usual_stems() -> dict[str, float]:
    """The share of the contributions in which each usual word stands; kept for a while."""
    usual: dict[str, float] | None = cache.get(USUAL_STEMS_KEY)
    if usual is None:
        counts = StemFrequency.objects.filter(stem=TOTAL).values_list("count", flat=True)
        total = counts.first() or 0
        least = max(1, int(total * _USUAL_SHARE))
        rows = StemFrequency.objects.filter(count__gte=least).exclude(stem=TOTAL)
        known = rows.values_list("stem", "count") if total else []
        usual = {stem: min(1.0, count / total) for stem, count in known}
        cache.set(USUAL_STEMS_KEY, usual, _USUAL_SECONDS)
    return usual


def _candidates(title: str, text: str, user: "Reader") -> list[tuple[int, str, str]]:
    """What may resemble, found by the rarest words typed, by three queries at most."""
    wanted = _storable(similarity.lookups(title))
    behind = _storable(similarity.lookups("", text)) if text else []
    counts = _counts([*wanted, *behind])
    total = counts.pop(TOTAL, 0)
    stems = _spelled(wanted, set(fold(title).split()), counts) if total else wanted
    rarest = similarity.rarest(stems, counts, total=total, budget=CANDIDATES)
    if behind:
        known = [stem for stem in behind if stem in counts or not total]
        rarest += similarity.rarest(known, counts, total=total, budget=CANDIDATES // 2, most=4)
    if not rarest:
        return []
    found = Contribution.objects.visible_to(user)
    if counts.get(rarest[0], 0) > CANDIDATES:
        # Usual words only: together they tell ideas apart, where each alone would bring a crowd.
        found = found.filter(stems__all_words=" ".join(_usual_words(title, counts, total)))
    else:
        found = found.filter(stems__any_word=" ".join(rarest))
    texts = found.order_by().annotate(beginning=Left("text", _TEXT))
    return list(texts.values_list("pk", "title", "beginning")[:CANDIDATES])


def _storable(stems: list[str]) -> list[str]:
    return [stem for stem in stems if len(stem) <= LONGEST_STEM]


def _counts(stems: list[str]) -> dict[str, int]:
    rows = StemFrequency.objects.filter(stem__in=[TOTAL, *stems])
    return dict(rows.values_list("stem", "count"))


def _spelled(stems: list[str], typed: set[str], counts: dict[str, int]) -> list[str]:
    """The same, each unknown word that was typed replaced by those that a mistake makes of it."""
    unknown = [stem for stem in stems if stem in typed and stem not in counts and len(stem) > 1]
    if not unknown:
        return stems
    # The first letter is never wrong; the second is trusted too, so that an index serves.
    ranges = (Q(stem__gte=stem[:2], stem__lt=stem[0] + chr(ord(stem[1]) + 1)) for stem in unknown)
    near = StemFrequency.objects.filter(reduce(or_, ranges)).order_by("-count", "stem")
    known = dict(near.values_list("stem", "count")[:_SPELLINGS])
    counts.update(known)
    corrected = similarity.spelled(unknown, [*known])
    return list(dict.fromkeys([*(stem for stem in stems if stem not in unknown), *corrected]))


def _usual_words(title: str, counts: Mapping[str, int], total: int) -> list[str]:
    """The rarest of the words typed, as many as it takes to expect few texts that hold them all."""
    typed = sorted(set(fold(title).split()) & counts.keys(), key=lambda stem: (counts[stem], stem))
    taken: list[str] = []
    expected = float(total)
    for stem in typed:
        if taken and expected <= CANDIDATES:
            break
        taken.append(stem)
        expected *= counts[stem] / total
    return taken


def _in_order(keys: list[int], user: "Reader") -> list[Contribution]:
    """These contributions with what a line shows of them, in the order given."""
    if not keys:
        return []
    rows = Contribution.objects.visible_to(user).select_related("activity", "answer")
    by_key = rows.defer("stems").in_bulk(keys)
    return [by_key[key] for key in keys if key in by_key]


def _similar_commitments(title: str, text: str, usual: Mapping[str, float]) -> list[Commitment]:
    """The commitments that say it already: a few dozen, compared one and all."""
    known = {commitment.pk: commitment for commitment in Commitment.objects.on_display()}
    found = similarity.rank(
        title,
        text,
        [
            similarity.Candidate(pk, commitment.wording, commitment.summary)
            for pk, commitment in known.items()
        ],
        frequencies=usual or None,
        limit=_COMMITMENTS,
    )
    return [known[match.key] for match in found]
