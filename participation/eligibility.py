"""Who may take part in an activity, and how they show it. Pure: no query, no write.

Never nationality: an activity that asks for it is refused.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.cms.folding import without_accents
from portal.decisions import ALLOWED, Decision, refuse
from portal.paper_codes import normalise

OLDEST = 120
# Words by which a condition would ask for nationality, without accents.
_NATIONALITY = ("nationalit", "citoyennete", "naturalis", "de nationalite")


class Eligibility(TextChoices):
    """How somebody shows that they may take part."""

    NONE = "none", _("Nothing is asked")
    HONOUR = "honour", _("Declared on one’s honour")
    ROLL = "roll", _("Found on a list of the city")
    CODE = "code", _("Code on paper")


# What is looked up, so that it can be counted once and tried in vain.
CHECKED = (Eligibility.ROLL, Eligibility.CODE)


class RollKind(TextChoices):
    """What a list of the city recognises people by."""

    NAMES = "names", _("Names and years of birth")
    NUMBERS = "numbers", _("Customer or member numbers")


class EligibilityReason(TextChoices):
    """Why somebody may not take part, or a list is refused; the words are for who tried."""

    NOT_DECLARED = "not_declared", _("Tick the box if the condition is yours: it is required.")
    NOT_ON_ROLL = (
        "not_on_roll",
        _(
            "We do not find you on the list of this activity. Type exactly what your letter or "
            "card says, or ask the team: it may be a mistake of ours."
        ),
    )
    CODE_UNKNOWN = (
        "code_unknown",
        _("This is no code of this activity. Compare each character with your paper."),
    )
    CODE_CANCELLED = "code_cancelled", _("This code was cancelled by the city: ask for another.")
    ALREADY_USED = (
        "already_used",
        _("Somebody already took part with it: in this activity each person does once."),
    )
    CONDITION_MISSING = (
        "condition_missing",
        _("Write the condition that people declare, as they read it."),
    )
    NATIONALITY = (
        "nationality",
        _("Nationality is never asked here: ask where people live or what they use."),
    )
    ONCE_UNCHECKED = (
        "once_unchecked",
        _("Only a list or codes let the portal count each person once."),
    )
    NOT_THIS_WAY = (
        "not_this_way",
        _("Choose this way of checking in the settings of the activity first."),
    )
    TOO_MANY_CODES = "too_many_codes", _("Between 1 and 500 codes at once.")
    KIND_CHANGES = (
        "kind_changes",
        _("This activity already has a list of the other kind, and somebody used it."),
    )


@dataclass(frozen=True, slots=True)
class Proof:
    """What somebody gives to show that they may take part; only one part is looked at."""

    declared: bool = False
    name: str = ""
    birth_year: int | None = None
    number: str = ""
    code: str = ""


NOTHING_SHOWN = Proof()


def settings_fault(eligibility: str, condition: str, *, once: bool) -> tuple[str, Decision]:
    """The field of an activity that is wrong, with the reason; ALLOWED when none is."""
    folded = without_accents(condition).lower()
    if eligibility == Eligibility.HONOUR and not condition.strip():
        return "eligibility_condition", refuse(EligibilityReason.CONDITION_MISSING)
    if any(word in folded for word in _NATIONALITY):
        return "eligibility_condition", refuse(EligibilityReason.NATIONALITY)
    if once and eligibility not in CHECKED:
        return "eligibility_once", refuse(EligibilityReason.ONCE_UNCHECKED)
    return "", ALLOWED


def name_key(name: str) -> str:
    """A name whatever its accents, case, hyphens and the order of its parts."""
    letters = "".join(char if char.isalpha() else " " for char in without_accents(name).lower())
    return " ".join(sorted(letters.split()))


def number_key(number: str) -> str:
    """A number whatever its case and separators; nothing when it has no character left."""
    return "".join(char for char in without_accents(number).upper() if char.isalnum())


def is_birth_year(year: int, on: date) -> bool:
    """Whether somebody alive may have been born that year."""
    return on.year - OLDEST <= year <= on.year


def roll_key(kind: str, proof: Proof) -> str:
    """What is hashed of what somebody typed; nothing when it is not complete."""
    if kind == RollKind.NUMBERS:
        return number_key(proof.number)
    key = name_key(proof.name)
    return f"{key}|{proof.birth_year}" if key and proof.birth_year else ""


def code_key(typed: str) -> str:
    """The code that somebody typed, or nothing when it cannot be one."""
    return normalise(typed) or ""


def decide(
    eligibility: str,
    *,
    declared: bool = False,
    found: bool = False,
    cancelled: bool = False,
    used: bool = False,
    once: bool = False,
) -> Decision:
    """Whether somebody may take part, from what they declared or what was found."""
    if eligibility == Eligibility.HONOUR:
        return ALLOWED if declared else refuse(EligibilityReason.NOT_DECLARED)
    if eligibility not in CHECKED:
        return ALLOWED
    if not found:
        missing = {
            Eligibility.ROLL: EligibilityReason.NOT_ON_ROLL,
            Eligibility.CODE: EligibilityReason.CODE_UNKNOWN,
        }
        return refuse(missing[Eligibility(eligibility)])
    if cancelled:
        return refuse(EligibilityReason.CODE_CANCELLED)
    return refuse(EligibilityReason.ALREADY_USED) if once and used else ALLOWED
