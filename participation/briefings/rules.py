"""What a question may hold, and what a published explanation owes to its readers. Pure."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from portal.decisions import ALLOWED, Decision, refuse

from .enums import BriefingReason

if TYPE_CHECKING:
    from .models import Briefing

QUESTION_MINIMUM = 10
QUESTION_MAXIMUM = 200
DETAILS_MAXIMUM = 2000
COMMENT_MAXIMUM = 1000
# The clock of the level (shared/product.md §2): a setting of each page, this many days at first.
ANSWER_DAYS = 15


def changed_texts(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """The names of the texts that readers would find otherwise than they were published."""
    return sorted(name for name, text in after.items() if before.get(name) != text)


def may_publish_over(changed: list[str], what: str, why: str) -> Decision:
    """Whether a new wording may take the place of a public one: it says what changed, and why."""
    if changed and not (what.strip() and why.strip()):
        return refuse(BriefingReason.CORRECTION_UNEXPLAINED)
    return ALLOWED


def may_say_clarity(briefing: "Briefing") -> Decision:
    """Whether readers may say if it was clear: as long as it can be read, even once closed."""
    return ALLOWED if briefing.live else refuse(BriefingReason.NOT_PUBLISHED)
