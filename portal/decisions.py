"""A rule's answer, and the exception an action raises when a rule says no. Pure."""

from typing import NamedTuple

from django.db.models import TextChoices


class Decision(NamedTuple):
    """Whether something is allowed, and the code of the reason when it is not."""

    allowed: bool
    reason: TextChoices | None = None

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Decision(True)


def refuse(reason: TextChoices) -> Decision:
    """The answer no, for this reason."""
    return Decision(False, reason)


class Refused(Exception):
    """Raised by an action that a rule forbids; its text is the reason, in words for the person."""

    def __init__(self, reason: TextChoices) -> None:
        super().__init__(reason.label)
        self.reason = reason


def require(decision: Decision) -> None:
    """Raises `Refused` when the decision is a refusal."""
    if decision.reason is not None:
        raise Refused(decision.reason)
