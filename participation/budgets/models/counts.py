"""Counts of a vote, the files published with it, independent recounts. Frozen rows."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .budget import ParticipatoryBudget
from .rule_versions import RuleVersion


class Count(models.Model):
    """One count, as it was made: rules, ballots, software, rounds, winners, who, when."""

    budget = models.OneToOneField(
        ParticipatoryBudget, on_delete=models.PROTECT, related_name="count"
    )
    rules = models.ForeignKey(RuleVersion, on_delete=models.PROTECT, related_name="+")
    # SHA-256 of the ballots' canonical form, and of the result's text.
    input_sha256 = models.CharField(max_length=64)
    software = models.CharField(_("software"), max_length=80)
    # Canonical JSON: the bytes of resultat.json.
    result = models.TextField(_("result"))
    result_sha256 = models.CharField(max_length=64)
    # Canonical JSON: figures of participation, what other rules would have chosen.
    about = models.TextField(default="{}")
    made_at = models.DateTimeField(_("counted on"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("count")
        verbose_name_plural = _("counts")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.budget_id}"


class PublishedFile(models.Model):
    """A file published with a count: its name in the folder, its fingerprint, its bytes."""

    count = models.ForeignKey(Count, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    # In the media storage, under a name nobody can guess: served by a view.
    stored = models.FileField(upload_to="", max_length=200)

    class Meta:
        default_permissions = ()
        ordering = ["count", "name"]
        constraints = [
            models.UniqueConstraint(fields=["count", "name"], name="published_file_name_unique")
        ]

    def __str__(self) -> str:
        return self.name


class Recount(models.Model):
    """One independent run of the published script on the published files: same result or not."""

    count = models.ForeignKey(Count, on_delete=models.PROTECT, related_name="recounts")
    made_at = models.DateTimeField(_("recounted on"))
    is_identical = models.BooleanField(_("same result"))
    report = models.TextField(_("what the script said"))
    script_sha256 = models.CharField(max_length=64)
    python = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("recount")
        verbose_name_plural = _("recounts")
        ordering = ["count", "-made_at"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.count_id}: {self.made_at:%Y-%m-%d}"
