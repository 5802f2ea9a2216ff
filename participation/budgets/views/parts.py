"""What the pages of a budget share: the way from the home page, the budget itself."""

from django.http import Http404

from ...models import Activity
from ..models import BallotBox, ParticipatoryBudget


def found_budget(activity: Activity) -> ParticipatoryBudget:
    """The activity as the budget that it is, with its box. Raises Http404 when it is none.

    What every activity has was just read by the core, and is taken over: here comes the rest.
    """
    own = [field.name for field in ParticipatoryBudget._meta.local_concrete_fields]
    found = (
        ParticipatoryBudget.objects.only(*own, *_BOX)
        .select_related("box")
        .filter(pk=activity.pk)
        .first()
    )
    if found is None:
        raise Http404
    fields = Activity._meta.concrete_fields
    known = {field.attname: activity.__dict__[field.attname] for field in fields}
    found.__dict__.update(known)
    for name in ("tally", "department"):
        if name in activity._state.fields_cache:
            found._state.fields_cache[name] = activity._state.fields_cache[name]
    return found


_BOX = [f"box__{field.name}" for field in BallotBox._meta.concrete_fields]
