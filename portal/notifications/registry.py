"""What apps above bring to the outbox: work for its worker, a last word before a mail leaves."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .models import OutgoingMail

# Does one small piece of work, such as writing the next mails; says whether there was any.
Feeder = Callable[[], bool]
# Whether a mail may still leave, asked at the moment it would: a right may have been lost.
LastWord = Callable[["OutgoingMail"], bool]

_feeders: list[Feeder] = []
_last_words: list[LastWord] = []


def register_feeder(feeder: Feeder) -> None:
    """Add work that the worker does at each turn; a second call is ignored."""
    if feeder not in _feeders:
        _feeders.append(feeder)


def register_last_word(last_word: LastWord) -> None:
    """Add a question asked before each mail leaves; a second call is ignored."""
    if last_word not in _last_words:
        _last_words.append(last_word)


def feeders() -> list[Feeder]:
    """The work of each turn, in the order of registration."""
    return list(_feeders)


def may_leave(mail: "OutgoingMail") -> bool:
    """Whether nobody objects any more to sending this mail."""
    return all(last_word(mail) for last_word in _last_words)
