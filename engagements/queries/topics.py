"""What of the commitments can be followed, as it is now."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.subscriptions.registry import Subject

from ..enums import ReviewState
from ..models import Commitment, PriorityPage, Review
from .pages import on_show


def _numbers(identifiers: Sequence[str]) -> list[int]:
    """Numbers among what may come from an address."""
    return [int(one) for one in identifiers if one.isdecimal() and len(one) < 5]


def all_commitments(identifiers: Sequence[str]) -> dict[str, Subject]:
    """Every commitment."""
    label, url = _("The progress of all commitments"), reverse("engagements:board")
    return {"": Subject("commitments", label, url)} if "" in identifiers else {}


def commitments(identifiers: Sequence[str]) -> dict[str, Subject]:
    """Commitments whose priority is published."""
    shown = on_show(PriorityPage.objects.all())
    found = Commitment.objects.filter(
        number__in=_numbers(identifiers), objective__priority__in=shown
    )
    return {
        str(one.number): Subject(f"commitment:{one.number}", _label(one), one.get_absolute_url())
        for one in found
    }


def _label(commitment: Commitment) -> str:
    return _("Commitment %(number)s: %(wording)s") % {
        "number": commitment.number,
        "wording": commitment.wording,
    }


def priorities(identifiers: Sequence[str]) -> dict[str, Subject]:
    """Published priorities."""
    found = on_show(PriorityPage.objects.filter(number__in=_numbers(identifiers)))
    return {
        str(one.number): Subject(
            f"priority:{one.number}",
            _("Priority %(number)s: %(name)s") % {"number": one.number, "name": one.short_name},
            one.url or "/",
        )
        for one in found
    }


def all_reviews(identifiers: Sequence[str]) -> dict[str, Subject]:
    """Every half-yearly review."""
    label, url = _("The half-yearly reviews"), reverse("engagements:reviews")
    return {"": Subject("reviews", label, url)} if "" in identifiers else {}


def reviews(identifiers: Sequence[str]) -> dict[str, Subject]:
    """Published reviews."""
    found = Review.objects.filter(number__in=_numbers(identifiers), state=ReviewState.PUBLISHED)
    return {
        str(one.number): Subject(f"review:{one.number}", one.title, one.get_absolute_url())
        for one in found.defer("canonical")
    }
