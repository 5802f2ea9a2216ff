"""The only writers of the room, one subject a file."""

from .members import set_departments
from .reviews import (
    Present,
    open_review,
    publish_review,
    save_review,
    set_attendance,
    set_opinion,
    write_review,
)
from .updates import UpdateRefused, record_update

__all__ = [
    "Present",
    "UpdateRefused",
    "open_review",
    "publish_review",
    "record_update",
    "save_review",
    "set_attendance",
    "set_departments",
    "set_opinion",
    "write_review",
]
