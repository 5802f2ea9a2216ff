"""Every route of the site, as the URL configuration declares it; those inside activities too."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from participation.mechanism import mechanisms

INSIDE = "participer/<slug:slug>/"


@dataclass(frozen=True)
class Route:
    """One address with holes: how it is written, under which name, with which holes."""

    # As in the configuration: unique, and readable in the message of a failure.
    written: str
    # With its namespaces; empty when it has none.
    name: str
    holes: tuple[str, ...]
    # Holes without a name: how many.
    unnamed: int
    view: Any
    # Where it is declared, when not in the project's own configuration.
    urlconf: str = ""

    def __str__(self) -> str:
        """How it is written; inside activities, also in which mechanism."""
        if not self.urlconf:
            return self.written
        (slug,) = (one.slug for one in mechanisms() if one.urlconf == self.urlconf)
        return f"{self.written} ({slug})"

    @property
    def inside(self) -> str:
        """How it is written from the activity in which it is."""
        return self.written.removeprefix(INSIDE)


def routes() -> list[Route]:
    """All of them; an address declared twice counts once, as the first one answers."""
    found = list(_walk(get_resolver().url_patterns))
    for mechanism in mechanisms():
        inside = get_resolver(mechanism.urlconf).url_patterns
        found += _walk(inside, INSIDE, urlconf=mechanism.urlconf)
    first = {(route.written, route.urlconf): route for route in reversed(found)}
    return list(first.values())[::-1]


def _walk(
    patterns: list[URLPattern | URLResolver],
    prefix: str = "",
    spaces: tuple[str, ...] = (),
    holes: tuple[str, ...] = (),
    urlconf: str = "",
) -> Iterator[Route]:
    for pattern in patterns:
        written = prefix + str(pattern.pattern)
        regex = pattern.pattern.regex
        known = (*holes, *sorted(regex.groupindex, key=lambda name: regex.groupindex[name]))
        if isinstance(pattern, URLResolver):
            deeper = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _walk(pattern.url_patterns, written, deeper, known, urlconf)
            continue
        name = ":".join((*spaces, pattern.name)) if pattern.name else ""
        unnamed = 0 if known else regex.groups
        yield Route(written, name, known, unnamed, pattern.callback, urlconf)
