"""The public text: its latest version, one paragraph, one amendment, the list of them."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from portal.cms.folding import fold
from portal.cms.keyset import KeysetPage, keyset_page

from ...enums import Moderation
from ...models import Contribution
from ..enums import CHANGES, AmendmentKind, DecisionOutcome
from ..models import Drafting, Paragraph, TextAmendment, TextVersion, VersionParagraph

PAGE_SIZE = 20
_ORDERS = {"recents": ["-published_at", "-id"], "soutenus": ["-support_count", "-id"]}
DEFAULT_ORDER = "recents"
WAITING = "en-attente"
# The values of filters as addresses say them.
STATES = {
    "adoptes": DecisionOutcome.ADOPTED,
    "adoptes-en-partie": DecisionOutcome.PARTLY,
    "rejetes": DecisionOutcome.REJECTED,
}
KINDS = {
    "modifier": AmendmentKind.REPLACE,
    "ajouter": AmendmentKind.ADD,
    "supprimer": AmendmentKind.DELETE,
    "commenter": AmendmentKind.REMARK,
}


def drafting_of(slug: str) -> Drafting | None:
    """The text with its counters, its department and its verdict, by one query."""
    found = Drafting.objects.select_related("tally", "department", "promise_verdict")
    return found.filter(slug=slug).first()


def latest_version(drafting: Drafting) -> TextVersion | None:
    """The version that holds, by one query."""
    found = TextVersion.objects.filter(drafting=drafting).order_by("-number").first()
    if found:
        found.drafting = drafting
    return found


def version_of(drafting: Drafting, number: int) -> TextVersion | None:
    """One version by its number."""
    found = TextVersion.objects.filter(drafting=drafting, number=number).first()
    if found:
        found.drafting = drafting
    return found


def versions_of(drafting: Drafting) -> list[TextVersion]:
    """Every version, the latest first, by one query."""
    found = list(TextVersion.objects.filter(drafting=drafting).order_by("-number"))
    for version in found:
        version.drafting = drafting
    return found


def parts_of(version: TextVersion) -> list[VersionParagraph]:
    """The parts of a version with the counters of each, by one query."""
    return list(VersionParagraph.objects.filter(version=version).select_related("paragraph"))


@dataclass(frozen=True)
class ParagraphNow:
    """A paragraph and its words in the latest version; no words once a version removed it."""

    paragraph: Paragraph
    wording: VersionParagraph | None
    last: VersionParagraph

    @property
    def name(self) -> str:
        """Its number, the last one it had when it is gone."""
        return (self.wording or self.last).label


def paragraph_now(drafting: Drafting, key: str, version: TextVersion) -> ParagraphNow | None:
    """A part of this text by its identifier, by one query."""
    rows = VersionParagraph.objects.filter(paragraph__drafting=drafting, paragraph__key=key)
    last = rows.select_related("paragraph", "version").order_by("-version__number").first()
    if last is None:
        return None
    return ParagraphNow(last.paragraph, last if last.version_id == version.pk else None, last)


@dataclass(frozen=True)
class AmendmentFilters:
    """What a reader asked of the list of amendments, in the words of addresses."""

    words: str = ""
    state: str = ""
    kind: str = ""
    order: str = DEFAULT_ORDER

    @property
    def active(self) -> bool:
        """Whether the list is shorter than the whole."""
        return bool(self.words or self.state or self.kind)

    def query(self, **more: str | None) -> str:
        """The part of the address after the path: only what was asked."""
        order = "" if self.order == DEFAULT_ORDER else self.order
        asked = {"q": self.words, "etat": self.state, "quoi": self.kind, "ordre": order, **more}
        kept = {name: value for name, value in asked.items() if value}
        return f"?{urlencode(kept)}" if kept else ""


def published_amendments(drafting: Drafting) -> "QuerySet[TextAmendment]":
    """What the public may read, with the decision and its reasons."""
    found: Any = TextAmendment.objects.filter(activity=drafting.pk, moderation=Moderation.PUBLISHED)
    shown: QuerySet[TextAmendment] = found.select_related(
        "activity", "paragraph", "answer", "decision"
    )
    return shown


def filtered_amendments(drafting: Drafting, filters: AmendmentFilters) -> "QuerySet[TextAmendment]":
    """Those that match; words are folded like in search."""
    found = published_amendments(drafting)
    if filters.state == WAITING:
        found = found.filter(answered_at__isnull=True)
    elif filters.state in STATES:
        found = found.filter(verdict=STATES[filters.state])
    if filters.kind in KINDS:
        found = found.filter(kind=KINDS[filters.kind])
    if filters.words:
        found = found.filter(stems__all_words=fold(filters.words))
    return found


def amendment_page(
    amendments: "QuerySet[TextAmendment]", filters: AmendmentFilters, cursor: str | None
) -> "KeysetPage[TextAmendment]":
    """One page of a list. Raises BadCursor."""
    order = _ORDERS[filters.order]
    return keyset_page(amendments, order=order, cursor=cursor, size=PAGE_SIZE, scope=filters.order)


def of_paragraph(
    drafting: Drafting, paragraph: Paragraph, *, remarks: bool
) -> "QuerySet[TextAmendment]":
    """The amendments of one paragraph, or the remarks about it."""
    kinds = Q(kind=AmendmentKind.REMARK) if remarks else Q(kind__in=CHANGES)
    return published_amendments(drafting).filter(kinds, paragraph=paragraph)


def citable_amendment(drafting: Drafting, number: int) -> TextAmendment | None:
    """One amendment that may be read at its own address, with all its page shows."""
    rows: Any = TextAmendment.objects.filter(
        activity=drafting.pk,
        number=number,
        moderation__in=[Moderation.PUBLISHED, Moderation.MERGED],
    )
    related = ("activity__tally", "answer__department", "merged_into__activity", "paragraph")
    found = rows.select_related(*related, "version", "decision__integrated_in__drafting")
    amendment: TextAmendment | None = found.prefetch_related("commitments__updates").first()
    return amendment


def grouped_under(amendment: Contribution) -> list[Contribution]:
    """The amendments alike, grouped under this one, by number."""
    merged = Contribution.objects.filter(merged_into=amendment.pk, moderation=Moderation.MERGED)
    return list(merged.select_related("activity").order_by("number")[:50])
