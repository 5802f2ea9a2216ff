"""The mails of the reviews: to pilots who have not reported, to those who conduct the reviews."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.cms.french_dates import long_date
from portal.notifications.mails import Delivery, send_mail

from .enums import ReminderKind
from .models import Commitment, Review
from .queries.reminders import Awaited

PROGRESS = "engagements_commitment_modeladmin_progress"
LIST = "engagements_commitment_modeladmin_index"


def admin_address(name: str, *args: object) -> str:
    """The whole address of a screen of the admin."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse(name, args=args)


def mail_reminder(*, review: Review, kind: ReminderKind, awaited: Awaited) -> None:
    """To each pilot of a department: which commitments have no news, and where to report."""
    last = kind == ReminderKind.LAST
    subject = (
        _("Last days to report on your commitments") if last else _("Commitments to report on")
    )
    for pilot in awaited.pilots:
        send_mail(
            template="review_reminder",
            subject=subject,
            to=pilot.email,
            context={
                "review": review,
                "department": awaited.department,
                "lines": _lines(awaited.commitments),
                "is_last": last,
                "url": admin_address(LIST),
            },
            delivery=Delivery(
                dedup=f"review:{review.pk}:{kind}:{awaited.department.pk}:{pilot.pk}"
            ),
        )


def mail_late_reports(*, review: Review, awaited: Sequence[Awaited], to: Sequence[str]) -> None:
    """Which departments owe reports, to those who were chosen to hear of it."""
    for address in to:
        send_mail(
            template="review_late",
            subject=_("Reports on commitments are late"),
            to=address,
            context={"review": review, "awaited": awaited, "url": admin_address(LIST)},
        )


def mail_overdue(*, last: Review, due_on: date, every_months: int, to: Sequence[str]) -> None:
    """The next review is late and none is open: to those who may open one."""
    for address in to:
        send_mail(
            template="review_overdue",
            subject=_("The next half-yearly review is late"),
            to=address,
            context={
                "last": last,
                "due": long_date(due_on),
                "every_months": every_months,
                "url": admin_address("wagtailadmin_home"),
            },
        )


def _lines(commitments: Sequence[Commitment]) -> list[tuple[Commitment, str]]:
    return [(one, admin_address(PROGRESS, one.pk)) for one in commitments]
