"""An election: an envelope, projects, and ballots grouped with how many voters cast each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    from .amounts import Number

    # Identifiers, in the voter's order when it matters; or pairs (identifier, points).
    Ballot = tuple[Any, ...]

APPROVAL, CHOOSE_ONE, ORDINAL = "approval", "choose-1", "ordinal"
CUMULATIVE, SCORING = "cumulative", "scoring"
KINDS = (APPROVAL, CHOOSE_ONE, ORDINAL, CUMULATIVE, SCORING)
WITH_POINTS = (CUMULATIVE, SCORING)


@dataclass(frozen=True)
class Project:
    """What one may vote for; the cost is exact, in the currency of the envelope."""

    id: str
    cost: Number
    name: str = ""
    district: str = ""
    category: str = ""


@dataclass(frozen=True)
class Limits:
    """What a ballot may hold; None where nothing is said."""

    min_length: int | None = None
    max_length: int | None = None
    min_sum_cost: Number | None = None
    max_sum_cost: Number | None = None
    min_points: Number | None = None
    max_points: Number | None = None
    min_sum_points: Number | None = None
    max_sum_points: Number | None = None


@dataclass(frozen=True)
class Election:
    """All that a count reads. Blank ballots, `()`, are voters too: they lower everyone's share."""

    budget: Number
    projects: tuple[Project, ...]
    kind: str
    ballots: Mapping[Ballot, int]
    limits: Limits = field(default_factory=Limits)
    meta: Mapping[str, str] = field(default_factory=dict)

    @property
    def voters(self) -> int:
        """How many ballots were cast."""
        return sum(self.ballots.values())
