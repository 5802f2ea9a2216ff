"""Colours of a city: contrasts as WCAG computes them, and the save that is refused."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from portal.cms.models import SiteSettings
from portal.cms.models.settings import DEFAULT_COLOURS
from portal.cms.rules import contrast, luminance, weak_pairs

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),  # the classic grey that fails
        ("#767676", "#ffffff", 4.54),
        ("#FF0000", "#ffffff", 4.0),
    ],
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)


@given(one=colours, other=colours)
def test_contrast_has_no_direction_and_two_bounds(one, other):
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21


@given(colour=colours)
def test_luminance_is_between_black_and_white(colour):
    assert 0 <= luminance(colour) <= 1


def test_default_colours_are_strong():
    found = weak_pairs(
        action=DEFAULT_COLOURS["colour_action"],
        accent=DEFAULT_COLOURS["colour_accent"],
        night=DEFAULT_COLOURS["colour_night"],
    )

    assert found == {}


@pytest.mark.parametrize(
    ("colour", "value"),
    [
        ("colour_action", "#ffd700"),
        ("colour_accent", "#222222"),
        ("colour_night", "#888888"),
    ],
)
def test_weak_colour_is_refused_beside_its_field(colour, value):
    city = SiteSettings(**{**DEFAULT_COLOURS, colour: value})

    with pytest.raises(ValidationError) as refused:
        city.clean()

    assert colour in refused.value.message_dict
    assert all(any(sign.isdigit() for sign in line) for line in refused.value.message_dict[colour])


@pytest.mark.parametrize("value", ["red", "#12345", "#gggggg", "073b42", ""])
def test_what_is_no_colour_is_refused_by_its_own_field(value):
    city = SiteSettings(project_name="Parvis", colour_action=value)

    with pytest.raises(ValidationError) as refused:
        city.full_clean(exclude=["site"])

    assert "colour_action" in refused.value.message_dict


def test_siret_has_fourteen_figures():
    city = SiteSettings(project_name="Parvis", siret="123")

    with pytest.raises(ValidationError) as refused:
        city.full_clean(exclude=["site"])

    assert set(refused.value.message_dict) == {"siret"}


@pytest.mark.parametrize(
    ("changes", "custom"),
    [({}, False), ({"colour_action": "#073B42"}, False), ({"colour_night": "#000000"}, True)],
)
def test_custom_colours_are_noticed(changes, custom):
    assert SiteSettings(**changes).has_custom_colours is custom
