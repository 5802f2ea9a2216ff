"""Registrations of the mechanism with Wagtail's admin."""

from wagtail import hooks

from .viewsets.paper import PaperVoteGroup

hooks.register("register_admin_viewset", PaperVoteGroup)
