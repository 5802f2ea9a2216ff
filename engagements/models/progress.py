"""What departments report about a commitment: drafts, published news and their evidence.

Published news and evidence are refused to change by the database (../frozen.py).
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..enums import OPEN_DRAFTS, CommitmentStatus, DatePrecision, DraftState, EvidenceKind
from .commitments import Commitment
from .departments import Department
from .keys import Importable


class Reported(models.Model):
    """What is said of a commitment on a day, be it prepared or published."""

    reported_on = models.DateField(_("date of the news"))
    status = models.CharField(_("status"), max_length=12, choices=CommitmentStatus.choices)
    status_reason = models.TextField(_("reason of the status"), blank=True)
    text = models.TextField(_("what was done"))
    next_step = models.CharField(
        _("next step"),
        max_length=300,
        blank=True,
        help_text=_("What comes next and when: “September: the works begin.”"),
    )
    author_function = models.CharField(
        _("function of the author"),
        max_length=150,
        help_text=_("A function, never a name: “Purchasing department”."),
    )
    due_on = models.DateField(_("due date announced"), null=True, blank=True)
    due_precision = models.CharField(
        _("precision of the due date"),
        max_length=5,
        choices=DatePrecision.choices,
        default=DatePrecision.MONTH,
    )

    class Meta:
        abstract = True


class CommitmentUpdate(Reported, Importable):
    """One dated piece of news of a commitment; a correction is a new update, never an edit."""

    commitment = models.ForeignKey(
        Commitment, on_delete=models.PROTECT, related_name="updates", verbose_name=_("commitment")
    )
    corrects = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("corrects"),
    )
    is_example = models.BooleanField(_("example"), default=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    recorded_at = models.DateTimeField(_("recorded at"), editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("approved by"),
    )

    class Meta:
        verbose_name = _("progress update")
        verbose_name_plural = _("progress updates")
        ordering = ["-reported_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""), name="commitment_update_text_is_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(status__in=CommitmentStatus.values),
                name="commitment_update_status_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(status=CommitmentStatus.DROPPED) | ~Q(status_reason=""),
                name="commitment_update_dropped_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["commitment", "-reported_on"], name="commitment_latest_news"),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} · {self.reported_on:%Y-%m-%d}"


class UpdateDraft(Reported):
    """News that a department prepares; published by approval, through actions only."""

    commitment = models.ForeignKey(
        Commitment, on_delete=models.PROTECT, related_name="drafts", verbose_name=_("commitment")
    )
    corrects = models.ForeignKey(
        CommitmentUpdate,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("corrects"),
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department"),
    )
    state = models.CharField(
        _("state"), max_length=9, choices=DraftState.choices, default=DraftState.DRAFT
    )
    milestones = models.ManyToManyField(
        "engagements.Milestone",
        blank=True,
        related_name="+",
        verbose_name=_("milestones reached"),
    )
    # Figures prepared, by key of their indicator: {"12": "62.5"}. They become rows once published.
    measures = models.JSONField(_("figures"), default=dict, blank=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("prepared by"),
    )
    started_at = models.DateTimeField(_("started at"))
    changed_at = models.DateTimeField(_("changed at"))
    submitted_at = models.DateTimeField(_("sent for approval at"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    returned_because = models.TextField(_("why it was sent back"), blank=True)
    published_as = models.OneToOneField(
        CommitmentUpdate,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="draft",
        verbose_name=_("published as"),
    )

    class Meta:
        verbose_name = _("news in preparation")
        verbose_name_plural = _("news in preparation")
        ordering = ["-changed_at", "-pk"]
        default_permissions = ("view",)
        permissions = [("approve_update", "Can approve and publish news of commitments")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=DraftState.values), name="update_draft_state_is_known"
            ),
            models.UniqueConstraint(
                fields=["commitment"],
                condition=Q(state__in=OPEN_DRAFTS),
                name="update_draft_one_open_per_commitment",
                violation_error_message=_("News of this commitment is already in preparation."),
            ),
            models.CheckConstraint(
                condition=~Q(state=DraftState.RETURNED) | ~Q(returned_because=""),
                name="update_draft_returned_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=DraftState.PUBLISHED, published_as__isnull=False)
                | (~Q(state=DraftState.PUBLISHED) & Q(published_as__isnull=True)),
                name="update_draft_published_has_its_news",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} · {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        """Whether it may still become news."""
        return self.state in OPEN_DRAFTS


class Proof(models.Model):
    """What proves a piece of news: a document, an address, a deliberation of the council."""

    kind = models.CharField(
        _("kind"), max_length=12, choices=EvidenceKind.choices, default=EvidenceKind.LINK
    )
    label = models.CharField(_("title"), max_length=200)
    url = models.URLField(_("address"), blank=True, max_length=500)
    document = models.ForeignKey(
        settings.WAGTAILDOCS_DOCUMENT_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("document"),
    )
    deliberation_number = models.CharField(
        _("number of the deliberation"), max_length=40, blank=True
    )
    dated_on = models.DateField(_("date"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        abstract = True


class DraftEvidence(Proof):
    """Evidence joined to news in preparation."""

    draft = models.ForeignKey(
        UpdateDraft, on_delete=models.CASCADE, related_name="evidence", verbose_name=_("news")
    )

    class Meta:
        verbose_name = _("evidence in preparation")
        verbose_name_plural = _("evidence in preparation")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label


class Evidence(Proof):
    """Evidence of published news; a document carries the digest of the file that was published."""

    update = models.ForeignKey(
        CommitmentUpdate, on_delete=models.PROTECT, related_name="evidence", verbose_name=_("news")
    )
    file_sha256 = models.CharField(_("digest of the file"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(url="") | Q(document__isnull=False) | ~Q(deliberation_number=""),
                name="evidence_leads_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(document__isnull=True) | ~Q(file_sha256=""),
                name="evidence_document_has_a_digest",
            ),
        ]

    def __str__(self) -> str:
        return self.label
