"""Public pages of the room, one subject a file."""

from .board import board_csv, board_page, calendar_page, embedding, summary
from .commitments import commitment_page
from .open_data import (
    figures_csv,
    open_data_file,
    open_data_package,
    open_data_page,
    open_data_schema,
)

__all__ = [
    "board_csv",
    "board_page",
    "calendar_page",
    "commitment_page",
    "embedding",
    "figures_csv",
    "open_data_file",
    "open_data_package",
    "open_data_page",
    "open_data_schema",
    "summary",
]
