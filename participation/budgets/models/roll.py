"""The voter roll: who has voted, never what. Nothing here leads to the ballot box.

No row of this file has a relation, an hour or a number in common with a ballot. Wagtail's index of
references, which would number them again, ignores them.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..enums import KeyKind, VoteChannel
from .budget import ParticipatoryBudget


class VoterEntry(models.Model):
    """Somebody who has voted: the day, the way, the envelope; no name."""

    wagtail_reference_index_ignore = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    budget = models.ForeignKey(
        ParticipatoryBudget, on_delete=models.PROTECT, related_name="voter_entries"
    )
    channel = models.CharField(_("channel"), max_length=6, choices=VoteChannel.choices)
    # The short name of a district, or CITY_ENVELOPE.
    envelope = models.CharField(_("envelope"), max_length=40)
    # The day only: an hour would lead to a ballot.
    voted_on = models.DateField(_("voted on"))

    class Meta:
        verbose_name = _("line of the voter roll")
        verbose_name_plural = _("voter roll")
        default_permissions = ()
        indexes = [
            models.Index(fields=["budget", "channel", "envelope"], name="voter_entry_turnout")
        ]

    def __str__(self) -> str:
        return f"{self.budget_id}: {self.channel}"


class VoterKey(models.Model):
    """One of the things by which a voter is recognised, as a keyed hash; each serves once."""

    wagtail_reference_index_ignore = True

    entry = models.ForeignKey(VoterEntry, on_delete=models.CASCADE, related_name="keys")
    budget = models.ForeignKey(ParticipatoryBudget, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=7, choices=KeyKind.choices)
    # portal.keyed_hashes.keyed("budgets.<kind>", "<budget pk>:<value>").
    key = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("key of a voter")
        verbose_name_plural = _("keys of voters")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["budget", "key"],
                name="voter_key_serves_once",
                violation_error_message=_("Somebody has already voted with it."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.budget_id}: {self.kind}"


class CodeBatch(models.Model):
    """Voting codes made together, for one mailing: how many, where they go. No code is kept."""

    budget = models.ForeignKey(
        ParticipatoryBudget, on_delete=models.PROTECT, related_name="code_batches"
    )
    label = models.CharField(_("where they go"), max_length=120)
    envelope = models.CharField(_("envelope"), max_length=40, blank=True)
    count = models.PositiveIntegerField(_("codes"))
    made_at = models.DateTimeField(_("made on"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    cancelled_at = models.DateTimeField(_("cancelled on"), null=True, blank=True)
    cancelled_because = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("batch of voting codes")
        verbose_name_plural = _("batches of voting codes")
        ordering = ["-made_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(count__gte=1, count__lte=200_000),
                name="code_batch_holds_1_to_200000",
                violation_error_message=_("Between 1 and 200,000 codes at once."),
            )
        ]

    def __str__(self) -> str:
        return self.label


class VotingCode(models.Model):
    """One code printed on a letter, as a keyed hash only; whether it served is a VoterKey."""

    wagtail_reference_index_ignore = True

    batch = models.ForeignKey(CodeBatch, on_delete=models.CASCADE, related_name="codes")
    # The same hash as in VoterKey.
    key = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        verbose_name = _("voting code")
        verbose_name_plural = _("voting codes")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.batch_id}"


class DoubleVote(models.Model):
    """An envelope set aside unopened, because its voter had voted already. Append-only, no name."""

    budget = models.ForeignKey(
        ParticipatoryBudget, on_delete=models.PROTECT, related_name="double_votes"
    )
    kept = models.CharField(_("vote kept"), max_length=6, choices=VoteChannel.choices)
    set_aside = models.CharField(_("vote set aside"), max_length=6, choices=VoteChannel.choices)
    found_on = models.DateField(_("found on"))
    found_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("double vote")
        verbose_name_plural = _("double votes")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.budget_id}: {self.set_aside}"
