"""The counters of a paragraph, in the transaction of what they count."""

from django.db import transaction
from django.db.models import Count, F, Q

from ...enums import Moderation
from ...models import Contribution
from ..enums import CHANGES, AmendmentKind
from ..models import Drafting, Paragraph, TextAmendment


def count_amendment(contribution: Contribution, by: int) -> None:
    """Counts an amendment or remark that becomes public (1), or stops being so (-1)."""
    if contribution.activity.mechanism_name != Drafting.mechanism_slug:
        return
    own = TextAmendment.objects.select_related("decision").filter(pk=contribution.pk).first()
    if own is None:
        return
    if not own.proposes:
        shift(own.paragraph_id, remark_count=by)
        return
    shift(own.paragraph_id, amendment_count=by, decided_count=by if _is_decided(own) else 0)


def _is_decided(amendment: TextAmendment) -> bool:
    return getattr(amendment, "decision", None) is not None


def shift(paragraph_id: int, **changes: int) -> None:
    """Adds to the counters of a paragraph, by one query: `shift(7, remark_count=1)`."""
    Paragraph.objects.filter(pk=paragraph_id).update(
        **{name: F(name) + by for name, by in changes.items()}
    )


@transaction.atomic
def recount_paragraphs(*, drafting: Drafting) -> bool:
    """Counts everything of a text anew; says whether anything was wrong."""
    public = Q(amendments__moderation=Moderation.PUBLISHED)
    changes = public & Q(amendments__kind__in=CHANGES)
    rows = Paragraph.objects.filter(drafting=drafting).annotate(
        true_amendments=Count("amendments", filter=changes),
        true_remarks=Count("amendments", filter=public & Q(amendments__kind=AmendmentKind.REMARK)),
        true_decided=Count("amendments", filter=changes & Q(amendments__decision__isnull=False)),
    )
    wrong = False
    for row in rows:
        true = {
            "amendment_count": row.true_amendments,
            "remark_count": row.true_remarks,
            "decided_count": row.true_decided,
        }
        if any(getattr(row, name) != count for name, count in true.items()):
            wrong = True
            Paragraph.objects.filter(pk=row.pk).update(**true)
    return wrong
