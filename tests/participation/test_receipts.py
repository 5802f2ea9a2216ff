"""Receipt numbers: what is typed badly is refused, what is typed differently is understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation import receipts

bodies = st.text(
    alphabet=receipts.ALPHABET, min_size=receipts.RANDOM_LENGTH, max_size=receipts.RANDOM_LENGTH
)


@given(bodies)
def test_a_number_is_understood_as_printed_typed_in_small_letters_or_with_spaces(body: str) -> None:
    number = body + receipts.check_character(body)
    assert receipts.normalise(receipts.display(number)) == number
    assert receipts.normalise(number.lower()) == number
    assert receipts.normalise(" ".join(number)) == number


@given(bodies, st.integers(0, receipts.LENGTH - 1), st.sampled_from(receipts.ALPHABET))
def test_one_wrong_character_is_always_noticed(body: str, place: int, wrong: str) -> None:
    number = body + receipts.check_character(body)
    mistaken = number[:place] + wrong + number[place + 1 :]
    expected = number if wrong == number[place] else None
    assert receipts.normalise(mistaken) == expected


@given(bodies, st.integers(0, receipts.LENGTH - 2))
def test_two_neighbours_exchanged_are_always_noticed(body: str, place: int) -> None:
    number = body + receipts.check_character(body)
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    expected = number if swapped == number else None
    assert receipts.normalise(swapped) == expected


@pytest.mark.parametrize("typed", ["", "ABC", "É" * 10, "12345-6789", "x" * 5000, "12345-67U90"])
def test_what_cannot_be_a_number_is_none(typed: str) -> None:
    assert receipts.normalise(typed) is None


def test_misread_letters_are_read_as_figures() -> None:
    body = "010000000"
    number = body + receipts.check_character(body)
    assert receipts.normalise("OIOOOOOOO" + number[-1]) == number


def test_numbers_are_not_repeated_nor_in_order() -> None:
    numbers = [receipts.new_receipt() for _ in range(2000)]
    assert len(set(numbers)) == 2000
    assert numbers != sorted(numbers)
    assert all(receipts.normalise(number) == number for number in numbers)
