"""Listings of the admin whose exports no spreadsheet will run."""

from typing import Any

from ..tables import safe_cell

__all__ = ["SafeExportMixin", "safe_cell"]


class SafeExportMixin:
    """Guards the cells of a Wagtail listing's exports."""

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        guarded = super().preprocess_field_value(field, value, export_format)  # type: ignore[misc]
        return safe_cell(guarded)
