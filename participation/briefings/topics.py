"""The words of what happens on the page of an explained decision."""

from django.utils.translation import gettext_lazy as _

from portal.subscriptions.registry import register_kind

KINDS = {
    "question_published": _("A new question"),
    "text_corrected": _("The text was corrected"),
}


def register() -> None:
    """Says it to the base; called once, by the app's ready()."""
    for name, label in KINDS.items():
        register_kind(name, label)
