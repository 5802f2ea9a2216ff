"""Every pair of colours that meets on a page, recomputed from tokens.css (WCAG 1.4.3, 1.4.11)."""

import re

import pytest

from tests.support import house

CSS = (house.ROOT / "portal/static/portal/css/tokens.css").read_text(encoding="utf-8")
TEXT, PART = 4.5, 3.0
GROUNDS = ("paper", "sand")
STATES = ("done", "doing", "late", "todo")


def _tokens() -> dict[str, dict[str, str]]:
    """The colours of both schemes by name; constants are the same in both."""
    found: dict[str, dict[str, str]] = {"light": {}, "dark": {}}
    pairs = r"--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)"
    for name, light, dark in re.findall(pairs, CSS):
        found["light"][name], found["dark"][name] = light, dark
    for name, value in re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", CSS):
        found["light"].setdefault(name, value)
        found["dark"].setdefault(name, value)
    for scheme in found.values():
        scheme["white"] = "#ffffff"
    return found


TOKENS = _tokens()

# (foreground, background, least ratio), on the grounds of both schemes.
PAIRS = [
    *((text, ground, TEXT) for ground in GROUNDS for text in (
        "ink", "ink-2", "link", "link-hover", "link-visited", *STATES)),
    *((text, "sand-2", TEXT) for text in ("ink", "ink-2")),
    ("on-action", "action", TEXT),
    ("on-action", "action-hover", TEXT),
    ("on-sun", "sun", TEXT),
    *(("on-promise", ground, TEXT) for ground in ("promise", "promise-soft")),
    *(("level", ground, PART) for ground in (*GROUNDS, "promise", "promise-soft", "late-soft")),
    *(("level-off", ground, PART) for ground in (*GROUNDS, "promise", "promise-soft")),
    *((state, f"{state}-soft", TEXT) for state in STATES),
    *((f"on-{state}", state, TEXT) for state in STATES),
    *(("ink", f"{state}-soft", TEXT) for state in ("done", "doing", "late")),
    ("ink-2", "doing-soft", TEXT),
    ("link", "doing-soft", TEXT),
    ("link-visited", "doing-soft", TEXT),
    *(("line-strong", ground, PART) for ground in (*GROUNDS, "doing-soft")),
    *(("late", ground, PART) for ground in GROUNDS),
    *(("on-p", f"p{number}", TEXT) for number in range(1, 6)),
    *((f"p{number}", ground, PART) for number in range(1, 6) for ground in GROUNDS),
    *((f"a{number}", f"a{number}-soft", PART) for number in range(1, 4)),
    *(("focus", ground, PART) for ground in (
        *GROUNDS, "promise", "promise-soft", "doing-soft", "late-soft", "done-soft")),
    ("focus", "focus-halo", PART),
]  # fmt: skip

# The dark values, on the bands that are dark in both schemes.
NIGHT = [
    *((text, "night", TEXT) for text in ("ink", "ink-2", "link", "link-visited", "sun")),
    *(("white", f"terrace-{number}", TEXT) for number in range(1, 6)),
    ("on-sun", "terrace-6", TEXT),
    *((part, "night", PART) for part in ("sun", "level-off", "line-strong", "focus")),
    ("on-action", "action", TEXT),
    *(("focus", f"terrace-{number}", PART) for number in range(1, 6)),
]

CASES = [
    *((scheme, *pair) for pair in PAIRS for scheme in ("light", "dark")),
    *(("dark", *pair) for pair in NIGHT),
]


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _ratio(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("scheme", "foreground", "background", "least"), CASES)
def test_contrast(scheme, foreground, background, least):
    colours = TOKENS[scheme]

    assert _ratio(colours[foreground], colours[background]) >= least


def test_no_pair_was_forgotten():
    """One hundred and eighty in the visual direction, less the bar of the basket, not drawn yet."""
    assert len(CASES) == 179


def test_both_blocks_of_tokens_say_the_same_light_values():
    """Browsers without light-dark() read the first block: it must be the second's light half."""
    plain, both = CSS.split("@supports", 1)
    first = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", plain))
    light = dict(re.findall(r"--([\w-]+):\s*light-dark\((#[0-9a-f]{6})", both))

    assert {name: first.get(name) for name in light} == light
