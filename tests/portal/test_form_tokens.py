"""Form tokens: signed, each its own, neither too young nor too old."""

import pytest
import time_machine

from portal.form_tokens import BadToken, TooFast, new_token, read_token
from tests.support.clock import NOW, days


def test_each_form_has_its_own():
    assert read_token(new_token()) != read_token(new_token())


def test_sent_twice_it_is_the_same():
    token = new_token()

    assert read_token(token) == read_token(token)


@pytest.mark.parametrize(
    "token",
    ["", "faux", "a:b:c", new_token()[:-1] + "_", "é" * 40],
    ids=["empty", "word", "parts", "signed", "accents"],
)
def test_forged_tokens_are_refused(token):
    with pytest.raises(BadToken):
        read_token(token)


def test_token_lasts_as_long_as_somebody_writes():
    """RGAA 13.1.4: twenty hours at least; here two weeks, and then a clear refusal."""
    with time_machine.travel(NOW, tick=False):
        token = new_token()
    with time_machine.travel(days(13), tick=False):
        assert read_token(token)
    with time_machine.travel(days(15), tick=False), pytest.raises(BadToken):
        read_token(token)


def test_token_comes_back_too_fast_for_a_person(settings):
    settings.CONTRIBUTION_MINIMUM_SECONDS = 2
    with time_machine.travel(NOW, tick=False) as clock:
        token = new_token()
        clock.shift(1)
        with pytest.raises(TooFast):
            read_token(token)
        clock.shift(5)

        assert read_token(token)


def test_key_of_another_portal_is_refused(settings):
    token = new_token()
    settings.SECRET_KEY = "une-autre-clef-" + "y" * 50

    with pytest.raises(BadToken):
        read_token(token)
