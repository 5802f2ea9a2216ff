"""What became of an amendment in the text, as a step of its story."""

from django.utils import timezone
from django.utils.translation import gettext as _

from ...models import Contribution
from ...stories import Step
from ..enums import ADOPTING
from ..models import Decision, Drafting


def integration(contribution: Contribution) -> list[Step]:
    """In which version its words stand, or that they wait for the next one; one query at most."""
    if contribution.activity.mechanism_name != Drafting.mechanism_slug or not contribution.verdict:
        return []
    rows = Decision.objects.select_related("integrated_in__drafting")
    decision = rows.filter(amendment=contribution.pk, outcome__in=ADOPTING).first()
    if decision is None:
        return []
    version = decision.integrated_in
    if version is None:
        return [Step("file-text", _("Enters the next version of the text"), done=False)]
    title = _("In version %(number)s of the text") % {"number": version.number}
    on = timezone.localdate(version.published_at)
    return [Step("file-text", title, on, version.note, version.url)]
