"""Decisions: a rule's answer, and the refusal that an action raises."""

import pytest

from participation.enums import Reason
from portal.decisions import ALLOWED, Refused, refuse, require


def test_yes_is_true_and_has_no_reason():
    assert ALLOWED
    assert ALLOWED.reason is None
    require(ALLOWED)


def test_no_is_false_and_says_why():
    decision = refuse(Reason.CLOSED)

    assert not decision
    with pytest.raises(Refused) as refused:
        require(decision)
    assert refused.value.reason == Reason.CLOSED
    assert str(refused.value) == str(Reason.CLOSED.label)
