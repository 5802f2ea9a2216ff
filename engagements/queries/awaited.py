"""Which commitments an open review awaits news from: review_rules.news_in_period, said in SQL."""

from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import In

from ..enums import CLOSED_STATUSES, CommitmentStatus
from ..models import CommitmentUpdate, Review


def awaits_news(review: Review) -> Q:
    """Return the condition on commitments: no news dated in the period, nor closed before it.

    The one definition for the list of pilots, for reminders and for the screen of the review.
    """
    news = CommitmentUpdate.objects.filter(commitment=OuterRef("pk"))
    told = news.filter(reported_on__range=(review.starts_on, review.ends_on))
    before = news.filter(reported_on__lt=review.starts_on).order_by("-reported_on", "-pk")
    # What the register says, unless news of after the period changed it.
    known = Coalesce(Subquery(before.values("status")[:1]), Value(CommitmentStatus.UNKNOWN.value))
    status_before = Case(When(last_reported_on__gt=review.ends_on, then=known), default=F("status"))
    return Q(~Exists(told)) & ~Q(In(status_before, [one.value for one in CLOSED_STATUSES]))
