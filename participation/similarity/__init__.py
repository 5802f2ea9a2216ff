"""Similar ideas: candidates are fetched by the stems of `lookups`, then ordered by `rank`. Pure."""

from .lookups import lookups, rarest, spelled
from .ranking import THRESHOLD, Candidate, Match, rank

__all__ = ["THRESHOLD", "Candidate", "Match", "lookups", "rank", "rarest", "spelled"]
