"""The ballot box: open, its ballots are sealed and bear a pseudonym; then nothing but choices.

Embargo: only `ballot_box.py` and the actions named in tests/…/test_embargo.py read these tables.
No address, no account, no hour, no increasing number: identifiers are drawn at random. Wagtail's
index of references would number these rows in the order of their writing: it ignores them.
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import PaperKind, SecretKind, VoteChannel
from .budget import ParticipatoryBudget
from .rule_versions import RuleVersion


class BallotBox(models.Model):
    """The box of one vote: opened once, sealed once, counted once."""

    wagtail_reference_index_ignore = True

    budget = models.OneToOneField(
        ParticipatoryBudget, on_delete=models.PROTECT, primary_key=True, related_name="box"
    )
    # The rules under which it was opened.
    rules = models.ForeignKey(RuleVersion, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("opened on"))
    paused_at = models.DateTimeField(_("interrupted on"), null=True, blank=True)
    sealed_at = models.DateTimeField(_("sealed on"), null=True, blank=True)
    counted_at = models.DateTimeField(_("counted on"), null=True, blank=True)

    class Meta:
        verbose_name = _("ballot box")
        verbose_name_plural = _("ballot boxes")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.budget_id}"


class BoxSecret(models.Model):
    """A key of a box, wrapped by the secret of the environment; its row goes, it is destroyed."""

    wagtail_reference_index_ignore = True

    box = models.ForeignKey(BallotBox, on_delete=models.PROTECT, related_name="secrets")
    kind = models.CharField(max_length=4, choices=SecretKind.choices)
    wrapped = models.TextField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["box", "kind"], name="box_has_each_secret_once")
        ]

    def __str__(self) -> str:
        return f"{self.box_id}: {self.kind}"


class Ballot(models.Model):
    """One ballot of an open box, which its voter may change until closing. Pseudonymous.

    `pseudonym` is HMAC-SHA-256 of the roll line under the link key. `sealed` holds the choices and
    opens with the seal key only; every one has the same length.
    """

    wagtail_reference_index_ignore = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    budget = models.ForeignKey(ParticipatoryBudget, on_delete=models.PROTECT, related_name="+")
    envelope = models.CharField(max_length=40)
    pseudonym = models.CharField(max_length=64)
    sealed = models.TextField()
    receipt_hash = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["budget", "pseudonym"], name="ballot_one_per_voter"),
            models.UniqueConstraint(
                fields=["budget", "receipt_hash"], name="ballot_receipt_is_unique"
            ),
        ]

    def __str__(self) -> str:
        return "ballot"


class BallotDraft(models.Model):
    """A basket not cast yet: sealed as ballots are, erased by the vote or at closing."""

    wagtail_reference_index_ignore = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    budget = models.ForeignKey(ParticipatoryBudget, on_delete=models.PROTECT, related_name="+")
    # HMAC of the voter's proof under the link key.
    pseudonym = models.CharField(max_length=64)
    sealed = models.TextField()
    # Whom to remind, sealed too; empty when nobody is to be.
    contact = models.TextField(blank=True)
    updated_on = models.DateField()
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["budget", "pseudonym"], name="ballot_draft_one_per_voter"
            )
        ]

    def __str__(self) -> str:
        return "draft of a ballot"


class SealedBallot(models.Model):
    """One ballot of a closed box: an envelope and its choices, in no order, of nobody.

    Sealed until the count writes `choices`: the canonical text of what the ballot says.
    """

    wagtail_reference_index_ignore = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    budget = models.ForeignKey(ParticipatoryBudget, on_delete=models.PROTECT, related_name="+")
    envelope = models.CharField(max_length=40)
    channel = models.CharField(max_length=6, choices=VoteChannel.choices)
    kind = models.CharField(max_length=5, choices=PaperKind.choices, default=PaperKind.VALID)
    sealed = models.TextField(blank=True)
    choices = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["budget", "envelope"], name="sealed_ballot_of_envelope")]

    def __str__(self) -> str:
        return "sealed ballot"


class BallotReceipt(models.Model):
    """The fingerprint of a receipt whose ballot was in the box at closing; apart from ballots."""

    wagtail_reference_index_ignore = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    budget = models.ForeignKey(ParticipatoryBudget, on_delete=models.PROTECT, related_name="+")
    receipt_hash = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["budget", "receipt_hash"], name="ballot_receipt_published_once"
            )
        ]

    def __str__(self) -> str:
        return self.receipt_hash[:16]
