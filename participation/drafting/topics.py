"""The words of what happens to a text written together."""

from django.utils.translation import gettext_lazy as _

from portal.subscriptions.registry import register_kind

KINDS = {
    "amendment_published": _("A new amendment"),
    "version_published": _("A new version of the text"),
}


def register() -> None:
    """Says it to the base; called once, by the app's ready()."""
    for name, label in KINDS.items():
        register_kind(name, label)
