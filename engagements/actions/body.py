"""What is written about members of the follow-up body: their consent to be named, its end."""

import logging
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log

from portal.accounts.models import User
from portal.decisions import Refused

from ..enums import ConsentRefusal
from ..models import BodyMember

logger = logging.getLogger(__name__)
# What says who a member is; the function and the days stay, for they are the body's history.
NAMELESS = {"name": "", "user": None, "consented_at": None}


@transaction.atomic
def record_name_consent(
    *, member: BodyMember, given_on: date, by: User | None, at: datetime
) -> BodyMember:
    """Notes that a member agreed, on this day, to be named in public. Raises Refused.

    NAME_MISSING when there is no name to show, IN_FUTURE for a day to come.
    """
    held = BodyMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if not held.name:
        raise Refused(ConsentRefusal.NAME_MISSING)
    if given_on > timezone.localdate(at):
        raise Refused(ConsentRefusal.IN_FUTURE)
    given_at = timezone.make_aware(datetime.combine(given_on, time(12)))
    held.consented_at = min(given_at, at)
    held.save(update_fields=["consented_at"])
    _note("engagements.name_consent_given", held, by)
    return held


@transaction.atomic
def withdraw_name_consent(*, member: BodyMember, by: User | None) -> BodyMember:
    """Stops showing a member's name, at once; the history keeps the day."""
    held = BodyMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if held.consented_at is not None:
        held.consented_at = None
        held.save(update_fields=["consented_at"])
        _note("engagements.name_consent_withdrawn", held, by)
    return held


@transaction.atomic
def forget_members(*, user_id: int) -> int:
    """Takes the name of somebody out of the members; says how many rows it changed."""
    return BodyMember.objects.filter(user=user_id).update(**NAMELESS)


def erase_former_names(*, at: datetime, dry_run: bool = False) -> int:
    """Takes out the names of those who left long ago; their function stays."""
    limit = timezone.localdate(at) - timedelta(days=settings.BODY_MEMBER_DAYS)
    over = BodyMember.objects.filter(~Q(name="") | Q(user__isnull=False), left_on__lt=limit)
    if dry_run:
        return over.count()
    count = over.update(**NAMELESS)
    logger.info(
        "Former members forgotten",
        extra={"event": "engagements.members.forgotten", "count": count},
    )
    return count


def _note(action: str, member: BodyMember, by: User | None) -> None:
    log(instance=member, action=action, user=by)
    logger.info("Consent noted", extra={"event": action, "member": member.pk})
