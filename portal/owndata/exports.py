"""The file somebody takes away: a ZIP made while it is sent, never whole in memory.

`donnees.json` for machines, `donnees.html` for people, then the files they gave.
"""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from django.core.files.base import File
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.personal_data import DataSource, Person, Taken, sources
from portal.cms.french_dates import long_date
from portal.uploads import display_name

FORMAT, VERSION = "parvis/personal-data", 1
_FOLDER = "fichiers"


@dataclass(frozen=True)
class Heading:
    """What stands at the top of both files."""

    portal: str
    at: datetime


@dataclass(frozen=True)
class Item:
    """One thing kept, with the places of its files in the archive."""

    taken: Taken
    files: tuple[tuple[str, File], ...]

    @property
    def paths(self) -> list[str]:
        """Where its files are in the archive."""
        return [path for path, _file in self.files]

    def rows(self) -> list[tuple[str, list[str]]]:
        """Label and values, in words."""
        return [
            (str(label), in_words(self.taken.values[name]))
            for name, label in self.taken.labels.items()
        ]


class _Pipe(io.RawIOBase):
    """What the archive writes into, emptied as it goes."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._waiting.append(bytes(data))
        return len(data)

    def drain(self) -> Iterator[bytes]:
        """What was written since, once."""
        waiting, self._waiting = self._waiting, []
        if waiting:
            yield b"".join(waiting)


def filename(at: datetime) -> str:
    """The name of the archive: a day, never a person."""
    return f"mes-donnees-{timezone.localdate(at).isoformat()}.zip"


def archive(person: Person, heading: Heading) -> Iterator[bytes]:
    """The archive, piece by piece."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as target:
        for name, pieces in (
            ("donnees.json", as_json(person, heading)),
            ("donnees.html", as_html(person, heading)),
            ("style.css", iter([render_to_string("owndata/archive/style.css")])),
        ):
            with _member(target, name, heading.at) as member:
                for piece in pieces:
                    member.write(piece.encode())
                    yield from pipe.drain()
        for source in sources():
            for item in items(source, person):
                for path, file in item.files:
                    yield from _copied(target, pipe, path, file, heading.at)
    yield from pipe.drain()


def _member(target: zipfile.ZipFile, name: str, at: datetime) -> IO[bytes]:
    entry = zipfile.ZipInfo(name, timezone.localtime(at).timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    return target.open(entry, "w", force_zip64=True)


def _copied(
    target: zipfile.ZipFile, pipe: _Pipe, path: str, file: File, at: datetime
) -> Iterator[bytes]:
    """One file, by pieces; one that the storage lost is left out."""
    try:
        opened = file.open("rb")
    except FileNotFoundError:
        return
    with opened, _member(target, path, at) as member:
        for chunk in opened.chunks():
            member.write(chunk)
            yield from pipe.drain()


def items(source: DataSource, person: Person) -> Iterator[Item]:
    """What a source keeps, with places for its files that are the same at each reading."""
    for rank, taken in enumerate(source.export(person), start=1):
        yield Item(
            taken,
            tuple(
                (f"{_FOLDER}/{source.name}/{rank}-{number}-{display_name(name)}", file)
                for number, (name, file) in enumerate(taken.files, start=1)
            ),
        )


def as_json(person: Person, heading: Heading) -> Iterator[str]:
    """The same for machines: stable names, ISO dates, UTF-8."""
    about = {"format": FORMAT, "version": VERSION, "made_at": heading.at, "portal": heading.portal}
    yield _dumped(about)[:-1] + ', "sources": {'
    for rank, source in enumerate(sources()):
        yield (",\n" if rank else "\n") + _dumped(source.name) + ": ["
        for number, item in enumerate(items(source, person)):
            kept = {**item.taken.values, **({"paths": item.paths} if item.files else {})}
            yield (",\n  " if number else "\n  ") + _dumped(kept)
        yield "]"
    yield "\n}}\n"


def _dumped(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)


def as_html(person: Person, heading: Heading) -> Iterator[str]:
    """The same for people: one page that opens without a connection."""
    listed = list(sources())
    kept = [source for source in listed if any(True for _item in items(source, person))]
    kept.sort(key=lambda source: (source.order != 1000, source.order, source.name))
    yield render_to_string("owndata/archive/head.html", {"heading": heading, "sources": kept})
    for source in kept:
        yield render_to_string("owndata/archive/section.html", {"source": source})
        for rank, item in enumerate(items(source, person), start=1):
            yield render_to_string("owndata/archive/item.html", {"item": item, "rank": rank})
        yield "</section>\n"
    yield render_to_string("owndata/archive/foot.html", {"heading": heading})


def in_words(value: Any) -> list[str]:
    """A value as a person reads it; a list has one line for each of its values."""
    if isinstance(value, (list, tuple)):
        return [line for each in value for line in in_words(each)]
    if isinstance(value, bool):
        return [_("yes") if value else _("no")]
    if isinstance(value, datetime):
        local = timezone.localtime(value)
        return [f"{long_date(local.date())}, {local:%H:%M}"]
    if isinstance(value, date):
        return [long_date(value)]
    return [str(value)]
