"""The only writers of the room, one subject a file."""

from .members import set_departments
from .updates import UpdateRefused, record_update

__all__ = ["UpdateRefused", "record_update", "set_departments"]
