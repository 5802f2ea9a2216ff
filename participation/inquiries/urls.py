"""Addresses of a regulated consultation, under /participer/<slug>/."""

from .room_urls import room_patterns

urlpatterns = [
    *room_patterns,
]
