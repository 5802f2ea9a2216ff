"""Which rows nobody may change once written: the database refuses it itself."""

from portal.frozen_rows import FrozenRows

FROZEN = (FrozenRows("briefings_correction", forgets=("corrected_by_id",)),)
