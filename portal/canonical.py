"""Facts in one form only, so that whoever writes them gets the same bytes and digest. Pure."""

import hashlib
import json
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any


def canonical_text(value: Any) -> str:
    """Write facts in their one form: sorted keys, no space, NFC, ISO dates, decimals as text.

    Refuses (TypeError) a float, whose text would depend on who writes it.
    """
    return json.dumps(
        plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def digest(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, as `sha256sum` writes it."""
    return hashlib.sha256(text.encode()).hexdigest()


def fingerprint_of(value: Any) -> str:
    """Return the digest of facts in their one form."""
    return digest(canonical_text(value))


def plain(value: Any) -> Any:
    """Return the same facts as JSON knows them: texts, whole numbers, lists, objects."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", str(value))
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, dict):
        return {plain(str(key)): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    raise TypeError(f"{type(value).__name__} has no canonical form")


def decimal_text(value: Decimal) -> str:
    """Write a decimal without exponent nor useless zero: 62.500 and 62.5 are the same figure."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def _moment(value: datetime) -> str:
    """Write a moment in universal time, to the microsecond when there is one."""
    if value.tzinfo is None:
        raise TypeError("a moment without time zone has no canonical form")
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
