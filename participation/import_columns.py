"""The columns an import may fill: the headings they are known by, how a cell is read. Pure."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal.cms.folding import without_accents

from .enums import Channel, Standing, Verdict, Wish

LARGEST_NUMBER = 2_147_483_647
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=4_096)
def key(text: str) -> str:
    """A heading or a value as it is compared: no case, no accents, no punctuation."""
    return _NOT_LETTERS.sub(" ", without_accents(text)).strip()


class Unreadable(Exception):
    """A cell cannot be understood; its text says what to do."""


@dataclass(frozen=True)
class ImportColumn:
    """One thing that a file may say of a contribution."""

    name: str
    label: str | Promise
    headings: tuple[str, ...]
    required: bool = False
    # Never chosen without somebody saying so.
    guessed: bool = True
    of_answer: bool = False


COLUMNS: tuple[ImportColumn, ...] = (
    ImportColumn(
        "number",
        gettext_lazy("Number"),
        ("numero", "n", "no", "num", "n de l idee", "numero de l idee", "id", "number", "ref"),
    ),
    ImportColumn(
        "title",
        gettext_lazy("Title"),
        ("titre", "title", "intitule", "idee", "idea", "libelle", "titre de l idee", "objet"),
        required=True,
    ),
    ImportColumn(
        "text",
        gettext_lazy("Text"),
        ("texte", "text", "description", "detail", "details", "contenu", "body", "votre idee"),
    ),
    ImportColumn(
        "theme",
        gettext_lazy("Theme"),
        ("theme", "thematique", "categorie", "category", "rubrique", "themes"),
    ),
    ImportColumn(
        "neighbourhood",
        gettext_lazy("Neighbourhood"),
        ("quartier", "neighbourhood", "neighborhood", "secteur", "district"),
    ),
    ImportColumn(
        "concerned_department",
        gettext_lazy("Department concerned"),
        ("service concerne", "direction concernee", "service", "direction", "department"),
    ),
    ImportColumn(
        "place",
        gettext_lazy("Place"),
        ("lieu", "adresse", "place", "location", "address", "localisation", "endroit"),
    ),
    ImportColumn(
        "display_name",
        gettext_lazy("Signature"),
        ("signature", "pseudonyme", "pseudo", "signe", "display name", "nom public"),
    ),
    ImportColumn(
        "standing",
        gettext_lazy("Given by"),
        ("qualite", "statut", "standing", "donnee par", "vous etes", "public", "profil"),
    ),
    ImportColumn(
        "wishes",
        gettext_lazy("Wishes"),
        ("souhaits", "souhait", "wishes", "voeux", "vous souhaitez", "coche"),
    ),
    ImportColumn(
        "channel",
        gettext_lazy("Received by"),
        ("voie", "canal", "channel", "voie d arrivee", "recu par", "provenance", "mode", "support"),
    ),
    ImportColumn(
        "submitted_on",
        gettext_lazy("Received on"),
        (
            "date",
            "date de reception",
            "recu le",
            "recue le",
            "date received",
            "received",
            "depose le",
        ),
    ),
    ImportColumn(
        "email",
        gettext_lazy("E-mail address"),
        ("courriel", "email", "e mail", "mail", "adresse electronique", "adresse mail"),
        guessed=False,
    ),
    ImportColumn(
        "verdict",
        gettext_lazy("Decision"),
        ("decision", "verdict", "avis", "etat", "suite donnee", "suite", "status", "state"),
        of_answer=True,
    ),
    ImportColumn(
        "answer_text",
        gettext_lazy("Text of the answer"),
        ("reponse", "answer", "reponse de la ville", "texte de la reponse", "motif", "motivation"),
        of_answer=True,
    ),
    ImportColumn(
        "answered_on",
        gettext_lazy("Answered on"),
        ("date de reponse", "date de la reponse", "repondu le", "answer date", "answered on"),
        of_answer=True,
    ),
    ImportColumn(
        "answer_department",
        gettext_lazy("Who answers"),
        ("service qui repond", "direction qui repond", "repondant", "answering department"),
        of_answer=True,
    ),
    ImportColumn(
        "commitments",
        gettext_lazy("Numbers of commitments"),
        (
            "engagements",
            "engagement",
            "commitments",
            "commitment",
            "n d engagement",
            "n engagement",
        ),
        of_answer=True,
    ),
)
BY_NAME = {column.name: column for column in COLUMNS}
ANSWER_COLUMNS = frozenset(column.name for column in COLUMNS if column.of_answer)

_VALUES: dict[str, dict[str, tuple[str, ...]]] = {
    "channel": {
        Channel.ONLINE: ("en ligne", "internet", "site", "web", "formulaire"),
        Channel.PAPER: ("papier", "sur papier", "coupon", "bulletin", "urne"),
        Channel.MAIL: ("courrier", "par courrier", "poste", "post", "lettre"),
        Channel.MEETING: ("reunion", "en reunion", "atelier", "rencontre"),
        Channel.PHONE: ("telephone", "par telephone", "appel"),
        Channel.UNRECORDED: ("inconnu", "inconnue", "non precise", "unknown", "avant ce portail"),
    },
    "standing": {
        Standing.RESIDENT: ("habitant", "habitante", "usager", "usagere", "citoyen", "citoyenne"),
        Standing.AGENT: ("agent", "agente", "agent de la ville", "agente de la ville"),
    },
    "verdict": {
        Verdict.UNDER_STUDY: ("a l etude", "en cours d etude", "en cours", "etude"),
        Verdict.RETAINED: ("retenue", "retenu", "acceptee", "accepted", "oui", "idee retenue"),
        Verdict.PARTLY: ("retenue en partie", "partiellement retenue", "en partie", "partielle"),
        Verdict.DECLINED: ("non retenue", "non retenu", "refusee", "rejetee", "rejected", "non"),
        Verdict.ALREADY_DONE: (
            "deja en place",
            "deja fait",
            "deja faite",
            "existe deja",
            "realisee",
        ),
    },
    "wishes": {
        Wish.FOLLOW_UP: ("suivi", "instance de suivi", "participer au suivi", "instance"),
        Wish.INFORMATION: ("information", "informations", "etre informe", "plus d information"),
        Wish.IDEA: ("idee", "partager une idee", "proposer une idee"),
        Wish.COMMENT: ("commentaire", "faire un commentaire", "remarque"),
    },
}
_ENUMS: dict[str, Any] = {
    "channel": Channel,
    "standing": Standing,
    "verdict": Verdict,
    "wishes": Wish,
}
_MONTHS = [
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
]
_FRENCH_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{2}|\d{4})(?:\s+(.+))?")
_WRITTEN_DAY = re.compile(r"(\d{1,2})(?:er)? ([a-z]+) (\d{4})")
_CLOCK = re.compile(r"(\d{1,2})[:hH](\d{2})?(?::\d{2})?")


def unique_headings(headers: list[str]) -> list[str]:
    """The headings of a file, each with a name of its own, the nameless ones too."""
    names: list[str] = []
    for place, header in enumerate(headers, start=1):
        name = plain = header or _("Column %(place)d") % {"place": place}
        again = 1
        while name in names:
            again += 1
            name = f"{plain} ({again})"
        names.append(name)
    return names


def guess(headings: list[str], importable: tuple[str, ...]) -> dict[str, str]:
    """Which column holds what, as far as the headings tell: name of the field → heading."""
    left = {heading: key(heading) for heading in headings}
    found: dict[str, str] = {}
    wanted = [column for column in COLUMNS if column.guessed and column.name in importable]
    for synonyms in (lambda column: column.headings, lambda column: (key(str(column.label)),)):
        for column in wanted:
            if column.name in found:
                continue
            for word in synonyms(column):
                match = next((name for name, folded in left.items() if folded == word), None)
                if match:
                    found[column.name] = match
                    del left[match]
                    break
    return found


def read_number(text: str) -> int:
    """A public number: a whole one, from 1; “n° 12” is understood."""
    digits = re.fullmatch(r"(?:n\s*[°ºo]?\s*)?0*(\d{1,10})(?:[.,]0+)?", text.lower().strip())
    if not digits or not 0 < int(digits[1]) <= LARGEST_NUMBER:
        raise Unreadable(_("Write a whole number, from 1, or leave the cell empty."))
    return int(digits[1])


def read_numbers(text: str) -> list[int]:
    """Several numbers: “3, 12 and 20” in whatever way."""
    found = [int(digits) for digits in re.findall(r"\d{1,6}", text)]
    if not found:
        raise Unreadable(_("Write the numbers of the commitments, for example: 3, 12."))
    return sorted(set(found))


def read_moment(text: str, at: datetime) -> datetime:
    """A day, with its hour or at noon, as French spreadsheets write it; never in the future."""
    try:
        found = _moment(text.strip())
    except (ValueError, OverflowError) as error:
        raise Unreadable(_("Write the date like this: 31/12/2025 or 2025-12-31.")) from error
    if timezone.localdate(found) == timezone.localdate(at):
        return min(found, at)
    if found > at or found.year < 1900:
        raise Unreadable(_("Check the date: it must be a day of the past."))
    return found


def _moment(text: str) -> datetime:
    written = _WRITTEN_DAY.fullmatch(key(text))
    if french := _FRENCH_DAY.fullmatch(text):
        day, month, year = (int(part) for part in french.groups()[:3])
        local = _at(date(year + 2000 if year < 100 else year, month, day), french[4])
    elif written and written[2] in _MONTHS:
        day, year = int(written[1]), int(written[3])
        local = _at(date(year, _MONTHS.index(written[2]) + 1, day), None)
    elif len(text) == 10:
        local = _at(date.fromisoformat(text), None)
    else:
        local = datetime.fromisoformat(text)
    return local if timezone.is_aware(local) else timezone.make_aware(local)


def _at(day: date, clock: str | None) -> datetime:
    """Noon stands for an hour that nobody noted: the day is the same in every time zone."""
    if not clock:
        return datetime.combine(day, time(12))
    hour = _CLOCK.fullmatch(clock.strip())
    if not hour:
        raise ValueError(clock)
    return datetime.combine(day, time(int(hour[1]), int(hour[2] or 0)))


@lru_cache(maxsize=8)
def _known(kind: str, language: str | None) -> dict[str, str]:
    """Every way to write the values of a list, folded, its labels in this language among them."""
    known = {key(word): str(value) for value, words in _VALUES[kind].items() for word in words}
    for value in _ENUMS[kind]:
        known[key(value.value)] = known[key(str(value.label))] = value.value
    return known


def read_choice(kind: str, text: str) -> str:
    """One of the values of a list, in French or English."""
    found = _known(kind, get_language()).get(key(text))
    if found is None:
        raise Unreadable(_offer(kind, text))
    return found


def read_wishes(text: str) -> list[str]:
    """The wishes of a cell, separated by commas, semicolons, bars or lines."""
    known = _known("wishes", get_language())
    wishes = set()
    for part in re.split(r"[;,|\n/]+", text):
        if not part.strip():
            continue
        if key(part) not in known:
            raise Unreadable(_offer("wishes", part))
        wishes.add(known[key(part)])
    return sorted(wishes)


def _offer(kind: str, text: str) -> str:
    labels = ", ".join(_("“%(label)s”") % {"label": value.label} for value in _ENUMS[kind])
    return _("“%(text)s” is not known here. Write one of these: %(labels)s.") % {
        "text": text.strip()[:60],
        "labels": labels,
    }
