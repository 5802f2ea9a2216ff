"""Public pages of the room, one subject a file."""

from .board import board_csv, board_page
from .commitments import commitment_page

__all__ = ["board_csv", "board_page", "commitment_page"]
