"""What comes on paper: coupons printed, entries keyed in by one person and verified by another."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.files.base import ContentFile
from django.db import transaction

from portal.decisions import require
from portal.uploads import CleanFile

from .. import paper_rules, receipts, rules
from ..enums import Moderation
from ..models import Activity, Contribution, ContributionWish, Coupon, CouponBatch, PaperEntry
from ..notifications import mail_receipt
from ..notifications.events import tell_of_idea
from . import counters
from .journal import locked, locked_row, log, log_about
from .receiving import receive

if TYPE_CHECKING:
    from portal.accounts.models import User

# What the second person may correct, on the contribution and on its entry.
WORDS = (
    "title",
    "text",
    "theme",
    "neighbourhood",
    "concerned_department",
    "place",
    "standing",
    "display_name",
    "department_name",
    "email",
    "channel",
)
ENTRY = ("place_received", "phone")
# Corrected, but what was keyed in before is not kept: the address of perhaps somebody else.
_PRIVATE = {"email", "phone"}


@transaction.atomic
def make_batch(
    *, activity: Activity, count: int, label: str, made_by: "User | None", at: datetime
) -> CouponBatch:
    """Draws so many numbers at once, for coupons to print. Raises Refused(CLOSED)."""
    require(paper_rules.may_print_coupons(activity, at))
    batch = CouponBatch.objects.create(
        activity=activity, label=label, count=count, made_at=at, made_by=made_by
    )
    Coupon.objects.bulk_create(
        Coupon(batch=batch, receipt=number) for number in _unused_numbers(count)
    )
    log("coupons.made", user=made_by, batch=batch.pk, activity=activity.pk, count=count)
    return batch


def _unused_numbers(count: int) -> list[str]:
    """Numbers that neither a coupon nor a contribution has."""
    drawn: set[str] = set()
    while len(drawn) < count:
        drawn |= {receipts.new_receipt() for _ in range(count - len(drawn))}
        for model in (Coupon, Contribution):
            taken = model._default_manager.filter(receipt__in=drawn)
            drawn -= set(taken.values_list("receipt", flat=True))
    # A set has no order that anybody could guess; the print order is of no importance.
    return list(drawn)


@transaction.atomic
def key_in(
    *,
    activity: Activity,
    channel: str,
    received_on: date,
    keyed_by: "User | None",
    at: datetime,
    number: str = "",
    scan: CleanFile | None = None,
    place_received: str = "",
    phone: str = "",
    **fields: Any,
) -> PaperEntry:
    """Keys in what came on paper, by post, by telephone or in a meeting; it waits for a second eye.

    `number` is that of its coupon, in its stored form; without one, a receipt is drawn. Filed
    under the day on which it was received. Raises Refused (those of may_key_in and
    may_use_coupon, ALREADY_SENT).
    """
    require(paper_rules.may_key_in(activity, received_on, at))
    coupon = _held_coupon(activity, number) if number else None
    contribution = receive(
        _model_of(activity),
        activity=activity,
        at=paper_rules.moment_received(activity, received_on, at),
        receipt=number or _unused_numbers(1)[0],
        moderation=Moderation.UNVERIFIED,
        channel=channel,
        **fields,
    )
    if coupon:
        coupon.contribution_id, coupon.used_at = contribution.pk, at
        coupon.save(update_fields=["contribution", "used_at"])
    entry = PaperEntry(contribution_id=contribution.pk, keyed_at=at, keyed_by=keyed_by)
    entry.received_on, entry.place_received, entry.phone = received_on, place_received, phone
    _store(entry, scan)
    log_about("paper.keyed_in", contribution, keyed_by)
    return entry


def _held_coupon(activity: Activity, number: str) -> Coupon:
    """The coupon of this number, held so that nobody keys it in at the same moment."""
    held = Coupon.objects.select_for_update(of=("self",)).select_related("batch")
    coupon = held.filter(receipt=number).first()
    require(paper_rules.may_use_coupon(coupon, activity.pk))
    assert coupon is not None  # noqa: S101 (the rule refused)
    return coupon


def _model_of(activity: Activity) -> type[Contribution]:
    mechanism = activity.mechanism
    if mechanism is None or mechanism.contribution_model is None:
        return Contribution
    model: type[Contribution] = apps.get_model(mechanism.contribution_model)
    return model


def _store(entry: PaperEntry, scan: CleanFile | None) -> None:
    """Saves the entry with its scan; no file stays when the row is not written."""
    if scan is None:
        entry.save()
        return
    entry.scan_type = scan.mime_type
    entry.scan.save(f"scan.{scan.extension}", ContentFile(scan.content), save=False)
    try:
        entry.save()
    except BaseException:
        entry.scan.storage.delete(str(entry.scan.name))
        raise


@transaction.atomic
def verify_entry(
    *,
    entry: PaperEntry,
    verified_by: "User",
    at: datetime,
    received_on: date | None = None,
    wishes: Iterable[str] | None = None,
    **fields: Any,
) -> Contribution:
    """A second person compared with the paper and confirms, or corrects `fields`.

    The contribution is then read by a moderator, or public at once, like those sent online. What
    was corrected is kept. Raises Refused (ALREADY_HANDLED, SAME_PERSON, those of arrived_in_time).
    """
    held = locked(entry.contribution)
    row = locked_row(entry)
    require(paper_rules.may_verify(held, row.keyed_by_id, verified_by.pk))
    day = received_on or row.received_on
    row.corrections = {
        **_corrected(held, {name: fields[name] for name in WORDS if name in fields}),
        **_corrected(row, {name: fields[name] for name in ENTRY if name in fields}),
        **_corrected_day(held, row, day, at),
        **_corrected_wishes(held, wishes),
    }
    row.verified_at, row.verified_by = at, verified_by
    row.save()
    held.moderation = rules.first_state(held.activity)
    held.published_at = at if held.is_public else None
    held.save()
    if held.is_public:
        counters.count_publication(held, 1)
        tell_of_idea(held, at)
    mail_receipt(held)
    log("paper.verified", user=verified_by, contribution=held.pk, corrected=len(row.corrections))
    return held


def _corrected(row: Contribution | PaperEntry, fields: dict[str, Any]) -> dict[str, str]:
    """Writes the fields that differ; gives back what they held before, in words."""
    before = {}
    for name, value in fields.items():
        old = getattr(row, name)
        if old != value:
            before[name] = "" if name in _PRIVATE or old is None else str(old)
            setattr(row, name, value)
    return before


def _corrected_day(held: Contribution, row: PaperEntry, day: date, at: datetime) -> dict[str, str]:
    if day == row.received_on:
        return {}
    require(paper_rules.arrived_in_time(held.activity, day, at))
    before = row.received_on.isoformat()
    row.received_on, held.submitted_at = day, paper_rules.moment_received(held.activity, day, at)
    return {"received_on": before}


def _corrected_wishes(held: Contribution, wishes: Iterable[str] | None) -> dict[str, str]:
    before = set(held.wishes.values_list("wish", flat=True))
    if wishes is None or set(wishes) == before:
        return {}
    held.wishes.all().delete()
    ContributionWish.objects.bulk_create(
        ContributionWish(contribution=held, wish=wish) for wish in sorted(set(wishes))
    )
    return {"wishes": ", ".join(sorted(before))}


@transaction.atomic
def discard_entry(*, entry: PaperEntry, by: "User", at: datetime) -> None:
    """Takes back what was keyed in by mistake, before anybody verified it: nothing of it stays.

    Its coupon may be keyed in again. Raises Refused(ALREADY_HANDLED).
    """
    held = locked(entry.contribution)
    require(paper_rules.may_discard(held))
    row = locked_row(entry)
    Coupon.objects.filter(contribution=held).update(contribution=None, used_at=None)
    scan = row.scan
    log_about("paper.discarded", held, by)
    held.delete()
    counters.tally(held.activity_id, contribution_count=-1)
    if scan:
        transaction.on_commit(lambda: scan.storage.delete(str(scan.name)))
