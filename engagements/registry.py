"""The seams by which other rooms show, on a commitment, ideas, news and activities of theirs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol


@dataclass(frozen=True)
class Origin:
    """One contribution that fed a commitment or a priority, ready to be shown."""

    number: int
    title: str
    url: str
    activity_title: str
    verdict_label: str
    submitted_on: datetime | None


class OriginSource(Protocol):
    """What a room offers when it holds contributions; it filters by what the user may read."""

    def for_commitments(
        self, ids: Iterable[int], user: Any, at: datetime
    ) -> dict[int, list[Origin]]: ...

    def for_priorities(
        self, ids: Iterable[int], user: Any, at: datetime
    ) -> dict[int, list[Origin]]: ...


_sources: list[OriginSource] = []


def _latest_first(origins: list[Origin]) -> list[Origin]:
    """Sort by date, latest first; ideas without a date come last, by number."""
    dated = [origin for origin in origins if origin.submitted_on]
    undated = [origin for origin in origins if not origin.submitted_on]
    dated.sort(key=lambda origin: (origin.submitted_on, origin.number), reverse=True)
    return dated + sorted(undated, key=lambda origin: origin.number)


def register_origin_source(source: OriginSource) -> None:
    """Add a source; called once by a room in its AppConfig.ready(). A second call is ignored."""
    if source not in _sources:
        _sources.append(source)


def origins_for_commitments(ids: Iterable[int], user: Any, at: datetime) -> dict[int, list[Origin]]:
    """Gather from every source the contributions cited by these commitments."""
    wanted = list(ids)
    found: dict[int, list[Origin]] = {pk: [] for pk in wanted}
    for source in _sources:
        for pk, origins in source.for_commitments(wanted, user, at).items():
            found.setdefault(pk, []).extend(origins)
    return {pk: _latest_first(origins) for pk, origins in found.items()}


def origins_for_priorities(ids: Iterable[int], user: Any, at: datetime) -> dict[int, list[Origin]]:
    """Gather from every source the contributions cited by these priorities."""
    wanted = list(ids)
    found: dict[int, list[Origin]] = {pk: [] for pk in wanted}
    for source in _sources:
        for pk, origins in source.for_priorities(wanted, user, at).items():
            found.setdefault(pk, []).extend(origins)
    return {pk: _latest_first(origins) for pk, origins in found.items()}


@dataclass(frozen=True)
class Related:
    """A piece of news or an activity about a commitment, ready to be shown."""

    # What it is, in the words of its room: “News”, “Call for ideas”.
    kind: str
    title: str
    url: str
    day: date | None = None
    note: str = ""


class RelatedSource(Protocol):
    """What a room offers about commitments; it filters by what the user may read."""

    def about_commitment(self, pk: int, user: Any, at: datetime) -> list[Related]: ...


_related: list[RelatedSource] = []


def register_related_source(source: RelatedSource) -> None:
    """Add a source; called once by a room in its AppConfig.ready(). A second call is ignored."""
    if source not in _related:
        _related.append(source)


def related_to_commitment(pk: int, user: Any, at: datetime) -> list[Related]:
    """Gather from every room what is about a commitment and this user may read."""
    return [found for source in _related for found in source.about_commitment(pk, user, at)]


# The topics of the ideas that feed a commitment: their followers hear of its progress.
IdeaTopics = Callable[[int], list[str]]
_idea_topics: list[IdeaTopics] = []


def register_idea_topics(find: IdeaTopics) -> None:
    """Add who knows these ideas; called once by a room in its ready(). Again, it is ignored."""
    if find not in _idea_topics:
        _idea_topics.append(find)


def idea_topics(commitment_id: int) -> list[str]:
    """The topics, from every room, of what feeds a commitment."""
    return [topic for find in _idea_topics for topic in find(commitment_id)]
