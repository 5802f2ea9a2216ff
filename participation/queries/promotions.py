"""Agents' ideas made public: where they may go, what was asked."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps

from portal.accounts.enums import Audience

from ..consent_rules import is_public_call
from ..models import Activity, Contribution, Promotion, Theme

if TYPE_CHECKING:
    from django.db.models import QuerySet


def public_calls(at: datetime) -> list[Activity]:
    """The calls in which an agents' idea may be made public, the latest opened first."""
    found = Activity.objects.filter(live=True, opens_at__lte=at).exclude(visibility=Audience.AGENTS)
    calls = found.exclude(audience=Audience.AGENTS).select_related("tally").order_by("-opens_at")
    return [call for call in calls if is_public_call(call, at) and contribution_model(call)]


def contribution_model(activity: Activity) -> type[Contribution] | None:
    """The model of what is given to this activity, or None when nothing is."""
    mechanism = activity.mechanism
    if mechanism is None or not mechanism.contribution_model:
        return None
    model: type[Contribution] = apps.get_model(mechanism.contribution_model)
    return model


def offered_theme(activity: Activity, theme: Theme | None) -> Theme | None:
    """The theme, when the activity offers it; an activity without themes offers none."""
    if theme is None or activity.mechanism is None:
        return None
    own: Any = apps.get_model(activity.mechanism.activity_model).objects.get(pk=activity.pk)
    offered: QuerySet[Theme] | None = getattr(own, "themes", None)
    return theme if offered is not None and theme in offered.all() else None


def promotion_of(contribution: Contribution) -> Promotion | None:
    """What was asked about an agents' idea, with where it would go."""
    found = Promotion.objects.select_related("target__tally", "result__activity")
    return found.filter(source=contribution).first()
