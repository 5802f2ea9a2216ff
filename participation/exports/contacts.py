"""The contacts of an activity, for those who must be written to: restricted, recorded, no more.

A receipt is not in it: it would let whoever has the file read each story.
"""

from collections.abc import Iterator
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.tables import write_csv, write_xlsx

from ..enums import Moderation, Wish
from ..models import Activity, Contribution

_BATCH = 2_000
_UNSETTLED = (Moderation.STAGED, Moderation.UNCONFIRMED, Moderation.UNVERIFIED)


def headings() -> list[str]:
    """The headings, in words."""
    return [
        _("Number"),
        _("Title"),
        _("Signature"),
        _("E-mail address"),
        _("Given by"),
        _("Wishes"),
        _("Received by"),
        _("Received on"),
        _("Reading"),
        _("Answer"),
    ]


def contact_rows(activity: Activity, wishes: list[str]) -> Iterator[list[Any]]:
    """Whoever left an address that nobody has to confirm any more, by number.

    With wishes given: only who has one of them.
    """
    found = Contribution.objects.filter(activity=activity).exclude(email="")
    found = found.exclude(moderation__in=_UNSETTLED).order_by("number")
    if wishes:
        found = found.filter(wishes__wish__in=wishes).distinct()
    found = found.defer("stems", "text").prefetch_related("wishes")
    last = 0
    while batch := list(found.filter(number__gt=last)[:_BATCH]):
        for contribution in batch:
            contribution.activity = activity
            yield _row(contribution)
        last = batch[-1].number


def _row(contribution: Contribution) -> list[Any]:
    wished = sorted(wish.wish for wish in contribution.wishes.all())
    known = contribution.has_recorded_origin
    return [
        contribution.number,
        contribution.title,
        contribution.display_name,
        contribution.email,
        contribution.get_standing_display(),
        ", ".join(str(Wish(wish).label) for wish in wished),
        contribution.get_channel_display(),
        timezone.localdate(contribution.submitted_at).isoformat() if known else "",
        contribution.get_moderation_display(),
        contribution.get_verdict_display(),
    ]


def write_contacts(activity: Activity, *, wishes: list[str], kind: str, file: IO[bytes]) -> int:
    """Writes the file in this format; says how many contacts it holds."""
    count = 0

    def counted() -> Iterator[list[Any]]:
        nonlocal count
        for row in contact_rows(activity, wishes):
            count += 1
            yield row

    if kind == "xlsx":
        write_xlsx(headings(), counted(), file)  # type: ignore[arg-type]
    else:
        for piece in write_csv(headings(), counted()):
            file.write(piece)
    return count
