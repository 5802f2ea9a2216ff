"""Erasing what is no longer needed: drafts, answers (the counters stay), marks of accounts."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal.keyed_hashes import keyed_now_or_before

from ...actions.journal import log
from ..models import Participation, SheetEntry, Survey, SurveyAnswer, SurveyDraft
from ..queries.drafts import purpose_of

_BATCH = 500


def erase_drafts(*, at: datetime, dry_run: bool = False) -> int:
    """Erases answers begun and left for SURVEY_DRAFT_DAYS, or whose survey is over."""
    before = timezone.localdate(at) - timedelta(days=settings.SURVEY_DRAFT_DAYS)
    old = SurveyDraft.objects.filter(Q(updated_on__lt=before) | Q(survey__closes_at__lte=at))
    count = old.count()
    if not dry_run:
        while keys := list(old.order_by("pk").values_list("pk", flat=True)[:_BATCH]):
            SurveyDraft.objects.filter(pk__in=keys).delete()
    log("survey.drafts_erased", count=count, dry_run=dry_run)
    return count


def erase_answers(*, at: datetime, dry_run: bool = False) -> int:
    """Erases answers, marks and sheets SURVEY_ANSWER_DAYS after the end; counters, remarks stay.

    The database keeps each answer as long by itself (frozen.py).
    """
    last = at - timedelta(days=settings.SURVEY_ANSWER_DAYS)
    old = SurveyAnswer.objects.filter(
        survey__closes_at__lt=last, answered_on__lt=timezone.localdate(last)
    )
    marks = Participation.objects.filter(survey__closes_at__lt=last)
    sheets = SheetEntry.objects.filter(survey__closes_at__lt=last)
    count = old.count() + marks.count() + sheets.count()
    if not dry_run:
        while keys := list(old.order_by("pk").values_list("pk", flat=True)[:_BATCH]):
            SurveyAnswer.objects.filter(pk__in=keys).delete()
        marks.delete()
        sheets.delete()
    log("survey.answers_erased", count=count, dry_run=dry_run)
    return count


@transaction.atomic
def erase_of_account(*, user_id: int) -> int:
    """Erases the drafts and the marks of an account that goes; the answers are nobody's."""
    marks = Participation.objects.filter(pk__in=[one.pk for one in marks_of(user_id)])
    drafts = SurveyDraft.objects.filter(user=user_id)
    count = marks.count() + drafts.count()
    marks.delete()
    drafts.delete()
    log("survey.account_erased", count=count)
    return count


def marks_of(user_id: int) -> list[Participation]:
    """The marks that this account left, found by their hash; two queries."""
    hashes = [
        one
        for pk in Survey.objects.filter(once="account").values_list("pk", flat=True)
        for one in keyed_now_or_before(purpose_of(pk), str(user_id))
    ]
    found = Participation.objects.filter(who_hash__in=hashes)
    return list(found.select_related("survey").order_by("survey__opens_at"))
