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
    "UpdateRefused",
    "open_review",
    "publish_review",
    "record_update",
    "save_review",
    "set_attendance",
    "set_departments",
    "set_opinion",
    "write_review",
    "Rows",
    "UpdateRefused",
    "discard_draft",
    "publish_draft",
    "record_update",
    "record_wording",
    "return_draft",
    "revise_wording",
    "save_draft",
    "set_departments",
    "set_measures",
    "submit_draft",
]
