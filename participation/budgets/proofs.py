"""What a voter is asked to prove and has proved, as their browser keeps it sealed. Pure."""

import secrets
from dataclasses import dataclass

from .enums import KeyKind

CODE_LENGTH = 6


@dataclass(frozen=True, slots=True)
class PendingCode:
    """A code that was sent, until it is typed; moments are whole seconds since 1970."""

    kind: KeyKind
    to: str
    code: str
    sent_at: int
    # Under which wrong tries are counted on our side: an older cookie gives none back.
    number: str

    def is_over(self, now: int, seconds: int) -> bool:
        """Whether it is too late for it."""
        return now - self.sent_at >= seconds

    def matches(self, typed: str) -> bool:
        """Whether this is the code, spaces aside; takes as long whatever is wrong."""
        digits = "".join(char for char in typed if char.isalnum())
        return digits.isascii() and secrets.compare_digest(self.code, digits)

    def data(self) -> list[str | int]:
        return [str(self.kind), self.to, self.code, self.sent_at, self.number]


@dataclass(frozen=True, slots=True)
class Proof:
    """An address, a number or a code on paper that somebody showed to be theirs."""

    kind: KeyKind
    value: str
    given_at: int

    def holds(self, now: int, seconds: int) -> bool:
        """Whether it was given recently enough."""
        return now - self.given_at < seconds

    def data(self) -> list[str | int]:
        return [str(self.kind), self.value, self.given_at]


def new_code(kind: KeyKind, to: str, now: int) -> PendingCode:
    """A code of six digits for this address or number."""
    code = f"{secrets.randbelow(10**CODE_LENGTH):0{CODE_LENGTH}d}"
    return PendingCode(kind, to, code, now, secrets.token_hex(8))


def masked(kind: str, value: str) -> str:
    """Enough of an address or number for its owner to know it: a•••@ville.fr, +33•••78."""
    if kind == KeyKind.MAIL:
        name, _at, domain = value.partition("@")
        return f"{name[:1]}•••@{domain}"
    return f"{value[:3]}•••{value[-2:]}"
