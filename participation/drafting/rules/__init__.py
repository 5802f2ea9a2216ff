"""What may be proposed, decided and published, and how texts are compared. Pure."""

from .moments import (
    NOTE_MAXIMUM,
    PROPOSED_MAXIMUM,
    REASON_MINIMUM,
    REASONS_MAXIMUM,
    REMARK_MAXIMUM,
    TITLE_MAXIMUM,
    TITLE_MINIMUM,
    may_decide,
    may_propose,
    may_publish_version,
    may_retouch,
    may_say,
)

__all__ = [
    "NOTE_MAXIMUM",
    "PROPOSED_MAXIMUM",
    "REASONS_MAXIMUM",
    "REASON_MINIMUM",
    "REMARK_MAXIMUM",
    "TITLE_MAXIMUM",
    "TITLE_MINIMUM",
    "may_decide",
    "may_propose",
    "may_publish_version",
    "may_retouch",
    "may_say",
]
