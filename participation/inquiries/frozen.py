"""Which rows of a procedure nobody may change once written: the database refuses it itself."""

from collections.abc import Iterable

from portal.frozen_rows import FrozenRows

_REGISTER = (
    "EXISTS (SELECT 1 FROM inquiries_register r WHERE r.inquiry_id = [row].{key} "
    "AND r.announced_at IS NOT NULL{more})"
)
_ANNOUNCED = _REGISTER.format(key="inquiry_id", more="")
# Until the time is over during which the law asks that it stays on the site.
_KEPT = " AND r.released_at IS NULL"

# What an announced procedure may never become while it is kept: withdrawn, moved, for a few.
_ACTIVITY = frozenset(
    {"live", "slug", "title", "level", "audience", "visibility", "opens_at", "mechanism_name"}
    | {"expire_at", "supports_allowed", "comments_allowed"}
)
_ORDER = frozenset(
    {"regime_id", "has_assessment", "decisions", "applicant", "authority"}
    | {"order_number", "order_date", "order_document_id"}
)


def frozen(activity: Iterable[str], inquiry: Iterable[str]) -> tuple[FrozenRows, ...]:
    """The tables of the app, and the two of an announced procedure, given their columns."""
    return (
        FrozenRows(
            "participation_activity",
            once=_REGISTER.format(key="id", more=_KEPT),
            free=tuple(name for name in activity if name not in _ACTIVITY),
        ),
        FrozenRows(
            "inquiries_inquiry",
            once=_REGISTER.format(key="activity_ptr_id", more=_KEPT),
            free=tuple(name for name in inquiry if name not in _ORDER),
        ),
        FrozenRows(
            "inquiries_register",
            once="[row].announced_at IS NOT NULL",
            forgets=("announced_by_id",),
            free=("last_number", "head", "masking_head", "released_at"),
        ),
        FrozenRows("inquiries_inquirymember", once=_ANNOUNCED, free=("user_id",)),
        FrozenRows(
            "inquiries_dossierpiece",
            once=_ANNOUNCED,
            closed_to_new=f"{_ANNOUNCED} AND [row].addition_id IS NULL",
        ),
        FrozenRows("inquiries_addition", forgets=("added_by_id",)),
        FrozenRows(
            "inquiries_observation",
            forgets=("name", "name_salt", "email", "email_salt", "keyed_by_id"),
        ),
        FrozenRows("inquiries_observationfile"),
        FrozenRows("inquiries_masking", forgets=("decided_by_id",)),
        FrozenRows("inquiries_extension", forgets=("decided_by_id",)),
        FrozenRows("inquiries_postponement", forgets=("decided_by_id",)),
        FrozenRows("inquiries_inquirydocument", forgets=("filed_by_id",)),
        FrozenRows("inquiries_documentpublication", forgets=("published_by_id",)),
        FrozenRows("inquiries_applicantreply", forgets=("replied_by_id",)),
    )
