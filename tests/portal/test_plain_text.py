"""Text as people type it, without what only misleads."""

import pytest

from portal.plain_text import clean_line, clean_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  deux\r\nlignes\r ", "deux\nlignes"),
        ("a\x00b\x07c", "abc"),
        ("\u202eeuqilbup\u202c", "euqilbup"),
        ("\ufeffœuvre\u200b", "œuvre"),
        ("👩\u200d🌾 jardin", "👩\u200d🌾 jardin"),
        ("\x00 \u200b", ""),
    ],
)
def test_invisible_controls_leave_the_text(typed: str, kept: str) -> None:
    assert clean_text(typed) == kept


def test_a_line_has_single_spaces() -> None:
    assert clean_line(" Prêter \n\t des  outils\u202e ") == "Prêter des outils"
