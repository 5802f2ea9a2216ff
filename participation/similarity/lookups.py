"""Which stems to fetch candidates with, before they are ranked. Pure."""

from collections.abc import Collection, Mapping, Sequence

from .mistakes import near
from .words import EMPTY, MEMBERS, notions_of, stems_in

# A word met in more texts than this tells ideas apart too little to fetch candidates with.
_USUAL_SHARE = 0.2
_SPELLINGS = 3


def lookups(title: str, text: str = "") -> list[str]:
    """The stems to look candidates up by: those typed and their synonyms, in alphabetical order.

    Words that any idea may begin with are left out, unless nothing else is typed.
    """
    typed = stems_in(title) | stems_in(text)
    wanted = set(typed)
    for name in notions_of(title):
        wanted |= MEMBERS.get(name, frozenset())
    return sorted(wanted - EMPTY) or sorted(typed)


def spelled(stems: Sequence[str], known: Collection[str]) -> list[str]:
    """The same stems, each one that is unknown replaced by the nearest known ones, if any.

    A mistyped word is in no index: looked up as it stands, it would find no candidate.
    """
    corrected: list[str] = []
    for stem in stems:
        meant = [] if stem in known else near(stem, known)
        corrected += meant[:_SPELLINGS] or [stem]
    return list(dict.fromkeys(corrected))


def rarest(
    stems: Sequence[str], frequencies: Mapping[str, int], *, total: int, budget: int, most: int = 6
) -> list[str]:
    """The rarest stems of a query, to fetch candidates with, the rarest first.

    `frequencies` says in how many of the `total` texts each stem is met. Stems are taken while the
    texts they bring stay within the `budget`, `most` of them at most; one is always taken, so that
    a query made of usual words still finds something. A stem met in more than one text in five
    tells ideas apart too little to be worth its rows. Unknown stems bring nothing as far as one
    knows: they come last, in case the frequencies are older than the texts.
    """
    asked = sorted(dict.fromkeys(stems), key=lambda stem: (frequencies.get(stem, 0), stem))
    met = [stem for stem in asked if frequencies.get(stem, 0)]
    taken: list[str] = []
    spent = 0
    for stem in met:
        count = frequencies[stem]
        too_usual = count > total * _USUAL_SHARE
        if taken and (too_usual or spent + count > budget):
            break
        taken.append(stem)
        spent += count
    return [*taken, *(stem for stem in asked if stem not in met)][:most]
