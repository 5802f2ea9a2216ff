"""What the public reads of an observation of which words are hidden. Pure."""

from collections.abc import Iterable, Sequence

HIDDEN = "[…]"


def visible_text(
    text: str, *, is_masked: bool, passages: "Iterable[Sequence[int]] | None" = None
) -> str:
    """The text with each hidden passage replaced by […]; empty when all of it is hidden.

    Passages are places [start, end[ in the text; those outside it count for what they hold.
    """
    if not is_masked:
        return text
    places = sorted((max(0, one[0]), min(len(text), one[1])) for one in passages or ())
    if not places:
        return ""
    shown, done = [], 0
    for start, end in places:
        if end <= done or start >= end:
            continue
        shown.append(text[done : max(start, done)])
        shown.append(HIDDEN)
        done = end
    return "".join([*shown, text[done:]])
