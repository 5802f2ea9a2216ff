"""Reading what comes on paper: coupons to print, batches, entries to verify."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from ..enums import CouponLayout, Standing, Wish
from ..mechanism import taking_paper
from ..models import Activity, Coupon, CouponBatch, PaperEntry, Theme
from ..paper_rules import last_day

# Beyond so many characters of question, promise or places, the print is set smaller.
_LONG = 520
_LINES = 20


@dataclass(frozen=True)
class Blank:
    """What every coupon of a call says, read once for all of them."""

    activity: Activity
    themes: list[Theme]
    base: str

    @property
    def tracking_url(self) -> str:
        """Where a number is typed by hand."""
        return self.base + reverse("participation:tracking")

    @property
    def tracking_words(self) -> str:
        """The same as one writes it."""
        return self.tracking_url.partition("://")[2]

    @property
    def last_day(self) -> date:
        """Until when it may be handed in."""
        return last_day(self.activity)

    @property
    def lines(self) -> range:
        """More lines to write on than any coupon shows: those that do not fit are cut off."""
        return range(_LINES)

    @property
    def standings(self) -> list[tuple[str, Any]]:
        """In which capacity one may say to write."""
        return list(Standing.choices)

    @property
    def wishes(self) -> list[tuple[str, Any]]:
        """What one may wish besides."""
        return list(Wish.choices)

    @property
    def is_dense(self) -> bool:
        """Whether there is so much to say that it is set smaller."""
        activity = self.activity
        front = len(activity.introduction) + len(activity.promise)
        return front > _LONG or len(activity.paper_information) > _LONG // 2


def blank(activity: Activity) -> Blank:
    """The coupon of a call, by one query."""
    themes = activity.mechanism.themes(activity) if activity.mechanism else []
    return Blank(activity=activity, themes=themes, base=settings.WAGTAILADMIN_BASE_URL)


@dataclass(frozen=True)
class Face:
    """One side of a coupon; None where a sheet stays empty, or a coupon has no number."""

    is_front: bool
    coupon: Coupon | None = None
    is_empty: bool = False

    @property
    def url(self) -> str:
        """Where the code of a numbered coupon leads."""
        return settings.WAGTAILADMIN_BASE_URL + self.coupon.story_url if self.coupon else ""


def sheets(coupons: Sequence[Coupon | None], layout: str) -> list[list[Face]]:
    """The faces of coupons as they lie on sheets, each a list of one or two.

    In pairs, the backs are exchanged: turned on its short edge, each lies behind its front.
    """
    if layout == CouponLayout.SINGLE:
        return [[Face(front, coupon)] for coupon in coupons for front in (True, False)]
    if layout == CouponLayout.FOLDED:
        return [[Face(True, coupon), Face(False, coupon)] for coupon in coupons]
    laid: list[list[Face]] = []
    for start in range(0, len(coupons), 2):
        pair = coupons[start : start + 2]
        fronts, backs = ([Face(side, coupon) for coupon in pair] for side in (True, False))
        if len(pair) == 1:
            fronts.append(Face(True, is_empty=True))
            backs.append(Face(False, is_empty=True))
        laid += [fronts, backs[::-1]]
    return laid


def waiting_coupon(number: str) -> bool:
    """Whether a coupon of this number was printed and did not come back yet."""
    return Coupon.objects.unused().filter(receipt=number).exists()


def batches() -> "QuerySet[CouponBatch]":
    """The batches, the latest first, with how many of their coupons came back."""
    used = Count("coupons", filter=Q(coupons__used_at__isnull=False))
    found = CouponBatch.objects.select_related("activity", "made_by").annotate(used_count=used)
    return found.order_by("-made_at", "-pk")


def calls_taking_paper(at: datetime) -> "QuerySet[Activity]":
    """The activities for which something may be keyed in now, those closed last of all."""
    today = timezone.localdate(at)
    still_due = Q(answer_by__isnull=True) | Q(answer_by__gte=today)
    in_time = Q(closes_at__gt=at) | (still_due & Q(period_label=""))
    found = Activity.objects.filter(in_time, live=True, opens_at__lte=at)
    found = found.filter(mechanism_name__in=taking_paper())
    return found.filter(Q(tally__isnull=True) | Q(tally__archived_at__isnull=True)).order_by(
        "-closes_at", "pk"
    )


@dataclass(frozen=True)
class ToVerify:
    """What waits for a second eye."""

    count: int
    oldest: datetime | None


def to_verify() -> ToVerify:
    """How many entries wait to be verified, and since when."""
    waiting = PaperEntry.objects.to_verify().order_by()
    found = waiting.aggregate(count=Count("pk"), oldest=Min("keyed_at"))
    return ToVerify(**found)


@dataclass(frozen=True)
class Papers:
    """How many coupons an activity printed, how many came back, and what waits."""

    printed: int
    came_back: int
    to_verify: int


def papers_of(activity: Activity) -> Papers:
    """The papers of an activity, by two queries."""
    coupons = Coupon.objects.filter(batch__activity=activity.pk)
    used = Count("pk", filter=Q(used_at__isnull=False))
    counted = coupons.aggregate(printed=Count("pk"), came_back=used)
    waiting = PaperEntry.objects.to_verify().filter(contribution__activity=activity.pk)
    return Papers(**counted, to_verify=waiting.count())
