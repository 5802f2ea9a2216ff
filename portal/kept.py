"""Figures that take long to count: kept in the cache, renewed by one while all others read on."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from django.core.cache import cache

T = TypeVar("T")

# However old, they are still better than making many people wait while one counts.
_KEPT_SECONDS = 86_400
# Whoever counts and dies in between is replaced after this long.
_COUNTING_SECONDS = 120


def kept(key: str, count: Callable[[], T], *, seconds: Callable[[T], int], at: datetime) -> T:
    """The figures of this name; counted anew when older than so many seconds, by one at a time."""
    found: tuple[datetime, T] | None = cache.get(key)
    if found is None:
        return renewed(key, count, seconds=seconds, at=at)
    fresh_until, figures = found
    if at < fresh_until or not cache.add(_lock(key), 1, _COUNTING_SECONDS):
        return figures
    return renewed(key, count, seconds=seconds, at=at)


def renewed(key: str, count: Callable[[], T], *, seconds: Callable[[T], int], at: datetime) -> T:
    """The figures of this name, counted now and kept for the next ones."""
    figures = count()
    fresh_until = at + timedelta(seconds=seconds(figures))
    cache.set(key, (fresh_until, figures), _KEPT_SECONDS)
    cache.delete(_lock(key))
    return figures


def _lock(key: str) -> str:
    return f"{key}:counting"
