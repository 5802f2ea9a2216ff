"""The counts of a fictitious campaign, written at once; never those of a real one."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from ..models import Campaign, FollowUpCount, PledgeCount, QuizCount
from .counting import freeze


@transaction.atomic
def count_example(
    *,
    campaign: Campaign,
    pledges: list[int],
    quiz: list[tuple[int, int]],
    follow_up: Mapping[str, Mapping[str, int]],
    at: datetime,
) -> None:
    """Gives an example its figures: in the order of its pledges, and of its questions.

    `quiz` holds how many answered each question, and how many right; `follow_up` the answers by
    way. Nothing for a campaign that is not an example.
    """
    if not campaign.is_example:
        return
    PledgeCount.objects.bulk_create(
        PledgeCount(campaign=campaign, key=one.key, text=one.text, count=count)
        for one, count in zip(campaign.offered, pledges, strict=False)
    )
    QuizCount.objects.bulk_create(
        QuizCount(
            campaign=campaign,
            key=one.key,
            question=one.text,
            answered_count=answered,
            right_count=right,
        )
        for one, (answered, right) in zip(campaign.questions, quiz, strict=False)
    )
    FollowUpCount.objects.bulk_create(
        FollowUpCount(campaign=campaign, way=way, answer=answer, count=count)
        for way, counts in follow_up.items()
        for answer, count in counts.items()
    )
    freeze(campaign, at)
