"""Where mails wait: a maildir, or an IMAP mailbox over TLS. Nothing is marked before it is kept."""

import contextlib
import imaplib
import os
import re
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from .inbound import MESSAGE_BYTES

TIMEOUT_SECONDS = 30
IMAPS_PORT = 993
_SEEN = "S"
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class MailboxError(Exception):
    """The mailbox cannot be read; the words say why, without any password."""


@dataclass(frozen=True)
class Waiting:
    """A mail that nobody took yet: how the mailbox names it, when it arrived there, its bytes."""

    key: str
    received_at: datetime
    content: bytes = field(repr=False)
    # Larger than any observation: only its head was read.
    too_big: bool = False


class Mailbox(Protocol):
    """What an intake asks of a place where mails wait."""

    def waiting(self) -> Iterator[Waiting]:
        """Each mail nobody took, one at a time; raises MailboxError."""

    def mark(self, key: str) -> None:
        """Says that this mail is kept elsewhere; doing it twice changes nothing."""

    def close(self) -> None:
        """Leaves the mailbox."""


def open_mailbox(address: str) -> Mailbox:
    """The mailbox at `maildir:///folder` or `imaps://user:password@host:993/INBOX`.

    Raises MailboxError. Only TLS, whose certificate is verified: a password never leaves in clear.
    """
    parts = urlsplit(address)
    if parts.scheme == "maildir":
        return Maildir(Path(unquote(parts.path)))
    if parts.scheme == "imaps" and parts.hostname:
        return ImapMailbox(
            parts.hostname,
            parts.port or IMAPS_PORT,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            folder=unquote(parts.path.strip("/")) or "INBOX",
        )
    raise MailboxError("the address of a mailbox begins with maildir:// or imaps://")


class Maildir:
    """A folder that the mail server fills: `new`, `cur`, `tmp`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        if not (folder / "new").is_dir():
            raise MailboxError(f"{folder} is no maildir: it has no folder “new”")

    def waiting(self) -> Iterator[Waiting]:
        for path in self._unseen():
            try:
                found = path.stat()
                with path.open("rb") as file:
                    content = file.read(MESSAGE_BYTES + 1)
            except FileNotFoundError:  # somebody else took it meanwhile
                continue
            received_at = datetime.fromtimestamp(found.st_mtime, UTC)
            too_big = len(content) > MESSAGE_BYTES
            yield Waiting(path.name, received_at, content, too_big=too_big)

    def _unseen(self) -> list[Path]:
        """In the order of arrival, whatever the file system says."""
        read = [path for path in self._listed("cur") if _SEEN not in _flags(path.name)]
        return sorted([*self._listed("new"), *read], key=lambda path: path.name)

    def _listed(self, part: str) -> list[Path]:
        with contextlib.suppress(FileNotFoundError):
            return [path for path in (self._folder / part).iterdir() if path.is_file()]
        return []

    def mark(self, key: str) -> None:
        name = key.partition(":")[0]
        flags = "".join(sorted({*_flags(key), _SEEN}))
        target = self._folder / "cur" / f"{name}:2,{flags}"
        target.parent.mkdir(exist_ok=True)
        for part in ("new", "cur"):
            # A rename is whole or nothing: a machine that stops here reads the mail once more.
            with contextlib.suppress(FileNotFoundError):
                os.rename(self._folder / part / key, target)  # noqa: PTH104 (never over another)

    def close(self) -> None:
        """Nothing is held open."""


def _flags(name: str) -> str:
    return name.partition(":2,")[2]


class ImapMailbox:
    """A mailbox of the city's mail server; mails stay there, marked as read."""

    def __init__(self, host: str, port: int, *, user: str, password: str, folder: str) -> None:
        try:
            self._server = imaplib.IMAP4_SSL(
                host, port, ssl_context=ssl.create_default_context(), timeout=TIMEOUT_SECONDS
            )
            self._server.login(user, password)
            self._ask("SELECT", self._server.select(_quoted(folder)))
        except (imaplib.IMAP4.error, OSError) as error:
            raise MailboxError(f"{host}: {type(error).__name__}") from error

    def waiting(self) -> Iterator[Waiting]:
        try:
            found = self._ask("SEARCH", self._server.uid("SEARCH", "UNSEEN"))
            for uid in b" ".join(one for one in found if one).split():
                if one := self._fetched(uid.decode("ascii")):
                    yield one
        except (imaplib.IMAP4.error, OSError, UnicodeDecodeError) as error:
            raise MailboxError(type(error).__name__) from error

    def _fetched(self, uid: str) -> Waiting | None:
        # PEEK leaves a mail unread: it is marked once it is kept.
        sizes = self._ask("FETCH", self._server.uid("FETCH", uid, "(RFC822.SIZE INTERNALDATE)"))
        told = b" ".join(one for one in sizes if isinstance(one, bytes))
        size = _SIZE.search(told)
        if size is None:
            return None
        too_big = int(size[1]) > MESSAGE_BYTES
        section = "BODY.PEEK[HEADER]" if too_big else "BODY.PEEK[]"
        answer = self._ask("FETCH", self._server.uid("FETCH", uid, f"({section})"))
        content = next((bytes(one[1]) for one in answer if isinstance(one, tuple)), None)
        if content is None:  # gone meanwhile
            return None
        return Waiting(uid, _arrived(told), content, too_big=too_big)

    def mark(self, key: str) -> None:
        try:
            self._ask("STORE", self._server.uid("STORE", key, "+FLAGS", r"(\Seen)"))
        except (imaplib.IMAP4.error, OSError) as error:
            raise MailboxError(type(error).__name__) from error

    def close(self) -> None:
        with contextlib.suppress(imaplib.IMAP4.error, OSError):
            self._server.logout()

    @staticmethod
    def _ask(command: str, answer: tuple[str, list[Any]]) -> list[Any]:
        state, data = answer
        if state != "OK":
            raise imaplib.IMAP4.error(command)
        return data


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _arrived(told: bytes) -> datetime:
    """When the server received it, by its own clock; now when it does not say."""
    parts = imaplib.Internaldate2tuple(told)
    moment = time.mktime(parts) if parts else time.time()
    return datetime.fromtimestamp(moment, UTC)
