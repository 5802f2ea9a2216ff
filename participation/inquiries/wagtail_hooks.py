"""Registrations of the mechanism with Wagtail's admin."""

from wagtail import hooks

from ..registry import register_desk_link
from .viewsets.rooms import ROOM_LINKS, room_admin_urls

hooks.register("register_admin_urls", room_admin_urls)
for link in ROOM_LINKS:
    register_desk_link(link)
