"""Two counts of the same ballots, which must agree: rationals, and whole numbers."""

from __future__ import annotations

from .counting import Count, count
from .election import Election
from .equal_shares import equal_shares
from .explain import rounds_of
from .faults import Fault
from .rule import EQUAL_SHARES, Rule
from .whole_shares import whole_shares


def count_fast(election: Election, rule: Rule) -> Count:
    """The count by whole numbers: exact as well, and several times faster with equal shares."""
    return count(election, rule, whole_shares)


def count_both(election: Election, rule: Rule) -> Count:
    """The count, made by both computations when there are two.

    Raises:
        Fault: `two-counts` when they differ in anything at all: then nothing may be published.
    """
    fast = count_fast(election, rule)
    if rule.rule == EQUAL_SHARES:
        slow = count(election, rule, equal_shares)
        same = (fast.share, fast.runs) == (slow.share, slow.runs)
        if not same or rounds_of(fast) != rounds_of(slow):
            raise Fault("two-counts")
    return fast
