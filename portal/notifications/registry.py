"""What apps above bring to the outbox: work for its worker, a last word, the names of kinds."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from .models import OutgoingMail

# Does one small piece of work, such as writing the next mails; says whether there was any.
Feeder = Callable[[], bool]
# Whether a mail may still leave, asked at the moment it would: a right may have been lost.
LastWord = Callable[["OutgoingMail"], bool]
# What follows, in the same transaction, when a mail is kept from leaving by a last word.
Withheld = Callable[["OutgoingMail"], None]

_feeders: list[Feeder] = []
_kinds: dict[str, str | Promise] = {}
_last_words: list[LastWord] = []
_withheld: list[Withheld] = []


def register_feeder(feeder: Feeder) -> None:
    """Add work that the worker does at each turn; a second call is ignored."""
    if feeder not in _feeders:
        _feeders.append(feeder)


def register_last_word(last_word: LastWord) -> None:
    """Add a question asked before each mail leaves; a second call is ignored."""
    if last_word not in _last_words:
        _last_words.append(last_word)


def register_withheld(withheld: Withheld) -> None:
    """Add what follows when a last word kept a mail; a second call is ignored."""
    if withheld not in _withheld:
        _withheld.append(withheld)


def feeders() -> list[Feeder]:
    """The work of each turn, in the order of registration."""
    return list(_feeders)


def may_leave(mail: "OutgoingMail") -> bool:
    """Whether nobody objects any more to sending this mail."""
    return all(last_word(mail) for last_word in _last_words)


def note_withheld(mail: "OutgoingMail") -> None:
    """Says to whoever wrote it that this mail does not leave."""
    for withheld in _withheld:
        withheld(mail)


def register_mail_kinds(kinds: Mapping[str, str | Promise]) -> None:
    """Name kinds of mails for the admin; called by a room in its ready()."""
    _kinds.update(kinds)


def kind_label(kind: str) -> str:
    """The name of a kind; its bare word when nobody named it."""
    return str(_kinds.get(kind, kind.replace("_", " ")))
