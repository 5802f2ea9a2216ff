"""Registrations of the mechanism with Wagtail's admin."""

from wagtail import hooks

from ..registry import register_desk_link
from .viewsets.counts import after_vote_urls, count_link

hooks.register("register_admin_urls", after_vote_urls)
register_desk_link(count_link)
