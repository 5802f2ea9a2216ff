"""Reading the lines of an import: what each says, what is wrong with it, what grew on it since."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, BinaryIO, cast

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.models import Commitment, Department
from portal.plain_text import clean_line, clean_text
from portal.tables import Table, open_table

from ..enums import FINAL_VERDICTS
from ..import_columns import (
    BY_NAME,
    Unreadable,
    key,
    read_choice,
    read_moment,
    read_number,
    read_numbers,
    read_wishes,
    unique_headings,
)
from ..models import (
    Activity,
    Answer,
    Comment,
    Contribution,
    ContributionImport,
    Neighbourhood,
    Support,
    Theme,
)
from ..models.answers import ANSWER_LENGTH

SILENCE = timedelta(minutes=2)
_SIGN_OF_LIFE = "participation.import_worker"
_LENGTHS = {"title": 250, "text": 20_000, "place": 200, "display_name": 80}
_LIST_NAME = 80


def note_sign_of_life(at: datetime) -> None:
    """A worker says that it is there; kept in the cache that all processes share."""
    cache.set(_SIGN_OF_LIFE, at.timestamp(), timeout=None)


def is_worker_silent(at: datetime) -> bool:
    """Whether no worker has given a sign of life for two minutes."""
    last = cache.get(_SIGN_OF_LIFE)
    return last is None or at.timestamp() - last > SILENCE.total_seconds()


def imports_of(activity: Activity) -> "list[ContributionImport]":
    """The imports of an activity, the latest first."""
    found = ContributionImport.objects.filter(activity=activity)
    return list(found.select_related("created_by", "undone_by").defer("errors"))


@contextmanager
def opened(imported: ContributionImport) -> Iterator[Table]:
    """The table of an import. Raises BadTable."""
    with imported.file.open("rb") as file:
        yield open_table(cast("BinaryIO", file), imported.name)


@dataclass(frozen=True)
class Fault:
    """What is wrong with one cell, or with the whole line, and what to do."""

    line: int
    column: str
    message: str

    @property
    def stored(self) -> dict[str, Any]:
        """The same as it is kept in the report."""
        return {"line": self.line, "column": self.column, "message": self.message}


@dataclass
class ReadLine:
    """One line of the file, understood: its values by column, or its faults."""

    line: int
    values: dict[str, Any] = field(default_factory=dict)
    # Names that are in no list yet: column → name, to be created.
    new: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


class LineReader:
    """Reads the lines of an import in order, a batch at a time, against the lists of the city.

    It remembers the numbers it met: read a file from its beginning with a new one.
    """

    def __init__(self, imported: ContributionImport, headings: list[str], at: datetime) -> None:
        self._import = imported
        self._at = at
        self._options = imported.options
        places = {heading: place for place, heading in enumerate(unique_headings(headings))}
        self._width = len(headings)
        self._columns = {
            name: places[heading]
            for name, heading in imported.mapping.items()
            if heading in places and name in BY_NAME
        }
        self._lists = {
            "theme": _keys(Theme.objects.values_list("pk", "name", "slug")),
            "neighbourhood": _keys(Neighbourhood.objects.values_list("pk", "name", "slug")),
            "concerned_department": _keys(Department.objects.values_list("pk", "name", "slug")),
        }
        self._lists["answer_department"] = self._lists["concerned_department"]
        self._commitments = dict(Commitment.objects.values_list("number", "pk"))
        self._met: dict[int, int] = {}
        self.highest = 0

    def read(self, batch: Iterable[tuple[int, list[str]]]) -> list[ReadLine]:
        """What these lines say, by one query."""
        lines = [self._line(number, cells) for number, cells in batch]
        asked = [read.values["number"] for read in lines if read.values.get("number")]
        taken = Contribution.objects.filter(activity=self._import.activity_id, number__in=asked)
        taken = taken.exclude(imported_by=self._import.pk)
        known = set(taken.values_list("number", flat=True))
        for read in lines:
            self._check_number(read, known)
        return lines

    def _check_number(self, read: ReadLine, known: set[int]) -> None:
        number = read.values.get("number")
        if not number:
            return
        if number in known:
            message = _("No. %(number)s is already taken in this call. Give it another number.")
        elif number in self._met:
            message = _("No. %(number)s is already on line %(line)s. Keep one of the two.")
        else:
            self._met[number] = read.line
            self.highest = max(self.highest, number)
            return
        words = {"number": number, "line": self._met.get(number)}
        self._fault(read, "number", message % words)

    def _line(self, number: int, cells: list[str]) -> ReadLine:
        read = ReadLine(line=number)
        if len(cells) > self._width:
            message = _(
                "This line holds more cells than there are headings. Put quotation marks around "
                "a text that holds the separator."
            )
            read.faults.append(Fault(number, "", message))
            return read
        for name, place in self._columns.items():
            try:
                read.values[name] = self._value(name, cells[place], read)
            except Unreadable as unreadable:
                self._fault(read, name, str(unreadable))
        if not read.faults:
            self._complete(read)
        return read

    def _fault(self, read: ReadLine, name: str, message: str) -> None:
        heading = self._import.mapping.get(name) or str(BY_NAME[name].label)
        read.faults.append(Fault(read.line, heading, message))

    def _value(self, name: str, cell: str, read: ReadLine) -> Any:
        text = clean_text(cell) if name in {"text", "answer_text"} else clean_line(cell)
        if not text:
            if name == "title":
                raise Unreadable(_("Write a title: nothing is listed without one."))
            return None
        if name in _LENGTHS:
            return _short(text, _LENGTHS[name])
        if name in self._lists:
            return self._listed(name, text, read)
        if name in {"channel", "standing", "verdict"}:
            return read_choice(name, text)
        if name in {"submitted_on", "answered_on"}:
            return read_moment(text, self._at)
        readers = {
            "number": read_number,
            "wishes": read_wishes,
            "email": _email,
            "commitments": self._linked,
            "answer_text": lambda text: _short(text, ANSWER_LENGTH),
        }
        return readers[name](text)

    def _listed(self, name: str, text: str, read: ReadLine) -> int | None:
        """The row of this name in a managed list, or none yet when it is to be created."""
        found = self._lists[name].get(key(text))
        if found is not None:
            return found
        if self._options.get("unknown_" + name) == "create" and key(text):
            read.new[name] = _short(text, _LIST_NAME)
            return None
        words = {"text": text[:60]}
        if name in {"theme", "neighbourhood"}:
            raise Unreadable(
                _("“%(text)s” is not in the list. Correct it, or ask that it be created.") % words
            )
        raise Unreadable(
            _("“%(text)s” is no department of the list. Write its name as it is there.") % words
        )

    def _linked(self, text: str) -> list[int]:
        numbers = read_numbers(text)
        if unknown := [str(number) for number in numbers if number not in self._commitments]:
            raise Unreadable(
                _("There is no commitment no. %(numbers)s.") % {"numbers": ", ".join(unknown)}
            )
        return [self._commitments[number] for number in numbers]

    def _complete(self, read: ReadLine) -> None:
        """What one cell asks of another."""
        values = read.values
        verdict = values.get("verdict")
        if not verdict:
            given = [
                name for name in ("answer_text", "answered_on", "commitments") if values.get(name)
            ]
            if given:
                self._fault(read, given[0], _("Give the decision too: an answer has one."))
            return
        if not values.get("answer_text"):
            self._fault(
                read, "answer_text", _("Give the reasons too: a decision without them is none.")
            )
        if verdict not in FINAL_VERDICTS:
            values["answered_on"] = None
        elif not values.get("answered_on"):
            default = self._options.get("answered_on")
            if default:
                values["answered_on"] = read_moment(default, self._at)
            else:
                self._fault(read, "answered_on", _("Give the day of this answer."))
        sent, answered = self.received_at(read), values.get("answered_on")
        if sent and answered and timezone.localdate(answered) < timezone.localdate(sent):
            self._fault(
                read,
                "answered_on",
                _("Check the two dates: the answer comes before what it answers."),
            )

    def received_at(self, read: ReadLine) -> datetime:
        """When the line says that it was received, else when the whole file does."""
        said: datetime | None = read.values.get("submitted_on")
        return said or read_moment(self._options["received_on"], self._at)


def _keys(rows: Iterable[tuple[int, str, str]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for pk, name, slug in rows:
        found.setdefault(key(slug), pk)
        found[key(name)] = pk
    return found


def _short(text: str, limit: int) -> str:
    if len(text) > limit:
        raise Unreadable(
            _("Shorten it: %(limit)s characters at most, here %(length)s.")
            % {"limit": limit, "length": len(text)}
        )
    return text


def _email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError as error:
        raise Unreadable(_("Check the address: it should look like name@domain.fr.")) from error
    return text


@dataclass(frozen=True)
class Growth:
    """What was added to imported ideas since they were imported."""

    answers: int
    supports: int
    comments: int
    # Ideas from elsewhere that were grouped under imported ones.
    grouped: int
    numbers: list[int]

    def __bool__(self) -> bool:
        return bool(self.answers or self.supports or self.comments or self.grouped)


_SHOWN = 20


def growth_of(imported: ContributionImport) -> Growth:
    """Answers, supports, comments and groups that the file did not bring, by five queries."""
    mine = Contribution.objects.filter(imported_by=imported)
    grown = Answer.objects.filter(contribution__imported_by=imported).exclude(
        first_published_at=imported.finished_at,
        answered_by__isnull=True,
        corrected_at__isnull=True,
        latest_revision__isnull=True,
    )
    outside = Q(imported_by__isnull=True) | ~Q(imported_by=imported)
    grouped = Contribution.objects.filter(outside, merged_into__imported_by=imported)
    touched = mine.filter(
        Q(support_count__gt=0)
        | Q(comment_count__gt=0)
        | Exists(grown.filter(contribution=OuterRef("pk")))
        | Exists(grouped.filter(merged_into=OuterRef("pk")))
    )
    return Growth(
        answers=grown.count(),
        supports=Support.objects.filter(contribution__imported_by=imported).count(),
        comments=Comment.objects.filter(contribution__imported_by=imported).count(),
        grouped=grouped.count(),
        numbers=list(touched.order_by("number").values_list("number", flat=True)[:_SHOWN]),
    )
