"""Cells that no spreadsheet will run: one guard for every export of the portal."""

from typing import Any

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


def safe_cell(value: Any) -> Any:
    """The value, with an apostrophe before a text that a spreadsheet would run as a formula."""
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value


class SafeExportMixin:
    """Guards the cells of a Wagtail listing's exports."""

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        guarded = super().preprocess_field_value(field, value, export_format)  # type: ignore[misc]
        return safe_cell(guarded)
