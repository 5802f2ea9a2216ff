"""The seam through which apps bring the words of their security events."""

from collections.abc import Mapping

from django.utils.functional import Promise

from .enums import KnownEvent

_brought: dict[str, str | Promise] = {}


def register_events(events: Mapping[str, str | Promise]) -> None:
    """Bring events, each by its name and in words; called by an app in its `ready()`."""
    _brought.update(events)


def known_events() -> dict[str, str | Promise]:
    """Every event that an auditor reads in words; another one is shown by its name alone."""
    return {**dict(KnownEvent.choices), **_brought}
