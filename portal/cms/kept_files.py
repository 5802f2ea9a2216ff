"""The seam through which rooms say which documents prove something published. Pure."""

from collections.abc import Callable

# Whether the file of the document of this key must stay the one it is.
Keeper = Callable[[int], bool]
_keepers: list[Keeper] = []


def register_keeper(keeper: Keeper) -> None:
    """Add what says it; called once by a room in its ready(). Again, it is ignored."""
    if keeper not in _keepers:
        _keepers.append(keeper)


def is_kept(document: int) -> bool:
    """Say whether something published holds this very file."""
    return any(keeper(document) for keeper in _keepers)
