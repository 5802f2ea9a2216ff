"""The words of what happens on the page of a campaign."""

from django.utils.translation import gettext_lazy as _

from portal.subscriptions.registry import register_kind

KINDS = {
    "testimony_published": _("A new testimony"),
    "outcome_published": _("The outcome of the campaign is published"),
}


def register() -> None:
    """Says it to the base; called once, by the app's ready()."""
    for name, label in KINDS.items():
        register_kind(name, label)
