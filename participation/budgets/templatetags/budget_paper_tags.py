"""Tags of the desk of the vote on paper."""

from typing import NamedTuple

from django import template

from .. import paper_rules

register = template.Library()


class CodeUse(NamedTuple):
    """How many codes served and how many did not; None when it would say who voted."""

    used: int | None
    left: int | None


@register.simple_tag
def code_use(count: int, used: int) -> CodeUse:
    """The use of a batch of codes, as far as it may be told."""
    left = count - used
    if min(used, left) < paper_rules.FEW:
        return CodeUse(None, None)
    return CodeUse(used, left)
