"""Reading registrations: one by its number, those of a meeting for the desk, files of meetings."""

from dataclasses import dataclass

from django.db.models import Case, IntegerField, QuerySet, Value, When

from ... import receipts
from ..enums import HOLDING, RegistrationState
from ..models import Meeting, Registration, Workshop

_ORDER = (
    RegistrationState.SEATED,
    RegistrationState.OFFERED,
    RegistrationState.WAITING,
    RegistrationState.CANCELLED,
    RegistrationState.LAPSED,
)


def by_receipt(workshop: Workshop, typed: str) -> Registration | None:
    """The registration of a workshop whose number somebody typed, in whatever form, or None."""
    number = receipts.normalise(typed)
    if not number:
        return None
    found = Registration.objects.filter(receipt=number, meeting__workshop=workshop)
    return _with_workshop(found.select_related("meeting").first(), workshop)


def by_key(workshop: Workshop, pk: int, receipt: str) -> Registration | None:
    """The registration that a sealed link names, or None when it is erased."""
    found = Registration.objects.filter(pk=pk, receipt=receipt, meeting__workshop=workshop)
    return _with_workshop(found.select_related("meeting").first(), workshop)


def _with_workshop(found: Registration | None, workshop: Workshop) -> Registration | None:
    if found is not None:
        found.meeting.workshop = workshop
    return found


def place_in_line(registration: Registration) -> int:
    """The rank on the waiting list, from one."""
    waiting = Registration.objects.filter(meeting=registration.meeting_id).waiting()
    keys = list(waiting.values_list("pk", flat=True))
    return keys.index(registration.pk) + 1 if registration.pk in keys else 0


@dataclass(frozen=True)
class MeetingDesk:
    """Everything about who comes to a meeting, for those who hold it."""

    meeting: Meeting
    rows: list[Registration]

    @property
    def seated(self) -> int:
        """How many seats are held."""
        return sum(row.seats for row in self.rows if row.state in HOLDING)

    @property
    def waiting(self) -> int:
        """How many seats are waited for."""
        return sum(row.seats for row in self.rows if row.state == RegistrationState.WAITING)

    @property
    def needs(self) -> list[Registration]:
        """Those who told a need and have a seat."""
        return [row for row in self.rows if row.needs and row.state in HOLDING]


def desk_of(meeting: Meeting) -> MeetingDesk:
    """The registrations of a meeting, those who come first, each group by arrival; one query."""
    ranks = [When(state=state, then=Value(rank)) for rank, state in enumerate(_ORDER)]
    ordered: QuerySet[Registration] = Registration.objects.filter(meeting=meeting).order_by(
        Case(*ranks, output_field=IntegerField()), "registered_at", "pk"
    )
    rows = list(ordered)
    for row in rows:
        row.meeting = meeting
    return MeetingDesk(meeting, rows)
