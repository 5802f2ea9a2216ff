"""What a city's own colours must respect. Pure: no query, no write."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Pair(NamedTuple):
    """Two colours met on a page, and the contrast WCAG 2.2 asks of them (1.4.3, 1.4.11)."""

    foreground: str
    background: str
    minimum: float
    use: Promise


def luminance(colour: str) -> float:
    """Relative luminance of a `#rrggbb` colour, from 0 to 1 (WCAG 2.2)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two `#rrggbb` colours, from 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def colour_pairs(*, action: str, accent: str, night: str) -> dict[str, list[Pair]]:
    """The pairs each colour of the city takes part in, by field (shared/design.md §3.3)."""
    return {
        "colour_action": [
            Pair("#ffffff", action, 4.5, _("white text on the main button")),
            Pair(action, "#f6f2e8", 3.0, _("the main button on the sand ground")),
        ],
        "colour_accent": [
            Pair("#10262b", accent, 4.5, _("ink text on the accent")),
            Pair(accent, night, 4.5, _("accent text on the dark bands")),
        ],
        "colour_night": [
            Pair("#f3f6f4", night, 4.5, _("light text on the dark bands")),
            Pair("#bccacb", night, 4.5, _("secondary text on the dark bands")),
            Pair("#f0b4d7", night, 4.5, _("visited links on the dark bands")),
            Pair("#93abb0", night, 3.0, _("borders of controls on the dark bands")),
        ],
    }


def weak_pairs(*, action: str, accent: str, night: str) -> dict[str, list[tuple[Pair, float]]]:
    """The pairs under their minimum, by field, each with the contrast measured."""
    weak: dict[str, list[tuple[Pair, float]]] = {}
    for field, pairs in colour_pairs(action=action, accent=accent, night=night).items():
        for pair in pairs:
            ratio = contrast(pair.foreground, pair.background)
            if ratio < pair.minimum:
                weak.setdefault(field, []).append((pair, ratio))
    return weak
