"""Public pages of the room, one subject a file."""

from .board import board_csv, board_page
from .commitments import commitment_page
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
]
