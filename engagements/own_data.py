"""What staff did for commitments, which stays whole when they go; who sits in the body."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from portal.accounts.personal_data import (
    Authored,
    DataSource,
    Person,
    Taken,
    register_source,
    staff_source,
)

from .actions.body import forget_members
from .models import BodyMember

PROGRESS = staff_source(
    "commitment_updates",
    _("News of commitments that you recorded"),
    (
        Authored("engagements.CommitmentUpdate", "recorded_by", "recorded_at"),
        Authored("engagements.CommitmentUpdate", "approved_by", "recorded_at"),
        Authored("engagements.UpdateDraft", "prepared_by", "started_at"),
        Authored("engagements.CommitmentWording", "recorded_by", "recorded_at"),
        Authored("engagements.Review", "opened_by", "opened_at"),
        Authored("engagements.Review", "published_by", "published_at"),
    ),
)


def _seats(person: Person) -> Iterable[Taken]:
    found = BodyMember.objects.filter(user=person.user_id).select_related("department")
    for member in found.order_by("pk") if person.user_id else ():
        yield Taken.of(
            ("name", _("Name"), member.name),
            ("function", _("Function"), member.function),
            ("department", _("Department"), str(member.department or "")),
            ("joined_on", _("Joined on"), member.joined_on),
            ("left_on", _("Left on"), member.left_on),
            ("consented_at", _("Agreed to be named on"), member.consented_at),
        )


def _forget_seats(person: Person, at: datetime) -> int:
    return forget_members(user_id=person.user_id) if person.user_id else 0


FOLLOW_UP_BODY = DataSource(
    "follow_up_body",
    _("Your seat in the follow-up body"),
    _seats,
    _forget_seats,
    fate=_("Your name goes; the function stays, for it tells who sat in the body."),
)


def register() -> None:
    """Register the sources of the room."""
    register_source(PROGRESS)
    register_source(FOLLOW_UP_BODY)
