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
from .reviews import review_csv, review_json, review_page, review_pdf, reviews_page

__all__ = [
    "board_csv",
    "board_page",
    "commitment_page",
    "review_csv",
    "review_json",
    "review_page",
    "review_pdf",
    "reviews_page",
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
