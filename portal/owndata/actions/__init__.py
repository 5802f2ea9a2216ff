"""The writers of the app: erasing people, recording requests, changing a public name."""

from .correcting import change_public_name
from .erasing import Erased, erase_person
from .requesting import close_request, open_request, record_done, record_taken, send_link

__all__ = [
    "Erased",
    "change_public_name",
    "close_request",
    "erase_person",
    "open_request",
    "record_done",
    "record_taken",
    "send_link",
]
