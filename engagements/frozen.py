"""Which rows of the room nobody may change once written: the database refuses it itself."""

from portal.frozen_rows import FrozenRows

_PUBLISHED = (
    "EXISTS (SELECT 1 FROM engagements_review r"
    " WHERE r.id = [row].review_id AND r.state = 'published')"
)

FROZEN = (
    FrozenRows("engagements_commitmentupdate", forgets=("recorded_by_id", "approved_by_id")),
    FrozenRows("engagements_evidence"),
    FrozenRows("engagements_indicatorvalue"),
    FrozenRows("engagements_milestone", free=("position",), once="[row].reached_by_id IS NOT NULL"),
    FrozenRows("engagements_commitmentwording", forgets=("recorded_by_id",)),
    FrozenRows(
        "engagements_review",
        forgets=("opened_by_id", "published_by_id"),
        once="[row].state = 'published'",
    ),
    *(
        FrozenRows(f"engagements_review{part}", once=_PUBLISHED, closed_to_new=_PUBLISHED)
        for part in ("opinion", "attendance", "line")
    ),
)
