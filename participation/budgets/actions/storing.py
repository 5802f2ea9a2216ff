"""Files of a count on their way into the storage: streamed, hashed, under names nobody guesses."""

import contextlib
import hashlib
import secrets
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.files.base import File
from django.core.files.storage import default_storage


@dataclass(frozen=True)
class Stored:
    """One file as it was written."""

    name: str
    sha256: str
    size: int
    path: str


@dataclass
class Folder:
    """What one publication writes; all of it goes when the publication does not happen."""

    budget_pk: int
    files: list[Stored] = field(default_factory=list)

    @property
    def prefix(self) -> str:
        """Where the files of this vote are kept."""
        return f"budgets/{self.budget_pk}"

    def sweep(self) -> None:
        """Deletes what a publication killed in the middle left: nothing else is there yet."""
        with contextlib.suppress(FileNotFoundError, NotImplementedError):
            tokens, _files = default_storage.listdir(self.prefix)
            for token in tokens:
                _none, names = default_storage.listdir(f"{self.prefix}/{token}")
                for name in names:
                    default_storage.delete(f"{self.prefix}/{token}/{name}")

    def write(self, name: str, pieces: Iterable[str]) -> Stored:
        """Writes a file piece by piece, never whole in memory."""
        digest, size = hashlib.sha256(), 0
        with tempfile.TemporaryFile() as content:
            for piece in pieces:
                data = piece.encode()
                digest.update(data)
                size += len(data)
                content.write(data)
            content.seek(0)
            token = secrets.token_hex(16)
            path = default_storage.save(f"{self.prefix}/{token}/{name}", File(content, name))
        stored = Stored(name, digest.hexdigest(), size, path)
        self.files.append(stored)
        return stored

    def forget(self) -> None:
        """Deletes what was written, and says nothing if the storage cannot."""
        for one in self.files:
            with contextlib.suppress(OSError):
                default_storage.delete(one.path)
        self.files.clear()
