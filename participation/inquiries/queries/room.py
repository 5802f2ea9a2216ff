"""What the room of a procedure shows: the register narrowed down, its figures, what waits."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from portal.cms.folding import fold
from portal.cms.keyset import KeysetPage, keyset_page

from ..models import (
    Inquiry,
    KeyedPage,
    MailMessage,
    Masking,
    Observation,
    ObservationFile,
    ObservationTag,
    Tag,
)
from ..room_enums import MailState

PER_PAGE = 25


@dataclass(frozen=True)
class Wanted:
    """What a list of observations is narrowed down to."""

    words: str = ""
    channel: str = ""
    # The key of a theme; “sans” asks for what is filed under none.
    theme: str = ""
    masked: bool = False
    with_files: bool = False
    newest_first: bool = False

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return bool(self.words or self.channel or self.theme or self.masked or self.with_files)


NO_THEME = "sans"


def observations(inquiry: Inquiry, wanted: Wanted, cursor: str | None) -> KeysetPage[Observation]:
    """A page of the register with files and themes, by number; three queries.

    Raises BadCursor.
    """
    found = _narrowed(inquiry, wanted).prefetch_related(
        "files", Prefetch("taggings", ObservationTag.objects.select_related("tag"))
    )
    order = ["-number"] if wanted.newest_first else ["number"]
    page = keyset_page(found, order=order, cursor=cursor, size=PER_PAGE, scope=order[0])
    for one in page.items:
        one.inquiry = inquiry
    return page


def _narrowed(inquiry: Inquiry, wanted: Wanted) -> "QuerySet[Observation]":
    found = Observation.objects.filter(inquiry=inquiry).with_masking()
    if wanted.words:
        # Folded words find accents and endings alike; the letters as typed find the rest.
        said = Q(text__icontains=wanted.words) | Q(name__icontains=wanted.words)
        if folded := fold(wanted.words).split():
            said |= Q(*(Q(folded__contains=word) for word in folded))
        if wanted.words.isascii() and wanted.words.isdigit():
            said |= Q(number=int(wanted.words[:9]))
        found = found.filter(said | Q(source__icontains=wanted.words))
    if wanted.channel:
        found = found.filter(channel=wanted.channel)
    if wanted.theme:
        under = ObservationTag.objects.filter(observation=OuterRef("pk"))
        if wanted.theme == NO_THEME:
            found = found.exclude(Exists(under))
        else:
            found = found.filter(Exists(under.filter(tag_id=int(wanted.theme))))
    if wanted.masked:
        found = found.masked()
    if wanted.with_files:
        found = found.exclude(files_digest="")
    return found


def how_many(inquiry: Inquiry, wanted: Wanted) -> int:
    """How many observations the list holds; one query."""
    return _narrowed(inquiry, wanted).count()


def observation_of(inquiry: Inquiry, number: int) -> Observation | None:
    """One observation with all that goes with it; four queries."""
    found = Observation.objects.filter(inquiry=inquiry, number=number).with_masking()
    one: Observation | None = found.prefetch_related(
        Prefetch("files", ObservationFile.objects.order_by("rank", "pk")),
        Prefetch("taggings", ObservationTag.objects.select_related("tag")),
        Prefetch("maskings", Masking.objects.select_related("file", "decided_by")),
        "replies",
    ).first()
    if one is not None:
        one.inquiry = inquiry
        for file in one.files.all():
            file.observation = one
            last = [event for event in one.maskings.all() if event.file_id == file.pk]
            file.is_masked = bool(last) and last[-1].hides
    return one


def themes(inquiry: Inquiry) -> "QuerySet[Tag]":
    """The themes of a procedure, each with how many observations stand under it; one query."""
    return Tag.objects.filter(inquiry=inquiry).annotate(held=Count("taggings")).order_by("name")


@dataclass(frozen=True)
class Figures:
    """What the first page of the room counts."""

    by_channel: dict[str, int]
    files: int
    without_theme: int
    masked: int
    pages_waiting: int
    mails_waiting: int

    @property
    def total(self) -> int:
        """All observations."""
        return sum(self.by_channel.values())


def figures(inquiry: Inquiry) -> Figures:
    """The register in figures; six queries whatever its length."""
    lines = Observation.objects.filter(inquiry=inquiry)
    counted = lines.order_by().values("channel").annotate(count=Count("pk"))
    under = ObservationTag.objects.filter(observation=OuterRef("pk"))
    return Figures(
        by_channel={row["channel"]: row["count"] for row in counted},
        files=ObservationFile.objects.filter(observation__inquiry=inquiry).count(),
        without_theme=lines.exclude(Exists(under)).count(),
        masked=lines.masked().count(),
        pages_waiting=pages_waiting(inquiry).count(),
        mails_waiting=mails_aside(inquiry).count(),
    )


def pages_waiting(inquiry: Inquiry) -> "QuerySet[KeyedPage]":
    """Pages keyed in that nobody compared yet, the oldest first."""
    waiting = KeyedPage.objects.filter(inquiry=inquiry, verified_at=None)
    return waiting.select_related("keyed_by").order_by("keyed_at", "pk")


def mails_aside(inquiry: Inquiry) -> "QuerySet[MailMessage]":
    """Mails of this procedure that somebody has to look at, the oldest first."""
    waiting = MailMessage.objects.filter(inquiry=inquiry, state=MailState.ASIDE)
    return waiting.select_related("observation").order_by("received_at", "pk")


def mails_settled(inquiry: Inquiry) -> "QuerySet[MailMessage]":
    """Those that were settled, and those that were no observation; the latest hundred."""
    done = MailMessage.objects.filter(
        inquiry=inquiry, state__in=[MailState.SETTLED, MailState.IGNORED]
    )
    return done.select_related("observation").order_by("-received_at", "-pk")[:100]


def lost_mails() -> "QuerySet[MailMessage]":
    """Mails that name no procedure and that nobody settled, the oldest first."""
    waiting = MailMessage.objects.filter(inquiry=None, state=MailState.ASIDE)
    return waiting.order_by("received_at", "pk")
