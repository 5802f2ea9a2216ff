"""Which rows nobody may change once written: the database refuses it itself."""

from portal.frozen_rows import FrozenRows

FROZEN = (FrozenRows("campaigns_outcome", forgets=("published_by_id",)),)
