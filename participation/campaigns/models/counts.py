"""Counts without identity: how often something was said, never by whom, never when."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..enums import Kept, Way
from .campaigns import Campaign


class PledgeCount(models.Model):
    """How often a pledge was taken, under the words people read."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="pledge_counts")
    key = models.CharField(max_length=16)
    text = models.CharField(_("pledge"), max_length=120)
    count = models.PositiveIntegerField(_("times taken"), default=0)

    class Meta:
        verbose_name = _("count of a pledge")
        verbose_name_plural = _("counts of pledges")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["campaign", "key"], name="pledge_counted_in_one_row"),
        ]

    def __str__(self) -> str:
        return f"{self.text}: {self.count}"


class FollowUpCount(models.Model):
    """How many said the same some weeks later, by the same way."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="follow_up_counts"
    )
    way = models.CharField(_("by which way"), max_length=4, choices=Way.choices)
    answer = models.CharField(_("answer"), max_length=6, choices=Kept.choices)
    count = models.PositiveIntegerField(_("answers"), default=0)

    class Meta:
        verbose_name = _("count of answers given later")
        verbose_name_plural = _("counts of answers given later")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "way", "answer"], name="follow_up_counted_in_one_row"
            ),
            models.CheckConstraint(
                condition=Q(answer__in=Kept.values) & Q(way__in=Way.values),
                name="follow_up_answer_and_way_are_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.answer}: {self.count}"


class QuizCount(models.Model):
    """How many answered a question of the quiz, and how many of them right."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="quiz_counts")
    key = models.CharField(max_length=16)
    question = models.CharField(_("question"), max_length=250)
    answered_count = models.PositiveIntegerField(_("answers"), default=0)
    right_count = models.PositiveIntegerField(_("right answers"), default=0)

    class Meta:
        verbose_name = _("count of a question")
        verbose_name_plural = _("counts of questions")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["campaign", "key"], name="question_counted_in_one_row"),
            models.CheckConstraint(
                condition=Q(right_count__lte=F("answered_count")),
                name="question_right_at_most_as_often_as_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.right_count}/{self.answered_count}"


class CountedForm(models.Model):
    """The number of a form that was counted, so that it is not counted again; nothing else.

    Neither what it said nor the hour: nobody can join a form to a count.
    """

    number = models.CharField(max_length=64, unique=True)
    counted_on = models.DateField(_("counted on"), db_index=True)

    class Meta:
        verbose_name = _("form counted")
        verbose_name_plural = _("forms counted")
        default_permissions = ()

    def __str__(self) -> str:
        return self.number
