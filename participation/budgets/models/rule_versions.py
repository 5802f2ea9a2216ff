"""The rules of a vote as published, and the public journal of what happened to it. Frozen rows."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import VoteEventKind
from .budget import ParticipatoryBudget


class RuleVersion(models.Model):
    """The rules of a vote as everybody reads them: one canonical text and its fingerprint.

    The latest one holds. Once the box is open the database refuses another one without a reason
    (frozen.py): that is a public amendment.
    """

    budget = models.ForeignKey(
        ParticipatoryBudget, on_delete=models.PROTECT, related_name="rule_versions"
    )
    number = models.PositiveSmallIntegerField(_("version"))
    # Canonical JSON (portal/canonical.py): the bytes of regle.json.
    text = models.TextField(_("text"))
    sha256 = models.CharField(_("fingerprint"), max_length=64)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    published_at = models.DateTimeField(_("published on"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("version of the rules")
        verbose_name_plural = _("versions of the rules")
        ordering = ["budget", "-number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["budget", "number"], name="rule_version_unique_in_budget"
            )
        ]

    def __str__(self) -> str:
        return f"{self.budget_id}: {self.number}"


class VoteEvent(models.Model):
    """One line of the public journal of a vote, chained to the line before by its fingerprint."""

    budget = models.ForeignKey(
        ParticipatoryBudget, on_delete=models.PROTECT, related_name="vote_events"
    )
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("event"), max_length=20, choices=VoteEventKind.choices)
    # Canonical JSON of its facts: never a person, never a choice, never a partial figure.
    facts = models.TextField(_("facts"), default="{}")
    happened_at = models.DateTimeField(_("on"))
    # SHA-256 of the previous line's fingerprint, the kind, the facts and the moment.
    sha256 = models.CharField(_("fingerprint"), max_length=64)

    class Meta:
        verbose_name = _("event of a vote")
        verbose_name_plural = _("journal of the vote")
        ordering = ["budget", "number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["budget", "number"], name="vote_event_number_unique")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.get_kind_display()}"
