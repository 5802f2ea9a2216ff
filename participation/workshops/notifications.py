"""Mails to those who registered, with the date for their diary; no personal data in subjects."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.cms.french_dates import date_and_hour
from portal.icalendar import CalendarEvent, calendar_file
from portal.notifications.mails import Delivery
from portal.sealed import seal

from ..notifications.letters import Letter
from . import rules
from .enums import RegistrationState
from .models import Meeting, Registration

SEAL = "workshops.registration"


def event_of(meeting: Meeting, *, link: bool = False) -> CalendarEvent:
    """The meeting as an event of a diary; `link` adds what only the registered may read."""
    base = settings.WAGTAILADMIN_BASE_URL
    host = urlsplit(base).hostname or "localhost"
    words = [meeting.agenda, meeting.online_url if link else ""]
    return CalendarEvent(
        uid=f"atelier-{meeting.pk}@{host}",
        title=meeting.title,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=meeting.where,
        text="\n".join(part for part in words if part),
        url=base + meeting.url,
        is_cancelled=meeting.is_cancelled,
    )


def link_path(registration: Registration) -> str:
    """The sealed address by which somebody reads, confirms or cancels a registration."""
    workshop = registration.meeting.workshop
    token = seal(SEAL, registration.pk, registration.receipt)
    return workshop.mechanism.url(workshop, "registration_link", token=token)  # type: ignore[union-attr]


def _diary(registration: Registration, at: datetime) -> list[tuple[str, str, str]]:
    meeting = registration.meeting
    text = calendar_file(
        [event_of(meeting, link=rules.may_read_link(registration))], name=meeting.title, at=at
    )
    return [("reunion.ics", "text/calendar", text)]


def _facts(meeting: Meeting) -> list[str]:
    """When and where, one sentence each."""
    facts = [
        _("%(title)s: %(moment)s.")
        % {"title": meeting.title, "moment": date_and_hour(meeting.starts_at)}
    ]
    if meeting.where:
        facts.append(_("Where: %(place)s.") % {"place": meeting.where})
    if meeting.transport:
        facts.append(_("How to get there: %(words)s") % {"words": meeting.transport})
    return facts


def _write(
    registration: Registration,
    subject: str,
    paragraphs: Sequence[str],
    label: str,
    *,
    dedup: str = "",
    diary: bool = False,
) -> None:
    attached = _diary(registration, timezone.now()) if diary else []
    Letter(
        to=registration.email,
        subject=subject,
        paragraphs=paragraphs,
        label=label,
        path=link_path(registration),
        why=_(
            "You receive this message because this address was given to register for a meeting. "
            "It serves for nothing else."
        ),
        delivery=Delivery(dedup=dedup, attached=attached),
    ).send()


def _online(registration: Registration) -> str:
    meeting = registration.meeting
    if not meeting.online_url or not rules.may_read_link(registration):
        return ""
    return _("To take part online: %(address)s") % {"address": meeting.online_url}


def mail_registered(registration: Registration) -> None:
    """A seat, with the date for a diary; or a place on the waiting list."""
    meeting, number = registration.meeting, registration.receipt_display
    receipt = _("Your registration number: %(number)s.") % {"number": number}
    if registration.state == RegistrationState.WAITING:
        text = _(
            "Every seat is taken. You are on the waiting list, in order of arrival: as soon as "
            "seats are free for you, we write to you."
        )
        subject = _("You are on the waiting list")
        _write(registration, subject, [text, *_facts(meeting), receipt], _("See or cancel"))
        return
    paragraphs = [*_facts(meeting), _online(registration), receipt]
    cancel = _("You cannot come? Cancel by this link: somebody else has your seat.")
    subject = _("Your registration is confirmed")
    _write(registration, subject, [*paragraphs, cancel], _("See or cancel"), diary=True)


def mail_offer(registration: Registration) -> None:
    """A seat came free, kept until a deadline."""
    moment = date_and_hour(registration.confirm_by)  # type: ignore[arg-type]
    text = _("A seat is free for you. Confirm before %(moment)s; after that it goes to the next.")
    paragraphs = [text % {"moment": moment}, *_facts(registration.meeting)]
    dedup = f"registration:{registration.pk}:offered:{registration.promoted_at:%Y%m%d%H%M%S}"
    _write(registration, _("A seat is free: confirm it"), paragraphs, _("Confirm"), dedup=dedup)


def mail_lapsed(registration: Registration) -> None:
    """The offer was not confirmed in time."""
    text = _("You did not confirm in time: the seat went to the next person on the list.")
    paragraphs = [text, *_facts(registration.meeting)]
    _write(registration, _("Your offered seat was given on"), paragraphs, _("See the registration"))


def mail_cancelled(registration: Registration) -> None:
    """The registration is cancelled, as asked."""
    text = _("Your registration is cancelled, and what you gave with it is erased.")
    paragraphs = [text, *_facts(registration.meeting)]
    _write(registration, _("Your registration is cancelled"), paragraphs, _("See the registration"))


def mail_meeting_cancelled(registration: Registration) -> None:
    """The meeting does not take place; the event leaves the diary."""
    meeting = registration.meeting
    paragraphs = [_("This meeting does not take place."), meeting.cancel_reason, *_facts(meeting)]
    dedup = f"registration:{registration.pk}:meeting-cancelled"
    subject = _("The meeting is cancelled")
    _write(registration, subject, paragraphs, _("See the meeting"), dedup=dedup, diary=True)


def mail_meeting_changed(registration: Registration) -> None:
    """Another day, hour or place."""
    text = _("The day, the hour or the place of the meeting changed. Your seat is kept.")
    paragraphs = [text, *_facts(registration.meeting), _online(registration)]
    subject = _("The meeting changes")
    _write(registration, subject, paragraphs, _("See or cancel"), diary=True)


def mail_reminder(registration: Registration) -> None:
    """The day before."""
    meeting = registration.meeting
    dedup = f"registration:{registration.pk}:reminder:{meeting.starts_at:%Y%m%d%H%M%S}"
    cancel = _("You cannot come? Cancel by this link: somebody else has your seat.")
    paragraphs = [*_facts(meeting), _online(registration), cancel]
    subject = _("Reminder: your meeting takes place soon")
    _write(registration, subject, paragraphs, _("See or cancel"), dedup=dedup, diary=True)
