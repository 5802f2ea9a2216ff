"""French words reduced to what search compares: no accents, no endings, no stop words. Pure."""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

_WORD = re.compile(r"[a-z0-9]+")
# An elision is a word of its own: l'accueil, d’accès, aujourd'hui.
_APOSTROPHES = str.maketrans({"’": " ", "'": " ", "ʼ": " ", "œ": "oe", "Œ": "oe", "æ": "ae"})
_STEMMER = snowballstemmer.stemmer("french")

# Words that say nothing of a subject, already without accents.
STOP_WORDS = frozenset(
    [
        "a",
        "ai",
        "au",
        "aux",
        "avec",
        "c",
        "ce",
        "ces",
        "cet",
        "cette",
        "d",
        "dans",
        "de",
        "des",
        "du",
        "elle",
        "elles",
        "en",
        "est",
        "et",
        "eu",
        "il",
        "ils",
        "j",
        "je",
        "l",
        "la",
        "le",
        "les",
        "leur",
        "leurs",
        "lui",
        "m",
        "ma",
        "mais",
        "me",
        "mes",
        "moi",
        "n",
        "ne",
        "nos",
        "notre",
        "nous",
        "on",
        "ont",
        "ou",
        "par",
        "pas",
        "pour",
        "qu",
        "que",
        "qui",
        "s",
        "sa",
        "se",
        "ses",
        "si",
        "son",
        "sont",
        "sur",
        "t",
        "ta",
        "te",
        "tes",
        "toi",
        "tu",
        "un",
        "une",
        "vos",
        "votre",
        "vous",
        "y",
    ]
)


def without_accents(text: str) -> str:
    """Lower case, ligatures opened, accents dropped."""
    opened = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).casefold())
    return "".join(char for char in opened if not unicodedata.combining(char))


_IRREGULAR = {"travaux": "travail", "yeux": "oeil", "baux": "bail", "cieux": "ciel"}
# Feminine ending → masculine one: partagée, directrice, heureuse, active.
_FEMININE = (("ee", "e"), ("trice", "teur"), ("euse", "eu"), ("ive", "if"))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of one lower-case word without accents.

    Snowball leaves some plurals and feminines alone once accents are gone; they are reduced first.
    """
    if word.isdigit():
        return word
    return str(_STEMMER.stemWord(_masculine(_singular(word))))


def _singular(word: str) -> str:
    """Without the mark of the plural: vélos, réseaux, municipaux, travaux."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) > 4 and word.endswith("aux") and not word.endswith("eaux"):
        return word[:-2] + "l"
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word


def _masculine(word: str) -> str:
    """Without the mark of the feminine, where Snowball keeps both apart."""
    for ending, other in _FEMININE:
        if len(word) > len(ending) + 2 and word.endswith(ending):
            return word[: -len(ending)] + other
    return word


def fold(text: str) -> str:
    """The stems of the meaningful words of a text, in order, separated by spaces."""
    words = _WORD.findall(without_accents(text))
    return " ".join(stem(word) for word in words if word not in STOP_WORDS)
