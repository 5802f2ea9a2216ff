"""The one catalogue of open data: what rooms bring of their files, for anybody to take away."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

# Where the catalogue is read, by people and by programs: a public contract, served by the top room.
PAGE, API = "/donnees/", "/api/v1/"


@dataclass(frozen=True, slots=True)
class OpenFile:
    """One file: its format as its name ends (csv, json, ics, xml), and its path on the portal."""

    format: str
    path: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """The same rows in one format or several; `about` is the page whose data they are."""

    key: str
    title: str | Promise
    about: str | Promise
    about_path: str
    files: tuple[OpenFile, ...]


# The files that anybody may take at this moment, each of which is there.
DatasetSource = Callable[[datetime], Iterable[Dataset]]
_sources: list[DatasetSource] = []


def register_datasets(source: DatasetSource) -> None:
    """Adds a room's files; called while the application starts. A second call is ignored."""
    if source not in _sources:
        _sources.append(source)


def datasets(at: datetime) -> list[Dataset]:
    """All of them, room after room, each in its order."""
    return [dataset for source in _sources for dataset in source(at)]
