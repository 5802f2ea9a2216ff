"""Alerts about due dates: once when a day comes near, once when it passed; never twice."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from portal.accounts.models import User

from ...actions.journal import log
from .. import room_mails
from ..due_rules import Due, local_day
from ..enums import COMMISSIONERS, MemberRole, RegisterState, Step
from ..models import AlertSent, Inquiry, MemberInvitation, Register
from ..notice_rules import publicity
from ..queries import due_of

# Who does what is due; the authority is told of all.
_BY_LEADERS = frozenset({Step.MINUTES, Step.REPORT, Step.BALANCE})
RIGHT = "inquiries.run_inquiry"


def send_alerts(*, at: datetime) -> int:
    """Tells of the dates that come near or passed, of every announced procedure; says how many."""
    today, count = local_day(at), 0
    registers = Register.objects.filter(announced_at__isnull=False, released_at=None)
    for register in registers.select_related("inquiry__regime").order_by("pk"):
        for due in _waited(register, at):
            if (late := _asks(due, today)) is not None and _alert(register.inquiry, due, late, at):
                count += 1
    return count


def _waited(register: Register, at: datetime) -> Iterator[Due]:
    """What is due and not done: publications of the notice, then what follows the closing."""
    inquiry = register.inquiry
    for one in publicity(inquiry, inquiry.notices.all()):
        if one.due is not None:
            yield one.due
    if register.state(at) == RegisterState.CLOSED:
        yield from (due for due in due_of(inquiry) if not due.is_done)


def _asks(due: Due, today: date) -> bool | None:
    """Whether to tell that it is late (True), near (False), or nothing (None)."""
    if today > due.by:
        return True
    near = due.by - timedelta(days=settings.INQUIRY_ALERT_DAYS)
    return False if today >= near else None


def _alert(inquiry: Inquiry, due: Due, late: bool, at: datetime) -> bool:
    """Mails those concerned, in the transaction that notes it; False when told before."""
    told = AlertSent.objects.filter(inquiry=inquiry, step=due.step, due_on=due.by, is_late=late)
    if told.exists():
        return False
    try:
        with transaction.atomic():
            told.create(inquiry=inquiry, step=due.step, due_on=due.by, is_late=late, sent_at=at)
            for to, path in _told(inquiry, due.step):
                room_mails.mail_due(inquiry, to, due=due, late=late, path=path)
    except IntegrityError:
        # Two workers at the same minute: the other one told it.
        return False
    log("inquiry.alerted", activity=inquiry.pk, step=str(due.step), late=late)
    return True


def _told(inquiry: Inquiry, step: Step) -> list[tuple[str, str]]:
    """The addresses concerned, each with the page that shows the dates to it."""
    roles = set(COMMISSIONERS) if step in _BY_LEADERS else set()
    if step == Step.REPLY:
        roles.add(MemberRole.APPLICANT)
    keys = MemberInvitation.objects.accepted().filter(
        member__inquiry=inquiry, member__role__in=roles, accepted_by__is_active=True
    )
    room = inquiry.page("room_documents")
    found = {key.accepted_by.email: room for key in keys.select_related("accepted_by")}  # type: ignore[union-attr]
    for address in _authority():
        found.setdefault(address, inquiry.url)
    return sorted(found.items())


def _authority() -> list[str]:
    """The officers who run procedures."""
    app, codename = RIGHT.split(".")
    holding = Q(groups__permissions__codename=codename) & Q(
        groups__permissions__content_type__app_label=app
    )
    found = User.objects.filter(holding, is_active=True).order_by("pk").distinct()
    return list(found.values_list("email", flat=True))
