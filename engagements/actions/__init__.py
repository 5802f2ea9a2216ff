"""The only writers of the room, one subject a file."""

from .commitments import Rows, record_wording, revise_wording, set_measures
from .drafts import discard_draft, publish_draft, return_draft, save_draft, submit_draft
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
    "Rows",
    "UpdateRefused",
    "discard_draft",
    "open_review",
    "publish_draft",
    "publish_review",
    "record_update",
    "record_wording",
    "return_draft",
    "revise_wording",
    "save_draft",
    "save_review",
    "set_attendance",
    "set_departments",
    "set_measures",
    "set_opinion",
    "submit_draft",
    "write_review",
]
