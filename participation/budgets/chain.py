"""The chain of the public journal: what makes the fingerprint of one of its lines. Pure."""

from datetime import datetime

from portal.canonical import canonical_text, digest


def chained(before: str, *, kind: str, facts: str, at: datetime) -> str:
    """The fingerprint of a line that follows the one with the fingerprint `before`."""
    return digest(canonical_text({"before": before, "kind": kind, "facts": facts, "at": at}))
