"""Paper ballots: batches, each keyed in twice by two people, compared, signed off."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..enums import BatchState, PaperKind, VoteChannel
from .budget import ParticipatoryBudget


def _person() -> "models.ForeignKey[Any, Any]":
    """Who did it; forgotten when the account goes."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )


class PaperBatch(models.Model):
    """A bundle of paper ballots of one box: how many papers, who keyed in, who signed."""

    budget = models.ForeignKey(
        ParticipatoryBudget, on_delete=models.PROTECT, related_name="paper_batches"
    )
    number = models.PositiveIntegerField(_("batch"))
    # Papers of a voting place and papers that came in an envelope never share a batch: they are
    # counted apart, then together.
    channel = models.CharField(
        _("channel"),
        max_length=6,
        choices=[(one.value, one.label) for one in (VoteChannel.BOOTH, VoteChannel.POSTAL)],
        default=VoteChannel.BOOTH,
    )
    place = models.CharField(_("voting place"), max_length=120)
    envelope = models.CharField(_("envelope"), max_length=40)
    count = models.PositiveSmallIntegerField(_("papers in the bundle"))
    state = models.CharField(
        _("state"), max_length=10, choices=BatchState.choices, default=BatchState.OPEN
    )
    opened_at = models.DateTimeField(_("opened on"))
    opened_by = _person()
    first_by = _person()
    second_by = _person()
    signed_at = models.DateTimeField(_("signed off on"), null=True, blank=True)
    signed_by = _person()

    class Meta:
        verbose_name = _("batch of paper ballots")
        verbose_name_plural = _("batches of paper ballots")
        ordering = ["budget", "number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["budget", "number"], name="paper_batch_number_unique"),
            models.CheckConstraint(
                condition=Q(count__gte=1, count__lte=200),
                name="paper_batch_holds_1_to_200",
                violation_error_message=_("Between 1 and 200 papers in a bundle."),
            ),
            models.CheckConstraint(
                condition=Q(first_by__isnull=True)
                | Q(second_by__isnull=True)
                | ~Q(first_by=F("second_by")),
                name="paper_batch_keyed_by_two_people",
                violation_error_message=_("The second keying is for another person."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.place})"


class PaperReading(models.Model):
    """What one person read on one paper: sealed like a ballot, so that no list shows it."""

    wagtail_reference_index_ignore = True

    batch = models.ForeignKey(PaperBatch, on_delete=models.PROTECT, related_name="readings")
    position = models.PositiveSmallIntegerField(_("paper"))
    # 1 and 2: the two keyings; 3: what two people agreed on with the paper before them.
    turn = models.PositiveSmallIntegerField(_("keying"))
    kind = models.CharField(_("paper"), max_length=5, choices=PaperKind.choices)
    sealed = models.TextField(blank=True)
    note = models.CharField(_("why"), max_length=300, blank=True)
    read_by = _person()

    class Meta:
        verbose_name = _("reading of a paper ballot")
        verbose_name_plural = _("readings of paper ballots")
        ordering = ["batch", "position", "turn"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "position", "turn"], name="paper_read_once_each_turn"
            ),
            models.CheckConstraint(
                condition=Q(turn__in=[1, 2, 3]), name="paper_reading_has_three_turns"
            ),
            models.CheckConstraint(
                condition=~Q(turn=3) | ~Q(note=""),
                name="paper_difference_resolved_says_why",
                violation_error_message=_("Say what the paper shows."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.position}"


class BoothDay(models.Model):
    """How many people a voting place entered in the roll on a day, and how many of them left.

    Numbers only: a line of the roll knows no place, and this row knows no line.
    """

    budget = models.ForeignKey(
        ParticipatoryBudget, on_delete=models.PROTECT, related_name="booth_days"
    )
    place = models.CharField(_("voting place"), max_length=120)
    day = models.DateField(_("day of the vote"))
    entered = models.PositiveIntegerField(_("people entered"), default=0)
    left = models.PositiveIntegerField(_("people who left without voting"), default=0)

    class Meta:
        verbose_name = _("day of a voting place")
        verbose_name_plural = _("days of voting places")
        ordering = ["budget", "day", "place"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["budget", "place", "day"], name="booth_day_once_for_each_place"
            ),
            models.CheckConstraint(
                condition=Q(left__lte=F("entered")), name="booth_nobody_leaves_without_entering"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.day:%Y-%m-%d}"
