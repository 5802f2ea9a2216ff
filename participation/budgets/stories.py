"""What a budget adds to the story of an idea: the project that it became."""

from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Contribution
from ..stories import Step
from .models import Project


def project_steps(contribution: Contribution) -> list[Step]:
    """The public projects made of this idea, each with the way there; one query."""
    found = Project.objects.public().filter(ideas=contribution, budget__live=True)
    return [
        Step(
            "link",
            _("Become project no. %(number)s") % {"number": one.number},
            timezone.localdate(one.published_at) if one.published_at else None,
            one.title,
            one.url,
        )
        for one in found.select_related("budget").order_by("pk")
    ]
