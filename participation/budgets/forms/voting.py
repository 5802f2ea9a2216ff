"""What one press on the ballot says, read from what the browser sent; nothing forged passes."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.http import QueryDict

from portal.decisions import ALLOWED, Decision, refuse

from .. import basket as filling
from ..basket import Basket
from ..enums import BallotKind, BudgetReason
from ..rulebook import Envelope, Rulebook

# Names of the fields of each project, before its number, and of the buttons.
POINTS, RANK, GRADE = "points-", "rang-", "note-"
_LONGEST_ID, _LONGEST_NUMBER = 12, 6


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a press made of the basket; the project and the reason when something was refused."""

    basket: Basket
    # Where the eye was: the project of the button.
    project: str = ""
    decision: Decision = field(default=ALLOWED)


def read_press(data: QueryDict, basket: Basket, rules: Rulebook, envelope: Envelope) -> Pressed:
    """The basket once what was typed is taken, then the button pressed.

    What is not on the ballot is left out and said (UNKNOWN_PROJECT), what was withdrawn since too
    (PROJECT_WITHDRAWN); the rest is kept.
    """
    basket, was_forged = filling.only_known(basket, envelope)
    basket, typed = _typed(data, basket, rules, envelope)
    pressed = _pressed(data, basket, rules, envelope)
    fault = refuse(BudgetReason.UNKNOWN_PROJECT) if was_forged else typed
    return pressed if fault or not pressed.decision else Pressed(pressed.basket, "", fault)


def _typed(
    data: QueryDict, basket: Basket, rules: Rulebook, envelope: Envelope
) -> tuple[Basket, Decision]:
    """The basket with the fields that were typed or ticked; whether all named standing projects."""
    prefix = {
        BallotKind.POINTS: POINTS,
        BallotKind.RANKING: RANK,
        BallotKind.GRADES: GRADE,
    }.get(rules.kind)
    if prefix is None:
        return basket, ALLOWED
    found = {
        name.removeprefix(prefix): data.get(name, "") for name in data if name.startswith(prefix)
    }
    known = {one: typed for one, typed in found.items() if envelope.stands(one)}
    if rules.kind == BallotKind.GRADES:
        grades = {one: _number(typed) for one, typed in known.items()}
        basket = filling.with_grades(basket, rules, grades)
    else:
        numbers = {one: _number(typed) for one, typed in known.items()}
        given = {one: number for one, number in numbers.items() if number is not None}
        if rules.kind == BallotKind.POINTS:
            emptied = {one: 0 for one, typed in known.items() if not typed.strip()}
            basket = filling.with_points(basket, rules, {**given, **emptied})
        else:
            basket = filling.with_ranks(basket, rules, given)
    # A page drawn before still sends the empty field of what was withdrawn: no word of it.
    others = [one for one, typed in found.items() if one not in known]
    said = [one for one in others if found[one].strip() or one not in envelope.withdrawn]
    faults = [envelope.stands(one) for one in said]
    return basket, faults[0] if faults else ALLOWED


def _pressed(data: QueryDict, basket: Basket, rules: Rulebook, envelope: Envelope) -> Pressed:
    presses: dict[str, Callable[[str], tuple[Basket, Decision]]] = {
        "ajouter": lambda one: _add(basket, rules, envelope, one),
        "retirer": lambda one: (filling.remove(basket, rules, one), ALLOWED),
        "plus": lambda one: filling.one_point(basket, rules, envelope, one, 1),
        "moins": lambda one: filling.one_point(basket, rules, envelope, one, -1),
        "monter": lambda one: (filling.moved(basket, rules, one, -1), ALLOWED),
        "descendre": lambda one: (filling.moved(basket, rules, one, 1), ALLOWED),
    }
    for name, press in presses.items():
        if name in data:
            project = data.get(name, "")[:_LONGEST_ID]
            if not (stands := envelope.stands(project)):
                return Pressed(basket, "", stands)
            changed, decision = press(project)
            return Pressed(changed, project, decision)
    return Pressed(basket)


def _add(
    basket: Basket, rules: Rulebook, envelope: Envelope, project: str
) -> tuple[Basket, Decision]:
    decision = filling.may_add(basket, rules, envelope, project)
    return (filling.add(basket, rules, envelope, project) if decision else basket), decision


def _number(typed: str) -> int | None:
    """The whole number typed, or None: a word, a sign or a decimal is no number of points."""
    typed = typed.strip()
    if not typed.isascii() or not typed.isdigit() or len(typed) > _LONGEST_NUMBER:
        return None
    return int(typed)
