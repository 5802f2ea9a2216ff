"""The words of what happens in a survey."""

from django.utils.translation import gettext_lazy as _

from portal.subscriptions.registry import register_kind


def register() -> None:
    """Says it to the base; called once, by the app's ready()."""
    register_kind("remark_published", _("A new remark"))
