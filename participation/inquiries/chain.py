"""The chain of a register: commitments of persons, fingerprints of lines and of a dossier. Pure.

Each line holds the fingerprint of the one before. Name and address of who wrote enter it as
commitments: the digest of each with a salt of its own. Once it is forgotten with its salt, the
commitment says nothing of anybody, and the chain still holds (docs/decisions/0028).
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.canonical import digest, fingerprint_of

if TYPE_CHECKING:
    from .models import DossierPiece, Observation


@dataclass(frozen=True)
class FilePrint:
    """What the chain knows of one file."""

    name: str
    size: int
    sha256: str


def new_salt() -> str:
    """256 bits drawn for one value in one line."""
    return secrets.token_hex(32)


def commitment(salt: str | None, value: str | None) -> str:
    """The commitment to a name or an address; empty when none was given."""
    if not salt:
        return ""
    return fingerprint_of({"salt": salt, "value": value or ""})


def files_digest(files: Iterable[FilePrint]) -> str:
    """The fingerprint of all files of an observation in their order; empty without any."""
    listed = [{"name": one.name, "size": one.size, "sha256": one.sha256} for one in files]
    return fingerprint_of(listed) if listed else ""


def line_fingerprint(line: "Observation") -> str:
    """The fingerprint of a line of the register, from what it holds."""
    return fingerprint_of(
        {
            "before": line.previous,
            "procedure": line.inquiry_id,
            "number": line.number,
            "receipt": line.receipt,
            "channel": str(line.channel),
            "received_at": line.received_at,
            "recorded_at": line.recorded_at,
            "text": digest(line.text),
            "name": line.name_digest,
            "email": line.email_digest,
            "source": line.source,
            "message": line.message_digest or "",
            "files": line.files_digest,
        }
    )


def event_fingerprint(before: str, facts: dict[str, object]) -> str:
    """The fingerprint of an event about a line, after the event with the fingerprint `before`."""
    return fingerprint_of({"before": before, **facts})


def dossier_digest(pieces: "Iterable[DossierPiece]") -> str:
    """The fingerprint of a dossier: of each piece, in order, or of why there is none."""
    return fingerprint_of(
        [
            {
                "kind": str(piece.kind),
                "title": piece.title,
                "sha256": piece.sha256,
                "absence": piece.absence,
            }
            for piece in pieces
        ]
    )
