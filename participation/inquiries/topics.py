"""The words of what happens on the page of a regulated consultation."""

from django.utils.translation import gettext_lazy as _

from portal.subscriptions.registry import register_kind

KINDS = {
    "inquiry_announced": _("A regulated consultation is announced"),
    "dossier_added": _("Pieces were added to the dossier"),
    "inquiry_extended": _("The procedure is extended"),
    "document_published": _("A document is published"),
}


def register() -> None:
    """Says it to the base; called once, by the app's ready()."""
    for name, label in KINDS.items():
        register_kind(name, label)
