"""Personal data spotted in texts, with the names of the city's agents; for moderators only."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.cache import cache

from portal.accounts.models import User

from ..models import Comment, Contribution
from ..personal_data import Spot, marked, spot

# Where the names of the agents are kept; whoever erases one forgets them.
AGENT_NAMES, _SECONDS = "participation:agent_names", 300


@dataclass(frozen=True)
class Passage:
    """A piece of a text; `spot` says why it is marked, when it is."""

    text: str
    spot: Spot | None = None


@dataclass(frozen=True)
class MarkedText:
    """A title and a text, cut where something looks like personal data."""

    title: list[Passage]
    text: list[Passage]

    @property
    def spots(self) -> list[Spot]:
        """Everything that was spotted, in reading order."""
        return [passage.spot for passage in (*self.title, *self.text) if passage.spot]


class Flagger:
    """Looks through many texts; reads the names of the agents once."""

    def __init__(self) -> None:
        self._names = agent_names()

    def kinds(self, subject: Contribution | Comment) -> list[str]:
        """What kinds of personal data the text seems to hold, each named once."""
        found = [*self._spots(_title(subject)), *self._spots(subject.text)]
        return list(dict.fromkeys(str(each.kind.label) for each in found))

    def marked(self, subject: Contribution | Comment) -> MarkedText:
        """The text to show, with its marks."""
        return MarkedText(self._passages(_title(subject)), self._passages(subject.text))

    def _passages(self, text: str) -> list[Passage]:
        return [Passage(*piece) for piece in marked(text, self._spots(text))]

    def _spots(self, text: str) -> list[Spot]:
        # Only the names whose last word is in the text: thousands of names cost nothing more.
        words = set(_words(text))
        names = {name for word in words & self._names.keys() for name in self._names[word]}
        return spot(text, sorted(names))


def agent_names() -> dict[str, list[str]]:
    """The full names of the agents by their last word, kept five minutes; by one query."""
    known: dict[str, list[str]] | None = cache.get(AGENT_NAMES)
    if known is None:
        rows = User.objects.filter(is_agent=True, is_active=True)
        known = _by_last_word(rows.values_list("first_name", "last_name", "display_name"))
        cache.set(AGENT_NAMES, known, _SECONDS)
    return known


def _by_last_word(rows: Iterable[tuple[str, str, str]]) -> dict[str, list[str]]:
    names: dict[str, list[str]] = defaultdict(list)
    for first, last, shown in rows:
        full = f"{first} {last}".strip()
        for name in {full, shown.strip()}:
            words = list(_words(name))
            # A first name or a pseudonym alone would mark half of the texts.
            if len(words) > 1:
                names[words[-1]].append(name)
    return dict(names)


def _words(text: str) -> Iterable[str]:
    whole = text.casefold().replace(chr(0x153), "oe").replace(chr(0xE6), "ae")
    apart = unicodedata.normalize("NFKD", whole)
    plain = "".join(char for char in apart if not unicodedata.combining(char))
    return "".join(char if char.isalpha() else " " for char in plain).split()


def _title(subject: Contribution | Comment) -> str:
    return subject.title if isinstance(subject, Contribution) else ""
