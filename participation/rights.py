"""The words in which mechanisms say who may write, publish and read their activities. Pure."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.accounts.abilities import EDIT, Ability, each, held_by
from portal.accounts.enums import Role

CALLS = pgettext_lazy("matrix", "Calls and contributions")
# Of an activity that is published by Wagtail.
PUBLISH = (*EDIT, "publish", "lock", "unlock")
WRITERS = held_by(Role.COMMUNICATIONS, Role.PARTICIPATION)
READERS = held_by(Role.COMMUNICATIONS, Role.PARTICIPATION, Role.AUDITORS)


def writing(label: str | Promise, activity: str, *others: str) -> Ability:
    """Who writes and publishes activities of this model, and keeps these other models."""
    beside = (permission for model in others for permission in each(model))
    return Ability(CALLS, label, WRITERS, (*each(activity, PUBLISH), *beside))


def reading(*models: str) -> Ability:
    """Who reads these before they are published: one line of the matrix for all mechanisms."""
    permissions = tuple(name for model in models for name in each(model, ("view",)))
    label = _("Read calls before they are published")
    return Ability(CALLS, label, READERS, permissions, writes=False)
