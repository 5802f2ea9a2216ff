"""The register as the public reads it: filters, pages that stay fast whatever its length."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Count, Prefetch

from portal.cms.folding import fold
from portal.cms.keyset import KeysetPage, keyset_page

from ..enums import ObservationChannel
from ..masking_rules import visible_text
from ..models import Inquiry, Masking, Observation, ObservationFile

if TYPE_CHECKING:
    from ..models import ObservationQuerySet

PAGE_SIZE = 20
_BATCH = 500
# Two orders, both of time: nothing ranks observations.
RECENT, OLDEST = "recentes", "anciennes"
ORDERS = {RECENT: ["-received_at", "-id"], OLDEST: ["received_at", "id"]}
# The channels in the words of addresses.
CHANNELS = {
    "site": ObservationChannel.WEB,
    "courriel": ObservationChannel.EMAIL,
    "papier": ObservationChannel.PAPER,
    "courrier": ObservationChannel.POST,
    "oral": ObservationChannel.ORAL,
}


@dataclass(frozen=True)
class ObservationFilters:
    """What a reader asked of the register, in the words of addresses."""

    words: str = ""
    channel: str = ""
    order: str = RECENT

    @property
    def narrowing(self) -> dict[str, str]:
        """What makes the list shorter than the register."""
        asked = {"q": self.words, "canal": self.channel}
        return {name: value for name, value in asked.items() if value}

    def query(self, **more: str | None) -> str:
        """The part of the address after the path: only what was asked."""
        asked: dict[str, Any] = dict(self.narrowing)
        if self.order != RECENT:
            asked["tri"] = self.order
        asked |= {name: value for name, value in more.items() if value}
        return f"?{urlencode(asked)}" if asked else ""


def public_observations(inquiry: Inquiry) -> "ObservationQuerySet":
    """The register with what the public needs of each line: what is hidden, files, replies."""
    hidden = Masking.objects.exclude(file=None).order_by("pk")
    files = ObservationFile.objects.prefetch_related(Prefetch("maskings", hidden))
    found: Any = Observation.objects.filter(inquiry=inquiry.pk).with_masking().defer("folded")
    kept: ObservationQuerySet = found.prefetch_related(Prefetch("files", files), "replies")
    return kept


def prepared(observation: Observation, inquiry: Inquiry) -> Observation:
    """The same with `shown_text`, `shown_name` and `shown_files`: what the public may read."""
    is_masked = bool(getattr(observation, "is_masked", False))
    passages = getattr(observation, "masked_passages", None)
    observation.inquiry = inquiry
    seen: Any = observation
    seen.shown_text = visible_text(observation.text, is_masked=is_masked, passages=passages)
    seen.shown_name = "" if is_masked and not passages else observation.name or ""
    seen.shown_files = [one for one in observation.files.all() if not is_hidden(one)]
    seen.hidden_files = len(observation.files.all()) - len(seen.shown_files)
    for one in seen.shown_files:
        one.observation = observation
    return observation


def is_hidden(file: ObservationFile) -> bool:
    """Whether the last event about a file hid it; asks nothing when its events were fetched."""
    events = list(file.maskings.all())
    return bool(events) and events[-1].hides


def observation_page(
    inquiry: Inquiry, filters: ObservationFilters, cursor: str | None
) -> "KeysetPage[Observation]":
    """One page of the register, in four queries. Raises BadCursor."""
    found = public_observations(inquiry)
    if filters.channel in CHANNELS:
        found = found.filter(channel=CHANNELS[filters.channel])
    if filters.words:
        # Words that are hidden are not to be guessed by searching for them.
        found = found.masked(hides=False)
        for word in fold(filters.words).split()[:8]:
            found = found.filter(folded__contains=word)
    page = keyset_page(
        found,
        order=ORDERS[filters.order],
        cursor=cursor,
        size=PAGE_SIZE,
        scope=f"observations-{filters.order}",
    )
    for one in page.items:
        prepared(one, inquiry)
    return page


def observation_of(inquiry: Inquiry, number: int) -> Observation | None:
    """One line of the register by its number, in four queries."""
    found = public_observations(inquiry).filter(number=number).first()
    return prepared(found, inquiry) if found else None


def counted_by_channel(inquiry: Inquiry) -> dict[str, int]:
    """How many observations came by each channel, in the order of channels. One query."""
    rows = Observation.objects.filter(inquiry=inquiry.pk).order_by()
    counts = dict(rows.values_list("channel").annotate(n=Count("pk")))
    return {channel: counts.get(channel, 0) for channel in ObservationChannel.values}


def all_public(inquiry: Inquiry) -> Iterator[Observation]:
    """The whole register as the public may read it, by number; a batch in memory at once."""
    last = 0
    while True:
        found = public_observations(inquiry).filter(number__gt=last).order_by("number")
        batch = list(found[:_BATCH])
        if not batch:
            return
        for one in batch:
            yield prepared(one, inquiry)
        last = batch[-1].number
