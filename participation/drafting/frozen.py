"""Which rows nobody may change once written: the database refuses it itself."""

from portal.frozen_rows import FrozenRows

_INTEGRATED = "[row].integrated_in_id IS NOT NULL"

FROZEN = (
    FrozenRows("drafting_textversion", forgets=("published_by_id",)),
    FrozenRows("drafting_versionparagraph"),
    # What entered a version stays as it was decided.
    FrozenRows("drafting_decision", forgets=("decided_by_id",), once=_INTEGRATED),
    FrozenRows("drafting_retouch", forgets=("made_by_id",), once=_INTEGRATED),
)
