"""Whether a register still is what was received: each line recomputed, each fault named."""

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from portal.cms.folding import fold

from .. import chain
from ..models import Masking, Observation, Register
from ..models.stored import HashedFile
from .procedures import dossier_of

_BATCH = 500
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Fault:
    """What does not hold: in which procedure, in which table, which row, what of it."""

    procedure: str
    table: str
    row: str
    what: str

    def as_dict(self) -> dict[str, str]:
        """The same for programs."""
        return asdict(self)


def registers_for_checks() -> Iterator[Register]:
    """Every announced register, the oldest first."""
    found = Register.objects.filter(announced_at__isnull=False).select_related("inquiry")
    yield from found.order_by("announced_at", "pk")


def verify_register(register: Register, *, with_files: bool = False) -> Iterator[Fault]:
    """The faults of a register, line by line, a batch in memory at once.

    `with_files` reads every file again, which takes as long as they are big.
    """
    yield from _lines(register, with_files=with_files)
    yield from _maskings(register)
    yield from _dossier(register, with_files=with_files)


def _lines(register: Register, *, with_files: bool) -> Iterator[Fault]:
    before, number = "", 0
    for line in _all_lines(register):
        number += 1
        row = str(line.number)
        if line.number != number:
            yield _fault(register, Observation, str(number), "missing")
            number = line.number
        elif line.previous != before:
            yield _fault(register, Observation, row, "previous")
        yield from (_fault(register, Observation, row, what) for what in _differences(line))
        if with_files:
            yield from _files(register, list(line.files.all()), row)
        before = line.fingerprint
    if (number, before) != (register.last_number, register.head):
        yield _fault(register, Register, str(register.pk), "head")


def _all_lines(register: Register) -> Iterator[Observation]:
    last = 0
    lines = Observation.objects.filter(inquiry=register.pk).prefetch_related("files")
    while batch := list(lines.filter(number__gt=last).order_by("number")[:_BATCH]):
        yield from batch
        last = batch[-1].number


def _differences(line: Observation) -> list[str]:
    """What of a line is not what its fingerprints say."""
    prints = [chain.FilePrint(one.file_name, one.size, one.sha256) for one in line.files.all()]
    found = []
    if line.name_salt and chain.commitment(line.name_salt, line.name) != line.name_digest:
        found.append("name")
    if line.email_salt and chain.commitment(line.email_salt, line.email) != line.email_digest:
        found.append("email")
    if chain.files_digest(prints) != line.files_digest:
        found.append("files")
    if line.folded != fold(line.text):
        found.append("folded")
    if chain.line_fingerprint(line) != line.fingerprint:
        found.append("line")
    return found


def _maskings(register: Register) -> Iterator[Fault]:
    before = ""
    events = Masking.objects.filter(observation__inquiry=register.pk)
    for event in events.select_related("observation", "file").order_by("pk"):
        if event.previous != before:
            yield _fault(register, Masking, str(event.pk), "previous")
        if chain.event_fingerprint(event.previous, event.facts()) != event.fingerprint:
            yield _fault(register, Masking, str(event.pk), "line")
        before = event.fingerprint
    if before != register.masking_head:
        yield _fault(register, Register, str(register.pk), "masking_head")


def _dossier(register: Register, *, with_files: bool) -> Iterator[Fault]:
    pieces = dossier_of(register.inquiry)
    announced = [piece for piece in pieces if piece.addition_id is None]
    if chain.dossier_digest(announced) != register.dossier_sha256:
        yield _fault(register, Register, str(register.pk), "dossier")
    if with_files:
        stored: list[HashedFile] = [piece for piece in pieces if piece.file]
        yield from _files(register, stored, "")


def _files(register: Register, files: "list[HashedFile]", row: str) -> Iterator[Fault]:
    for one in files:
        if one.sha256 != _digest_of(one):
            yield _fault(register, type(one), row or str(one.pk), f"file {one.file_name}")


def _digest_of(stored: HashedFile) -> str:
    """The digest of what lies on the disk, read piece by piece; empty when it is gone."""
    digest = hashlib.sha256()
    try:
        with stored.file.open("rb") as opened:
            while chunk := opened.read(_CHUNK):
                digest.update(chunk)
    except OSError:
        return ""
    return digest.hexdigest()


def _fault(register: Register, model: type, row: str, what: str) -> Fault:
    table: str = model._meta.db_table  # type: ignore[attr-defined]
    return Fault(register.inquiry.slug, table, row, what)


def unexpected(pairs: list[str]) -> Iterator[Fault]:
    """Compares with fingerprints that somebody holds: “slug:number=fingerprint” each."""
    for pair in pairs:
        place, _equals, wanted = pair.partition("=")
        slug, _colon, number = place.strip().partition(":")
        lines = Observation.objects.filter(inquiry__slug=slug)
        row = int(number) if number.isascii() and number.isdigit() else 0
        known = lines.filter(number=row).values_list("fingerprint", flat=True).first()
        if known != wanted.strip().lower().replace(" ", ""):
            yield Fault(slug, Observation._meta.db_table, number, "fingerprint")
