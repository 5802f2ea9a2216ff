"""What a count says of each project: how it was funded, or why not and what was missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .amounts import decimal_text, exact_text, plain
from .counting import Count, Step
from .majority import median_of

if TYPE_CHECKING:
    from fractions import Fraction

    from .amounts import Number

# Beyond this the exact price has thousands of figures, which nobody reads and Python refuses.
_LONGEST_PRICE = 12_000
NO_VOTE, OVER_ENVELOPE, TOO_LITTLE_LEFT, VOTERS_CANNOT_PAY = (
    "no-vote",
    "over-envelope",
    "too-little-left",
    "voters-cannot-pay",
)


def rounds_of(count: Count) -> list[dict[str, object]]:
    """The projects funded, in order, then the others in the order of their points; for JSON.

    Each has its votes, cost and points. Funded: `how`, `left` of the envelope afterwards, `price`
    of one vote or point with equal shares, `tied` when others were as good. Not funded: `reason`
    and `missing`, in the currency; `left` of the envelope when its turn came in the order of votes;
    `held` by its voters together when the shares ended.
    """
    left = count.tally.budget
    rounds = []
    for step in count.steps:
        left -= count.tally.costs[step.project]
        rounds.append({**_about(count, step.project), **_funded(count, step, left)})
    chosen = {step.project for step in count.steps}
    others = [number for number in range(len(count.tally.costs)) if number not in chosen]
    ids = [project.id for project in count.election.projects]
    others.sort(key=lambda number: (-count.scores[number], ids[number]))
    for number in others:
        rounds.append({**_about(count, number), **_refused(count, number, left)})
    return rounds


def _about(count: Count, number: int) -> dict[str, object]:
    about: dict[str, object] = {
        "project": count.election.projects[number].id,
        "cost": plain(count.tally.costs[number]),
        "votes": count.tally.votes[number],
        "points": plain(count.scores[number]),
    }
    if count.grades:
        grades, tallies = count.grades
        about["grade"] = plain(grades[median_of(tallies[number])])
        about["grades"] = {exact_text(one): many for one, many in zip(grades, tallies[number])}  # noqa: B905
    return about


def _funded(count: Count, step: Step, left: Number) -> dict[str, object]:
    funded: dict[str, object] = {"funded": True, "how": step.how, "left": plain(left)}
    if step.price is not None:
        funded["price"] = price_text(step.price)
    if step.tied:
        funded["tied"] = [count.election.projects[number].id for number in step.tied]
    return funded


def price_text(price: Fraction) -> dict[str, object]:
    """A price exactly, when it can be written, and rounded to a tenth of a thousandth."""
    short = max(price.numerator, price.denominator).bit_length() <= _LONGEST_PRICE
    return {"exact": exact_text(price) if short else None, "rounded": decimal_text(price, 4)}


def _refused(count: Count, number: int, left: Number) -> dict[str, object]:
    """Why a project is not funded: what was missing at its own turn, not when all was over."""
    cost = count.tally.costs[number]
    refused: dict[str, object] = {"funded": False}
    if cost > count.tally.budget:
        refused.update(reason=OVER_ENVELOPE, missing=plain(cost - count.tally.budget))
    elif not count.tally.votes[number]:
        refused.update(reason=NO_VOTE)
    elif number in count.turns:
        left = count.turns[number]
        refused.update(reason=TOO_LITTLE_LEFT, missing=plain(cost - left), left=plain(left))
    elif number in count.held:
        missing = cost - count.held[number]
        refused.update(reason=VOTERS_CANNOT_PAY, missing=decimal_text(missing))
    else:
        refused.update(reason=TOO_LITTLE_LEFT, missing=plain(max(cost - left, 0)))
    if number in count.held:
        refused.update(held=decimal_text(count.held[number]))
    return refused
