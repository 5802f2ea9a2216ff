"""The life of a promise: amended in public, closed on time, judged by a verdict, then archived."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.cms.french_dates import date_and_hour, long_date
from portal.decisions import Refused, require

from .. import rules
from ..enums import Reason
from ..models import Activity, ActivityTally, Amendment, PromiseVerdict
from ..notifications.events import tell_of_closing, tell_of_verdict
from ..notifications.promises import mail_closing
from .journal import log

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def amend_activity(
    *, activity: Activity, terms: dict[str, Any], reason: str, by: "User | None", at: datetime
) -> list[Amendment]:
    """Changes frozen terms, each with a dated public amendment that gives the reason.

    Nothing is changed unless everything may be. Raises Refused (REASON_MISSING, NOTHING_CHANGES,
    CLOSING_IN_THE_PAST, what its mechanism says) and ValidationError when the terms contradict
    each other.
    """
    held = _held(activity)
    changed = {
        term: value
        for term, value in terms.items()
        if term in held.frozen_terms and getattr(held, term) != value
    }
    if not reason.strip():
        raise Refused(Reason.REASON_MISSING)
    if not changed:
        raise Refused(Reason.NOTHING_CHANGES)
    _require_amendable(held, changed, at)
    before = {term: _in_words(held, term) for term in changed}
    for term, value in changed.items():
        setattr(held, term, value)
    _check(held)
    known = {"activity": held, "reason": reason.strip(), "decided_at": at, "decided_by": by}
    made = [
        Amendment(term=term, before=before[term], after=_in_words(held, term), **known)
        for term in changed
    ]
    type(held)._default_manager.filter(pk=held.pk).update(**changed)
    # An end that moves is noted anew when it comes.
    if "closes_at" in changed:
        ActivityTally.objects.filter(activity=held).update(closed_at=None)
    Amendment.objects.bulk_create(made)
    if held.mechanism:
        held.mechanism.amended(held, by=by, reason=reason.strip(), at=at)
    log("activity.amended", user=by, activity=held.pk, terms=sorted(changed))
    return made


def _require_amendable(activity: Activity, changed: dict[str, Any], at: datetime) -> None:
    """Raises Refused for an end in the past, or what the mechanism does not let change."""
    if "closes_at" in changed:
        require(rules.may_close_at(activity, changed["closes_at"], at))
    if activity.mechanism:
        require(activity.mechanism.may_amend(activity, changed, at))


def _held(activity: Activity) -> Activity:
    """The activity, held, as its mechanism's own model, which has terms of its own."""
    held = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if held.mechanism is None:
        return held
    model: type[Activity] = apps.get_model(held.mechanism.activity_model)
    return model._default_manager.get(pk=held.pk)


def _check(activity: Activity) -> None:
    """Raises ValidationError for a level its mechanism has not, or an end before its beginning."""
    activity.clean_fields(exclude={"body"})
    activity.check_level()
    activity.check_eligibility()
    activity.validate_constraints()
    if activity.answer_by and activity.answer_by < timezone.localdate(activity.closes_at):
        raise ValidationError({"answer_by": Reason.ANSWERED_BEFORE_THE_END.label})


def _in_words(activity: Activity, term: str) -> str:
    """The value of a term as readers know it."""
    value = getattr(activity, term)
    if isinstance(value, datetime):
        return date_and_hour(value)
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    display = getattr(activity, f"get_{term}_display", None)
    return str(display() if display else value or "")


def move_example(*, activity: Activity, dates: dict[str, Any]) -> None:
    """Moves the dates of a fictitious call to the day of the demonstration, without a trace.

    Only for examples: a real activity changes by an amendment.
    """
    Activity.objects.filter(pk=activity.pk, is_example=True).update(**dates)
    activity.refresh_from_db(fields=list(dates))


@transaction.atomic
def note_closing(*, activity: Activity, at: datetime) -> bool:
    """Notes once that an activity is over, and tells the officers what remains to be done.

    The end itself needs nobody: it is a comparison of times (rules.activity_state).
    """
    ActivityTally.objects.get_or_create(activity=activity)
    tallies = ActivityTally.objects.filter(activity=activity, closed_at__isnull=True)
    if not tallies.update(closed_at=at):
        return False
    log("activity.closed", activity=activity.pk)
    mail_closing(activity)
    tell_of_closing(activity, at)
    return True


def close_activities(*, at: datetime) -> list[Activity]:
    """Notes the end of every published activity that is over; returns those noted now.

    Each in its own transaction, so that one fault keeps no other from being noted.
    """
    over = Activity.objects.filter(live=True).closed(at).exclude(tally__closed_at__isnull=False)
    over = over.exclude(tally__archived_at__isnull=False).order_by("closes_at", "pk")
    return [activity for activity in over if note_closing(activity=activity, at=at)]


@transaction.atomic
def give_verdict(
    *, activity: Activity, outcome: str, reasons: str, by: "User | None", at: datetime
) -> PromiseVerdict:
    """Says in public, once, whether the promise was kept, and why.

    Raises Refused (VERDICT_GIVEN, NOT_CLOSED_YET, TEXT_MISSING).
    """
    given = PromiseVerdict.objects.filter(activity=activity).exists()
    require(rules.may_give_verdict(activity, at, given=given))
    if not reasons.strip():
        raise Refused(Reason.TEXT_MISSING)
    try:
        with transaction.atomic():
            verdict = PromiseVerdict.objects.create(
                activity_id=activity.pk,
                outcome=outcome,
                reasons=reasons.strip(),
                given_at=at,
                given_by=by,
            )
    except IntegrityError as error:  # Somebody else, at the same moment.
        raise Refused(Reason.VERDICT_GIVEN) from error
    tell_of_verdict(activity, verdict, at)
    log("activity.verdict_given", user=by, activity=activity.pk, outcome=outcome)
    return verdict


@transaction.atomic
def archive_activity(*, activity: Activity, by: "User | None", at: datetime) -> None:
    """Puts an activity that is over among the archives; it stays readable at its address.

    Raises Refused (ALREADY_ARCHIVED, NOT_CLOSED_YET, VERDICT_MISSING).
    """
    ActivityTally.objects.get_or_create(activity=activity)
    tally = ActivityTally.objects.select_for_update().get(activity=activity)
    activity.tally = tally
    given = PromiseVerdict.objects.filter(activity=activity).exists()
    require(rules.may_archive(activity, at, given=given))
    ActivityTally.objects.filter(pk=tally.pk).update(archived_at=at)
    log("activity.archived", user=by, activity=activity.pk)


@transaction.atomic
def unarchive_activity(*, activity: Activity, by: "User | None") -> None:
    """Takes an activity back among those that are over."""
    ActivityTally.objects.filter(activity=activity).update(archived_at=None)
    log("activity.unarchived", user=by, activity=activity.pk)
