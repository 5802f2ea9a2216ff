"""A city's files, read, checked against one another, and ready to be loaded."""

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from .faults import Fault, InvalidFileError
from .messages import shaped
from .reading import Document, read
from .schema import ProjectFile, check_project
from .shapes import Checks
from .texts import TextsFile, check_texts

Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(frozen=True)
class Source:
    """The facts of a project, and the texts written about them when there are any."""

    facts: ProjectFile
    texts: TextsFile | None


def read_source(project: Path, texts: Path | None = None) -> Source:
    """Reads and checks the files.

    Refuses (InvalidFileError) with the faults of both, so that one run shows them all.
    """
    faults: list[Fault] = []
    facts_document, facts = attempt(project, ProjectFile, faults)
    texts_document, written = attempt(texts, TextsFile, faults) if texts else (None, None)
    if facts_document and facts:
        checks = Checks(facts_document)
        check_project(facts, checks)
        faults += checks.faults
    if texts_document and written and facts:
        checks = Checks(texts_document)
        check_texts(written, facts, checks)
        faults += checks.faults
    if faults or facts is None:
        raise InvalidFileError(faults)
    return Source(facts, written)


def attempt(
    file: Path, shape: type[Shape], faults: list[Fault]
) -> tuple[Document | None, Shape | None]:
    """The file in its shape; its faults are added to the others when it has any."""
    try:
        document = read(file)
        return document, shaped(document, shape)
    except InvalidFileError as invalid:
        faults += invalid.faults
        return None, None
