"""The seam through which every app declares its processings, retention rules, consents, cookies.

Registered in AppConfig.ready(): the notices beside forms, the register of the law (GDPR, art. 30),
the page on personal data and the daily erasure all read it, so that no wording exists twice.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeAlias

from django.utils.functional import Promise

from .enums import Basis

if TYPE_CHECKING:
    from .models import Consent

# A function when the words hold a delay of the settings.
Words: TypeAlias = str | Promise | Callable[[], str]


def said(words: Words) -> str:
    """These words, now and in the language of the moment."""
    return str(words() if callable(words) else words)


@dataclass(frozen=True, slots=True)
class Processing:
    """One reason to keep data about people, as the register and the notices tell it."""

    name: str
    label: Words
    # Why; a noun phrase, such as “receive ideas and answer them”.
    purpose: Words
    basis: Basis
    # About whom.
    people: Words
    # What is kept; what a form only asks is said to be optional.
    categories: Words
    # Who reads what, the public included.
    recipients: Words
    retention: Words
    security: Words
    subprocessors: Words
    # What this form's notice says besides; a whole sentence or none.
    particular: Words = ""
    # Opinions may tell beliefs, health or origins (GDPR, art. 9): the notice warns.
    sensitive: bool = False
    # Asked of people on a form: the page on personal data lists these first.
    collected: bool = True
    order: int = 100
    # An activity's card: its page, and the day when addresses are erased.
    url: str = ""
    erased_on: date | None = None


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """Something that is erased when its time has passed; `days` names the setting of the delay.

    `apply` works in small transactions, whole persons and whole contributions each, so that a run
    killed half-way leaves nothing half erased; both return how many things are concerned.
    """

    name: str
    label: Words
    days: str
    count: Callable[[datetime], int]
    apply: Callable[[datetime], int]
    order: int = 100


@dataclass(frozen=True, slots=True)
class ConsentKind:
    """Something that is done only with consent; `withdrawn` makes it stop."""

    name: str
    label: Words
    # Called in the transaction of the withdrawal.
    withdrawn: "Callable[[Consent, datetime], None] | None" = None


@dataclass(frozen=True, slots=True)
class Cookie:
    """Something kept in the browser: its name, what for, how long, and what it is."""

    name: str
    purpose: Words
    duration: Words
    in_cookie: bool = True
    order: int = 100


@dataclass(frozen=True, slots=True)
class Proof:
    """One consent that is kept where it is used, for the register of consents."""

    kind: Words
    about: str
    given_at: datetime
    withdrawn_at: datetime | None


_processings: dict[str, Processing] = {}
_cards: list[Callable[[], Iterable[Processing]]] = []
_rules: dict[str, RetentionRule] = {}
_kinds: dict[str, ConsentKind] = {}
_proofs: list[Callable[[], Iterable[Proof]]] = []
_cookies: dict[str, Cookie] = {}


def register_processing(*declared: Processing) -> None:
    """Adds processings; the same name again replaces."""
    _processings.update((processing.name, processing) for processing in declared)


def processing(name: str) -> Processing:
    """The processing of this name. Raises KeyError: a notice names one that exists."""
    return _processings[name]


def processings() -> list[Processing]:
    """Every processing, in its order."""
    return sorted(_processings.values(), key=lambda one: (one.order, one.name))


def register_cards(source: Callable[[], Iterable[Processing]]) -> None:
    """Adds what gives the cards of single activities, each a processing of its own."""
    if source not in _cards:
        _cards.append(source)


def cards() -> list[Processing]:
    """The cards of every activity that has one."""
    return [card for source in _cards for card in source()]


def register_rule(*declared: RetentionRule) -> None:
    """Adds retention rules; the same name again replaces."""
    _rules.update((rule.name, rule) for rule in declared)


def retention_rules() -> list[RetentionRule]:
    """Every rule, in the order in which a run applies them."""
    return sorted(_rules.values(), key=lambda rule: (rule.order, rule.name))


def register_consent(kind: ConsentKind) -> None:
    """Adds a kind of consent; the same name again replaces."""
    _kinds[kind.name] = kind


def consent_kind(name: str) -> ConsentKind | None:
    """The kind of this name, or None when its app is gone."""
    return _kinds.get(name)


def register_proofs(source: Callable[[], Iterable[Proof]]) -> None:
    """Adds consents that another table holds; they are linked, not copied."""
    if source not in _proofs:
        _proofs.append(source)


def proofs() -> list[Proof]:
    """The consents that other tables hold."""
    return [proof for source in _proofs for proof in source()]


def register_cookie(*declared: Cookie) -> None:
    """Adds what the portal keeps in browsers."""
    _cookies.update((cookie.name, cookie) for cookie in declared)


def cookies() -> list[Cookie]:
    """What the portal keeps in browsers, in order."""
    return sorted(_cookies.values(), key=lambda cookie: (cookie.order, cookie.name))
