"""Versions of a text: dated, with a fingerprint, never altered; and who their paragraphs are."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..enums import PartKind
from ..rules.conflicts import Part
from ..rules.provenance import Sentence, from_data, sentences
from .draftings import Drafting


class Paragraph(models.Model):
    """One part of the text through all its versions, with the counters of what is said of it."""

    drafting = models.ForeignKey(Drafting, on_delete=models.PROTECT, related_name="paragraphs")
    # The identifier of its block in the editor, or “a12” when amendment 12 added it.
    key = models.SlugField(max_length=40)
    kind = models.CharField(_("kind"), max_length=9, choices=PartKind.choices)
    # Published amendments and remarks, and amendments decided; maintained by actions.
    amendment_count = models.PositiveIntegerField(default=0, editable=False)
    remark_count = models.PositiveIntegerField(default=0, editable=False)
    decided_count = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("part of a text")
        verbose_name_plural = _("parts of a text")
        constraints = [
            models.UniqueConstraint(
                fields=["drafting", "key"], name="paragraph_is_one_of_its_text"
            ),
            models.CheckConstraint(
                condition=Q(decided_count__lte=F("amendment_count")),
                name="paragraph_counters_add_up",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class TextVersion(models.Model):
    """A version of the text. The database refuses any change of it."""

    drafting = models.ForeignKey(Drafting, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    note = models.CharField(_("what it brings"), max_length=600, blank=True)
    is_final = models.BooleanField(_("final version"), default=False)
    published_at = models.DateTimeField(_("published on"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # SHA-256 of the text with its numbers, in one form only (portal/canonical.py).
    fingerprint = models.CharField(_("fingerprint"), max_length=64)

    class Meta:
        verbose_name = _("version of a text")
        verbose_name_plural = _("versions of a text")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["drafting", "number"], name="version_numbered_once"),
            models.UniqueConstraint(
                fields=["drafting"], condition=Q(is_final=True), name="text_has_one_final_version"
            ),
        ]

    def __str__(self) -> str:
        return str(_("Version %(number)s") % {"number": self.number})

    @property
    def url(self) -> str:
        """Its public address."""
        mechanism = self.drafting.mechanism
        return mechanism.url(self.drafting, "version", number=self.number) if mechanism else ""


class VersionParagraph(models.Model):
    """A part as a version has it: its number, its words, and where each of them comes from."""

    version = models.ForeignKey(TextVersion, on_delete=models.PROTECT, related_name="parts")
    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="wordings")
    position = models.PositiveIntegerField()
    label = models.CharField(_("number"), max_length=12)
    text = models.TextField(_("text"))
    pieces = models.JSONField(default=list)

    class Meta:
        verbose_name = _("part of a version")
        verbose_name_plural = _("parts of a version")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "paragraph"], name="paragraph_once_in_a_version"
            ),
            models.UniqueConstraint(
                fields=["version", "position"], name="one_paragraph_at_each_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.text[:40]}"

    @property
    def part(self) -> Part:
        """The same for the rules."""
        return Part(self.paragraph_id, self.paragraph.kind, from_data(self.pieces))

    @property
    def sentences(self) -> list[Sentence]:
        """Its sentences, each with its origins."""
        return sentences(from_data(self.pieces))

    @property
    def facts(self) -> dict[str, Any]:
        """What its version answers for, whoever computes the fingerprint."""
        return {"key": self.paragraph.key, "kind": self.paragraph.kind, "number": self.label,
                "text": self.text}  # fmt: skip


class Retouch(models.Model):
    """A paragraph that the group writes otherwise in the next version, and why."""

    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="retouches")
    # The paragraph as the group read it, adopted amendments included: else it is written again.
    base = models.TextField()
    text = models.TextField(_("text"), max_length=5000)
    reason = models.CharField(_("reason"), max_length=600)
    made_at = models.DateTimeField(_("written on"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    integrated_in = models.ForeignKey(
        TextVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="retouches"
    )

    class Meta:
        verbose_name = _("wording by the drafting group")
        verbose_name_plural = _("wordings by the drafting group")
        constraints = [
            models.UniqueConstraint(
                fields=["paragraph"],
                condition=Q(integrated_in__isnull=True),
                name="one_retouch_waits_for_a_paragraph",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="retouch_gives_its_reason"),
        ]

    def __str__(self) -> str:
        return self.text[:40]
