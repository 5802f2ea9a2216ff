"""Personal data spotted in a text, to be shown to the person who moderates it. Pure.

It points, it never decides: what it misses may be there, what it marks may be harmless. Each search
reads the text once, with bounded steps, however it is written.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.cms.folding import without_accents


class SpotKind(TextChoices):
    """What kind of personal data a passage looks like."""

    IBAN = "iban", _("Bank account number (IBAN)")
    SOCIAL_SECURITY = "social_security", _("Social security number")
    EMAIL = "email", _("E-mail address")
    PHONE = "phone", _("Phone number")
    PLATE = "plate", _("Vehicle registration number")
    NAME = "name", _("Name of a person")


@dataclass(frozen=True, slots=True)
class Spot:
    """A passage that looks like personal data: its kind, where it stands, its text."""

    kind: SpotKind
    start: int
    end: int
    text: str


def spot(text: str, names: Collection[str] = ()) -> list[Spot]:
    """The passages to look at, in order, never overlapping; `names` are full names to look for."""
    found = [
        *_ibans(text),
        *_social_security_numbers(text),
        *_matches(SpotKind.EMAIL, _EMAIL, text),
        *_matches(SpotKind.PHONE, _PHONE, text),
        *_matches(SpotKind.PLATE, _PLATE, text),
        *_named(text, names),
    ]
    # The longest first among those that begin together; what overlaps it is the same passage.
    found.sort(key=lambda each: (each[1], -each[2]))
    kept: list[Spot] = []
    for kind, start, end in found:
        if not kept or start >= kept[-1].end:
            kept.append(Spot(kind, start, end, text[start:end]))
    return kept


def marked(text: str, spots: list[Spot]) -> list[tuple[str, Spot | None]]:
    """The text cut into segments, each with the spot it is, for a template to mark."""
    segments: list[tuple[str, Spot | None]] = []
    position = 0
    for each in spots:
        if each.start > position:
            segments.append((text[position : each.start], None))
        segments.append((each.text, each))
        position = each.end
    if position < len(text):
        segments.append((text[position:], None))
    return segments


_Found = tuple[SpotKind, int, int]

_SPACE = r"[ \t\u00a0\u202f]"
_SIGN = r"[ \t\u00a0\u202f.\-/]"
# Lines of persons: those that begin with 08 are services. A date is no number: pairs are all
# parted by the same sign, or all parted.
_PHONE = re.compile(
    rf"""(?<![\w+])(?:
        \(?(?:\+|00){_SPACE}?(?:33|262|590|594|596)\)?{_SIGN}{{0,3}}
            (?:\(0\){_SIGN}{{0,2}})?[1-79](?:{_SIGN}{{0,3}}\d){{8}}
      | 0[1-79](?P<same>{_SIGN}{{0,3}})\d\d(?:(?P=same)\d\d){{3}}
      | 0[1-79](?:{_SIGN}{{1,3}}\d\d){{4}}
      | 0[1-79]\d\d{_SIGN}\d{{3}}{_SIGN}\d{{3}}
      | 0[1-79]\d\d{_SIGN}\d\d{_SIGN}\d\d{_SIGN}\d\d
      | 0[1-79]{_SIGN}\d{{4}}{_SIGN}\d{{4}}
    )(?!\w)(?!\.\d)""",
    re.VERBOSE,
)

# People hide addresses from robots: nom (at) domaine . fr, nom arobase domaine point fr.
_AT = (
    rf"(?:{_SPACE}{{0,2}}@{_SPACE}{{0,2}}"
    rf"|{_SPACE}{{0,2}}[(\[{{<]{_SPACE}?(?:at|arobase?|chez|a|@){_SPACE}?[)\]}}>]{_SPACE}{{0,2}}"
    rf"|{_SPACE}(?:at|arobase){_SPACE})"
)
_HIDDEN_DOT = (
    rf"(?:{_SPACE}{{1,2}}\.{_SPACE}{{0,2}}"
    rf"|{_SPACE}{{0,2}}[(\[{{<]{_SPACE}?(?:dot|point|\.){_SPACE}?[)\]}}>]{_SPACE}{{0,2}}"
    rf"|{_SPACE}(?:dot|point){_SPACE})"
)
_ENDINGS = r"(?:fr|com|net|org|eu|info|be|ch|lu|de|it|es|re|bzh|paris|io|me|pro)"
_LABEL = r"[^\W_][\w\-]{0,62}"
_EMAIL = re.compile(
    rf"(?<![\w.+\-])[\w+\-][\w.+\-]{{0,63}}{_AT}{_LABEL}"
    rf"(?:(?:\.|{_HIDDEN_DOT}){_LABEL}){{0,3}}"
    rf"(?:\.[^\W\d_]{{2,18}}|{_HIDDEN_DOT}{_ENDINGS})(?![\w\-])(?!\.\w)",
    re.IGNORECASE,
)

_PLATE_LETTERS = "[A-HJ-NP-TV-Z]{2}"
_PLATE = re.compile(
    rf"(?<![\w\-]){_PLATE_LETTERS}(?P<sign>[- ])\d{{3}}(?P=sign){_PLATE_LETTERS}(?![\w\-])"
)

_SOCIAL_SECURITY = re.compile(
    rf"""(?<!\w)(?P<sex>[12]){_SIGN}?(?P<year>\d\d){_SIGN}?(?P<month>0[1-9]|1[0-2]|[2-9]\d)
    {_SIGN}?(?P<department>\d\d|2[AaBb]){_SIGN}?(?P<town>\d{{3}}){_SIGN}?(?P<order>\d{{3}})
    (?:{_SIGN}{{0,3}}(?P<key>\d\d))?(?!\w)""",
    re.VERBOSE,
)
_CORSICA = {"2A": "19", "2B": "18"}

# Country → length of its account numbers.
_IBAN_LENGTHS = {
    "FR": 27, "MC": 27, "BE": 16, "LU": 20, "DE": 22, "CH": 21, "IT": 27, "ES": 24, "PT": 25,
    "NL": 18, "GB": 22, "IE": 22,
}  # fmt: skip
_IBAN_START = re.compile(rf"(?<!\w)(?:{'|'.join(_IBAN_LENGTHS)}){_SPACE}?\d\d", re.IGNORECASE)


def _matches(kind: SpotKind, pattern: re.Pattern[str], text: str) -> Iterator[_Found]:
    for match in pattern.finditer(text):
        yield kind, match.start(), match.end()


def _social_security_numbers(text: str) -> Iterator[_Found]:
    """Numbers written in groups, or whose key is right: thirteen plain figures may be anything."""
    for match in _SOCIAL_SECURITY.finditer(text):
        department = _CORSICA.get(match["department"].upper(), match["department"])
        body = "".join([match["sex"], match["year"], match["month"], department])
        number = int(body + match["town"] + match["order"])
        grouped = len(re.findall(_SIGN, match[0])) >= 3
        if grouped or (match["key"] and int(match["key"]) == 97 - number % 97):
            yield SpotKind.SOCIAL_SECURITY, match.start(), match.end()


def _ibans(text: str) -> Iterator[_Found]:
    """Account numbers whose check figures are right."""
    for match in _IBAN_START.finditer(text):
        length = _IBAN_LENGTHS[match[0][:2].upper()]
        signs, position = "", match.start()
        # One sign between two characters at most.
        while position < len(text) and len(signs) < length:
            char, spaced = text[position], text[position - 1 : position].isalnum()
            if char.isascii() and char.isalnum():
                signs += char.upper()
            elif not (char in " \t\u00a0\u202f-" and spaced):
                break
            position += 1
        if len(signs) == length and not text[position : position + 1].isalnum():
            figures = "".join(str(int(char, 36)) for char in signs[4:] + signs[:4])
            if int(figures) % 97 == 1:
                yield SpotKind.IBAN, match.start(), position


# Letters with the accents that follow them, when they are written apart.
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*")
_JOINED = re.compile(rf"(?:{_SPACE}{{1,3}}|{_SPACE}?[\-'’]{_SPACE}?)")
_AFTER_CIVILITY = re.compile(rf"\.?{_SPACE}{{1,3}}")
_AFTER_INITIAL = re.compile(rf"\.{_SPACE}?|\.?-")
_CIVILITIES = frozenset(
    [
        "m",
        "mr",
        "mm",
        "mme",
        "mmes",
        "mlle",
        "mlles",
        "madame",
        "mesdames",
        "mademoiselle",
        "mesdemoiselles",
        "monsieur",
        "messieurs",
        "dr",
        "docteur",
        "docteure",
        "me",
        "maitre",
        "pr",
    ]
)
_PARTICLES = frozenset(
    ["de", "du", "des", "d", "la", "le", "von", "van", "der", "den", "el", "al", "ben"]
)
# What one calls somebody by without naming anyone: Madame la Maire, Monsieur Le President.
_OFFICES = frozenset(
    [
        "maire",
        "mairie",
        "maires",
        "ville",
        "adjoint",
        "adjointe",
        "adjoints",
        "adjointes",
        "president",
        "presidente",
        "directeur",
        "directrice",
        "direction",
        "prefet",
        "prefete",
        "prefecture",
        "ministre",
        "senateur",
        "senatrice",
        "depute",
        "deputee",
        "conseiller",
        "conseillere",
        "secretaire",
        "elu",
        "elue",
        "elus",
        "responsable",
        "commissaire",
        "mediateur",
        "mediatrice",
        "chef",
        "cheffe",
        "procureur",
        "procureure",
        "juge",
        "gardien",
        "gardienne",
        "recteur",
        "rectrice",
    ]
)
# Streets and buildings bear names too: 12 rue du Docteur Calmette.
_PLACES = frozenset(
    [
        "rue",
        "avenue",
        "boulevard",
        "place",
        "impasse",
        "allee",
        "chemin",
        "quai",
        "square",
        "cours",
        "passage",
        "pont",
        "parc",
        "stade",
        "ecole",
        "college",
        "lycee",
        "creche",
        "gymnase",
        "salle",
        "hopital",
    ]
)
_LONGEST_NAME = 5


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    folded: str
    is_capital: bool


def _words(text: str) -> list[_Word]:
    return [
        _Word(match.start(), match.end(), without_accents(match[0]), match[0][0].isupper())
        for match in _WORD.finditer(text)
    ]


def _named(text: str, names: Collection[str]) -> Iterator[_Found]:
    """Names given by the caller, and whatever a civility introduces."""
    words = _words(text)
    known = _by_first_word(names)
    surnames = {words[-1] for lists in known.values() for words in lists}
    for index, word in enumerate(words):
        lengths = [
            len(name)
            for name in known.get(word.folded, ())
            if _is_written(text, words, index, name)
        ]
        if lengths:
            yield SpotKind.NAME, word.start, words[index + max(lengths) - 1].end
        elif word.folded in _CIVILITIES:
            last = _introduced(text, words, index, surnames)
            if last is not None:
                yield SpotKind.NAME, word.start, words[last].end


def _by_first_word(names: Collection[str]) -> dict[str, set[tuple[str, ...]]]:
    """The names as folded words, first name first and last name first, by their first word."""
    known: dict[str, set[tuple[str, ...]]] = {}
    for name in names:
        words = tuple(word.folded for word in _words(name))
        for turned in {words, words[1:] + words[:1], words[-1:] + words[:-1]}:
            if turned:
                known.setdefault(turned[0], set()).add(turned)
    return known


def _is_written(text: str, words: list[_Word], index: int, name: tuple[str, ...]) -> bool:
    """Whether the words of a name follow one another from here.

    A name of one word must have its capital: many are also ordinary words.
    """
    here = words[index : index + len(name)]
    if tuple(word.folded for word in here) != name:
        return False
    if len(name) == 1:
        return here[0].is_capital
    return all(_are_joined(text, *pair) for pair in zip(here, here[1:], strict=False))


def _are_joined(text: str, left: _Word, right: _Word) -> bool:
    return _JOINED.fullmatch(text, left.end, right.start) is not None


def _introduced(text: str, words: list[_Word], index: int, surnames: set[str]) -> int | None:
    """The last word of the name after a civility, or None when it names nobody."""
    here = index + 1
    if any(word.folded in _PLACES for word in words[max(0, index - 2) : index]):
        return None
    if here >= len(words) or not _AFTER_CIVILITY.fullmatch(
        text, words[index].end, words[here].start
    ):
        return None
    last = None
    for place in range(here, min(here + _LONGEST_NAME, len(words))):
        word = words[place]
        if place > here and not _follows(text, words[place - 1], word):
            break
        if (
            _is_article(words, place)
            or word.folded in _OFFICES
            or word.folded in _CIVILITIES - {"me", "m"}
        ):
            break
        if _is_initial(text, word) or word.folded in _PARTICLES:
            continue
        if not (word.is_capital or word.folded in surnames):
            break
        last = place
    return last


def _is_initial(text: str, word: _Word) -> bool:
    return word.is_capital and word.end - word.start == 1 and text[word.end : word.end + 1] in ".-"


def _is_article(words: list[_Word], place: int) -> bool:
    """Whether `la` or `le` announces an office; in names they have a capital or follow `de`."""
    word = words[place]
    return word.folded in {"la", "le"} and not word.is_capital and words[place - 1].folded != "de"


def _follows(text: str, left: _Word, right: _Word) -> bool:
    """Whether two words are one name: a space, a hyphen, or the point of an initial between."""
    initial = _is_initial(text, left) and _AFTER_INITIAL.fullmatch(text, left.end, right.start)
    return bool(initial) or _are_joined(text, left, right)
