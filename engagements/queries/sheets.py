"""The spreadsheet of reports: its lines as they go out, and as they come back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import sheet_columns as sheet
from ..enums import EvidenceKind
from ..models import Commitment, DraftEvidence, UpdateDraft
from ..rules import may_record_update
from ..sheet_columns import BadCell, Fault
from .members import departments_of
from .reporting import due, stamp, to_report
from .rhythm import review_being_written

if TYPE_CHECKING:
    from portal.accounts.models import User

_is_web_address = URLValidator(schemes=["http", "https"])


def lines_out(
    user: "User", at: datetime, *, only_due: bool, department: int | None
) -> list[list[str]]:
    """Return the lines of the spreadsheet that somebody fills in: what they report on."""
    found = to_report(user)
    if department is not None:
        found = found.filter(lead_department=department)
    if only_due:
        found = due(found, at, review_being_written())
    functions = _functions(user)
    return [
        [
            str(commitment.number),
            commitment.wording,
            *_filled(commitment, functions(commitment)).values(),
            stamp(_draft(commitment)),
        ]
        for commitment in found
    ]


def _draft(commitment: Commitment) -> UpdateDraft | None:
    found: list[UpdateDraft] = commitment.in_preparation  # type: ignore[attr-defined]
    return found[0] if found else None


def _functions(user: "User") -> Callable[[Commitment], str]:
    """In whose name somebody reports on a commitment; their departments are read once."""
    own = {one.pk: one.name for one in departments_of(user)}

    def function(commitment: Commitment) -> str:
        concerned = [name for pk, name in own.items() if pk in commitment.department_ids()]
        return (concerned or list(own.values()) or [user.department_name])[0]

    return function


def _filled(commitment: Commitment, function: str) -> dict[str, str]:
    """What the columns to fill in hold before anybody fills them in."""
    draft = _draft(commitment)
    link = _link(draft)
    names = _indicators(commitment)
    if draft is None:
        return {
            **dict.fromkeys(sheet.FILLED, ""),
            sheet.STATUS: str(commitment.get_status_display()),
            sheet.FIGURES: sheet.figures_cell(names, {}),
            sheet.FUNCTION: function,
        }
    return {
        sheet.STATUS: str(draft.get_status_display()),
        sheet.REASON: draft.status_reason,
        sheet.TEXT: draft.text,
        sheet.NEXT: draft.next_step,
        sheet.DAY: sheet.day_cell(draft.reported_on),
        sheet.DUE: sheet.due_cell(draft.due_on, draft.due_precision),
        sheet.FIGURES: sheet.figures_cell(names, draft.measures),
        sheet.ADDRESS: link.url if link else "",
        sheet.TITLE: link.label if link else "",
        sheet.FUNCTION: draft.author_function,
    }


def _indicators(commitment: Commitment) -> dict[str, int]:
    return {one.label: one.pk for one in commitment.indicators.all()}


def _link(draft: UpdateDraft | None) -> DraftEvidence | None:
    """The evidence that the spreadsheet shows: the first address."""
    pieces = draft.evidence.all() if draft else []
    return next((one for one in pieces if one.kind == EvidenceKind.LINK), None)


@dataclass
class ReadLine:
    """A line that came back: what it asks for, or what is wrong with it."""

    line: int
    cells: list[str]
    number: int | None = None
    commitment: Commitment | None = None
    faults: list[Fault] = field(default_factory=list)
    changed: bool = False
    said: dict[str, Any] = field(default_factory=dict)
    measures: dict[str, str] = field(default_factory=dict)
    evidence: list[DraftEvidence] = field(default_factory=list)

    @property
    def draft(self) -> UpdateDraft | None:
        """The report that the line changes, None when it begins one."""
        return _draft(self.commitment) if self.commitment else None

    @property
    def is_good(self) -> bool:
        """Whether it may be written."""
        return self.changed and not self.faults

    def fault(self, column: str, message: Any) -> None:
        """Add what is wrong."""
        self.faults.append(Fault(str(sheet.LABELS[column]), str(message)))


class SheetReader:
    """Reads lines that come back; what it knows is read once for all lines."""

    def __init__(self, user: "User", at: datetime, *, is_sent: bool) -> None:
        self.at, self.is_sent = at, is_sent
        self._own = {one.number: one for one in to_report(user)}
        self._known = set(Commitment.objects.values_list("number", flat=True))
        self._function = _functions(user)
        self._met: set[int] = set()

    def read(self, places: dict[str, int], rows: Iterable[tuple[int, list[str]]]) -> list[ReadLine]:
        """Return every line, in their order."""
        return [
            self._line(
                line, [cells[places[name]] if name in places else "" for name in sheet.COLUMNS]
            )
            for line, cells in rows
        ]

    def _line(self, line: int, cells: list[str]) -> ReadLine:
        read = ReadLine(line, cells)
        values: dict[str, str] = {}
        for name, cell in zip(sheet.COLUMNS, cells, strict=True):
            if name == sheet.WORDING:
                continue
            try:
                values[name] = sheet.plain(cell)
            except BadCell as bad:
                read.fault(name, bad)
        commitment = self._find(read, values)
        if commitment is not None and not read.faults:
            self._compare(read, commitment, values)
        return read

    def _find(self, read: ReadLine, values: dict[str, str]) -> Commitment | None:
        if sheet.NUMBER not in values:
            return None
        try:
            number = sheet.number_of(values[sheet.NUMBER])
        except BadCell as bad:
            read.fault(sheet.NUMBER, bad)
            return None
        read.number = number
        if number in self._met:
            read.fault(sheet.NUMBER, _("This commitment already has a line above."))
        elif number not in self._known:
            read.fault(sheet.NUMBER, _("No commitment has this number."))
        elif number not in self._own:
            message = _("Another department reports on this commitment: take the line away.")
            read.fault(sheet.NUMBER, message)
        self._met.add(number)
        read.commitment = self._own.get(number)
        return read.commitment

    def _compare(self, read: ReadLine, commitment: Commitment, values: dict[str, str]) -> None:
        """Leave a line that nobody filled in; read the others."""
        before = _filled(commitment, self._function(commitment))
        after = {name: values[name] for name in sheet.FILLED}
        read.changed = any(_same(after[name]) != _same(before[name]) for name in sheet.FILLED)
        if not read.changed:
            return
        if values[sheet.VERSION] != stamp(read.draft):
            message = _("This report changed since the spreadsheet was made: make another one.")
            read.fault(sheet.VERSION, message)
        self._read_cells(read, commitment, after)
        if not read.faults and self.is_sent:
            self._ask_rules(read, commitment)

    def _read_cells(self, read: ReadLine, commitment: Commitment, cells: dict[str, str]) -> None:
        for name, longest in sheet.LONGEST.items():
            if len(cells[name]) > longest:
                read.fault(name, _("Keep %(count)d characters at most.") % {"count": longest})
        readers: dict[str, Callable[[str], Any]] = {
            sheet.STATUS: sheet.status_of,
            sheet.DAY: self._day,
            sheet.DUE: sheet.due_in,
            sheet.FIGURES: lambda cell: sheet.figures_in(cell, _indicators(commitment)),
            sheet.ADDRESS: _address,
        }
        found: dict[str, Any] = {}
        for name, reader in readers.items():
            try:
                found[name] = reader(cells[name])
            except BadCell as bad:
                read.fault(name, bad)
        if read.faults:
            return
        due_on, precision = found[sheet.DUE]
        read.measures = found[sheet.FIGURES]
        read.evidence = _evidence(read.draft, cells[sheet.ADDRESS], cells[sheet.TITLE])
        texts = (sheet.REASON, sheet.TEXT, sheet.NEXT, sheet.FUNCTION)
        read.said = {
            **{name: cells[name] for name in texts},
            sheet.STATUS: found[sheet.STATUS],
            sheet.DAY: found[sheet.DAY],
            sheet.DUE: due_on,
            "due_precision": precision,
        }

    def _day(self, cell: str) -> date:
        """A day left empty is the day on which the spreadsheet comes back."""
        return sheet.day_in(cell) or timezone.localtime(self.at).date()

    def _ask_rules(self, read: ReadLine, commitment: Commitment) -> None:
        """The same rules as in the form, each refusal in its column."""
        if not read.said[sheet.FUNCTION]:
            read.fault(sheet.FUNCTION, _("Say in whose name: a function, never a name."))
        decision = may_record_update(
            status=read.said[sheet.STATUS],
            text=read.said[sheet.TEXT],
            status_reason=read.said[sheet.REASON],
            reported_on=read.said[sheet.DAY],
            at=self.at,
            first_due_on=commitment.due_on,
            due_on=read.said[sheet.DUE],
        )
        if decision.reason:
            column = _COLUMN_OF_REASON.get(decision.reason.value, sheet.TEXT)
            read.fault(column, decision.reason.label)


_COLUMN_OF_REASON = {
    "text_missing": sheet.TEXT,
    "reason_missing": sheet.REASON,
    "date_in_future": sheet.DAY,
    "due_before_first": sheet.DUE,
}


def _same(cell: str) -> str:
    return "\n".join(line.strip() for line in cell.replace("\r", "").strip().split("\n"))


def _address(cell: str) -> str:
    try:
        if cell:
            _is_web_address(cell)
    except ValidationError as error:
        raise BadCell(_("Write a whole address, which begins with https://.")) from error
    return cell


def _evidence(draft: UpdateDraft | None, address: str, title: str) -> list[DraftEvidence]:
    """The evidence of the report once the line is taken: its other pieces stay."""
    shown = _link(draft)
    kept = [one for one in draft.evidence.all() if one is not shown] if draft else []
    pieces = [_copy(one) for one in kept]
    if address:
        label = (title or address)[:200]
        pieces.insert(0, DraftEvidence(kind=EvidenceKind.LINK, url=address, label=label))
    return pieces


def _copy(one: DraftEvidence) -> DraftEvidence:
    names = ("kind", "label", "url", "document_id", "deliberation_number", "dated_on")
    return DraftEvidence(**{name: getattr(one, name) for name in names})
