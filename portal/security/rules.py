"""What is kept of a browser's report about a blocked content: no query, no secret, no person."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from .enums import DIRECTIVES, Place

_KEYWORDS = {"inline", "eval", "data", "blob", "self"}
_LONGEST_ORIGIN = 120


@dataclass(frozen=True)
class Report:
    """A report reduced to what helps: which rule, which origin, which page of the site."""

    directive: str
    blocked: str
    page: str


def reports_in(body: Any) -> list[dict[str, Any]]:
    """The raw reports of a message in either format: `report-uri`'s object, `report-to`'s list."""
    if isinstance(body, dict):
        found = [body.get("csp-report")]
    elif isinstance(body, list):
        found = [
            each.get("body")
            for each in body
            if isinstance(each, dict) and each.get("type") == "csp-violation"
        ]
    else:
        found = []
    return [report for report in found if isinstance(report, dict)]


def directive_of(raw: dict[str, Any]) -> str:
    """The rule that blocked."""
    for name in ("effective-directive", "effectiveDirective", "violated-directive"):
        words = str(raw.get(name) or "").split()
        if words and words[0] in DIRECTIVES:
            return words[0]
    return Place.OTHER


def origin_of(raw: dict[str, Any]) -> str:
    """Where what was blocked came from: a scheme and host, or a kind; never a path."""
    blocked = str(raw.get("blocked-uri") or raw.get("blockedURL") or "")
    if blocked in _KEYWORDS:
        return blocked
    try:
        parts = urlsplit(blocked)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return Place.OTHER
    if parts.scheme in {"data", "blob"}:
        return parts.scheme
    plain = host.isascii() and all(letter.isalnum() or letter in ".-" for letter in host)
    if parts.scheme not in {"http", "https", "ws", "wss"} or not host or not plain:
        return Place.OTHER
    origin = f"{parts.scheme}://{host}" + (f":{port}" if port else "")
    return origin if len(origin) <= _LONGEST_ORIGIN else Place.OTHER


def address_of(raw: dict[str, Any]) -> str:
    """The page on which it happened, as its browser wrote it."""
    return str(raw.get("document-uri") or raw.get("documentURL") or "")
