"""A count in plain words: who is elected and why, what the others lacked. Pure."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .enums import CountingRule
from .rule_words import euros

_NBSP = "\u00a0"


def cents(amount: Mapping[str, Any] | str | int) -> str:
    """« 12,34 € », from a price of the count or a decimal text; rounded to a cent."""
    text = amount["rounded"] if isinstance(amount, Mapping) else amount
    value = Decimal(str(text)).quantize(Decimal("0.01"))
    whole, _point, part = f"{value:f}".partition(".")
    return f"{euros(int(whole))[:-2]},{part}{_NBSP}€" if int(part) else euros(int(whole))


def why_elected(line: Mapping[str, Any]) -> str:
    """How a funded project came to be."""
    how = line.get("how")
    if how == "guarantee":
        return _("First of its district")
    if how == "shares" and "price" in line:
        return _("Paid by those who chose it, %(price)s at most for each vote") % {
            "price": cents(line["price"])
        }
    if how == "completion":
        return _("Next one by votes, with what the shares left")
    if how == "free":
        return _("It costs nothing")
    return _("It fitted what remained; %(left)s were left after it") % {
        "left": euros(int(line.get("left", 0)))
    }


def why_not(line: Mapping[str, Any]) -> str:
    """Why a project is not funded, and what was missing when its turn came."""
    reason, missing = line.get("reason"), line.get("missing", 0)
    if reason == "no-vote":
        return _("Nobody chose it")
    if reason == "over-envelope":
        return _("Costs %(missing)s more than the whole envelope") % {"missing": cents(missing)}
    if reason == "voters-cannot-pay":
        return _("Those who chose it had %(missing)s too little left together") % {
            "missing": cents(missing)
        }
    said = {"missing": cents(missing), "left": cents(line.get("left", 0))}
    if "held" in line:
        said["held"] = cents(line["held"])
        return (
            _(
                "Those who chose it had %(held)s left together; in the order of votes, %(missing)s "
                "were missing at its turn"
            )
            % said
        )
    if "left" in line:
        return _("%(missing)s were missing: %(left)s were left at its turn") % said
    return _("%(missing)s were missing") % said


# Of ties, what a page says: the others are in the file of the result.
_MOST_TIES = 8


def ties_met(envelopes: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> list[str]:
    """The ties that decided something, each in a sentence; of very many, the first ones."""
    met = [line for envelope in envelopes for line in envelope["rounds"] if line.get("tied")]
    said = [
        _("Level: “%(first)s” went before %(others)s.")
        % {
            "first": names.get(line["project"], line["project"]),
            "others": _listed([names.get(one, one) for one in line["tied"]]),
        }
        for line in met[:_MOST_TIES]
    ]
    rest = len(met) - len(said)
    if rest > 0:
        more = ngettext(
            "%(n)s other tie is in the file of the result.",
            "%(n)s other ties are in the file of the result.",
            rest,
        )
        said.append(more % {"n": rest})
    return said


def sentence(winners: int, voters: int) -> str:
    """The result in one sentence: the title of the page."""
    if not voters:
        return _("Nobody voted: no project is elected")
    people = ngettext("%(n)s person", "%(n)s people", voters) % {"n": spaced(voters)}
    if not winners:
        return _("No project elected by %(people)s") % {"people": people}
    said = ngettext(
        "%(n)s project elected by %(people)s", "%(n)s projects elected by %(people)s", winners
    )
    return said % {"n": spaced(winners), "people": people}


def other_rule_name(one: Mapping[str, Any]) -> str:
    """The name of another rule, as the table of comparisons says it."""
    if one["chosen"]:
        return _("The rule of this vote")
    if one["rule"] == CountingRule.EQUAL_SHARES:
        if one["completion"] == "greedy":
            return _("Equal shares, completed by votes")
        return _("Equal shares, raised step by step")
    if one["rule"] == CountingRule.MAJORITY_JUDGMENT:
        return _("Majority judgment")
    if one["utility"] == "cardinality":
        return _("Most people first")
    return _("Most votes first")


def difference(mine: Sequence[str], other: Sequence[str], names: Mapping[str, str]) -> str:
    """What another rule adds and takes away; at most three names of each."""
    more = [names.get(one, one) for one in other if one not in mine]
    less = [names.get(one, one) for one in mine if one not in other]
    parts = [f"+{_NBSP}{_listed(more)}"] if more else []
    parts += [f"−{_NBSP}{_listed(less)}"] if less else []
    return " ; ".join(parts) or _("The same projects")


def _listed(names: list[str], most: int = 3) -> str:
    shown = ", ".join(names[:most])
    rest = len(names) - most
    if rest <= 0:
        return shown
    more = ngettext("%(n)s other", "%(n)s others", rest) % {"n": rest}
    return f"{shown}, {more}"


def spaced(number: int) -> str:
    """2 846, with a space that does not break."""
    return f"{number:,}".replace(",", _NBSP)
