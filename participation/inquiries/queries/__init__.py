"""Reading procedures: facts for rules, members, registers."""

from .procedures import (
    dossier_of,
    due_of,
    facts_of,
    first_end_of,
    kept_until_of,
    member_of,
    register_of,
)

__all__ = [
    "dossier_of",
    "due_of",
    "facts_of",
    "first_end_of",
    "kept_until_of",
    "member_of",
    "register_of",
]
