"""What of participation can be followed, as it is now: calls, ideas, comments that are public."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.subscriptions.registry import Subject

from ..models import Activity, Comment, Contribution


def _numbers(identifiers: Sequence[str]) -> list[int]:
    """Keys of rows among what may come from an address."""
    return [int(one) for one in identifiers if one.isdecimal() and len(one) < 18]


def all_activities(identifiers: Sequence[str]) -> dict[str, Subject]:
    """Every call there will be."""
    label, url = _("What opens to take part"), reverse("participation:activities")
    return {"": Subject("activities", label, url)} if "" in identifiers else {}


def activities(identifiers: Sequence[str]) -> dict[str, Subject]:
    """Published activities."""
    found = Activity.objects.filter(live=True, pk__in=_numbers(identifiers))
    return {
        str(one.pk): Subject(f"activity:{one.pk}", one.title, one.url, one.visibility)
        for one in found
    }


def ideas(identifiers: Sequence[str]) -> dict[str, Subject]:
    """Contributions that may be read at their own address."""
    found = Contribution.objects.citable().filter(activity__live=True, pk__in=_numbers(identifiers))
    return {
        str(one.pk): Subject(f"idea:{one.pk}", _label(one), one.url, one.activity.visibility)
        for one in found.select_related("activity")
    }


def comments(identifiers: Sequence[str]) -> dict[str, Subject]:
    """Published comments of contributions that may be read; their words are not repeated."""
    found = Comment.objects.published().filter(
        pk__in=_numbers(identifiers),
        contribution__in=Contribution.objects.citable().filter(activity__live=True),
    )
    return {
        str(one.pk): Subject(
            f"comment:{one.pk}",
            _label(one.contribution),
            f"{one.contribution.url}#commentaires",
            one.contribution.activity.visibility,
        )
        for one in found.select_related("contribution__activity")
    }


def _label(contribution: Contribution) -> str:
    return contribution.say("titled")


# However many ideas feed a commitment, what is told to their followers stays one event.
_MOST_IDEAS = 500


def ideas_behind(commitment_id: int) -> list[str]:
    """The topics of the public ideas that feed a commitment."""
    found = Contribution.objects.citable().filter(commitments=commitment_id, activity__live=True)
    return [f"idea:{pk}" for pk in found.order_by("pk").values_list("pk", flat=True)[:_MOST_IDEAS]]
