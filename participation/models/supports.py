"""Who supports what: one support a person and a contribution, kept by the database."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .. import question_links
from .contributions import Contribution


class Supporter(models.Model):
    """A person who supports: an account, or an address proved by a mailed link; or both."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="supporter",
    )
    # Wagtail's pages of an account list what points to it: never what the person supports.
    user.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    # Lower case; None once erased, or when only an account is known.
    email = models.EmailField(_("e-mail address"), null=True, blank=True, unique=True)
    since = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("supporter")
        verbose_name_plural = _("supporters")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class Support(models.Model):
    """One person's support of one contribution."""

    contribution = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, related_name="supports"
    )
    supporter = models.ForeignKey(
        Supporter, on_delete=models.CASCADE, related_name="supports", db_index=True
    )
    given_at = models.DateTimeField(_("given on"))

    class Meta:
        verbose_name = _("support")
        verbose_name_plural = _("supports")
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "supporter"],
                name="contribution_supported_once_per_person",
                violation_error_message=_("You already support this contribution."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.supporter_id} → {self.contribution_id}"


class MergeProposalQuerySet(models.QuerySet["MergeProposal"]):
    """Proposals chosen by where they stand."""

    def standing(self) -> "MergeProposalQuerySet":
        """Those that wait for a word or hold ideas together now."""
        return self.filter(undone_at__isnull=True).exclude(accepted=False)

    def open(self) -> "MergeProposalQuerySet":
        """Those that wait for their author's word."""
        return self.standing().filter(accepted__isnull=True, grouped_at__isnull=True)

    def grouped(self) -> "MergeProposalQuerySet":
        """Those by which one idea stands under another now."""
        return self.standing().filter(grouped_at__isnull=False)


class MergeProposal(models.Model):
    """A contribution that officers propose to group under another; its author decides.

    Nothing moves by itself: each supporter is asked by a `SupportQuestion`.
    """

    merged = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, related_name="merge_proposals"
    )
    kept = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, related_name="merge_proposals_received"
    )
    reason = models.CharField(_("reason"), max_length=400)
    proposed_at = models.DateTimeField(_("proposed on"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # The author's word: True, False, or None while nobody answered.
    accepted = models.BooleanField(_("accepted by its author"), null=True)
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)
    # Grouped without an answer, because nobody could be asked or the delay has passed.
    by_default = models.BooleanField(default=False)
    grouped_at = models.DateTimeField(_("grouped on"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone on"), null=True, blank=True)

    objects = MergeProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal to group")
        verbose_name_plural = _("proposals to group")
        constraints = [
            models.UniqueConstraint(
                fields=["merged"],
                condition=Q(undone_at__isnull=True) & ~Q(accepted=False),
                name="contribution_proposed_for_one_group",
                violation_error_message=_("This contribution is already proposed for a group."),
            ),
            models.CheckConstraint(
                condition=~Q(merged=models.F("kept")), name="contribution_not_grouped_under_itself"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="merge_gives_its_reason"),
            models.CheckConstraint(
                condition=Q(grouped_at__isnull=True)
                | Q(by_default=True)
                | Q(accepted=True, accepted__isnull=False),
                name="merge_with_consent_or_by_default",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} → {self.kept_id}"

    @property
    def is_open(self) -> bool:
        """Whether it waits for its author's word."""
        return self.accepted is None and self.grouped_at is None and self.undone_at is None

    @property
    def is_grouped(self) -> bool:
        """Whether the one stands under the other now."""
        return self.grouped_at is not None and self.undone_at is None


class SupportQuestion(models.Model):
    """Asks one supporter of a grouped contribution whether to support the other one too."""

    support = models.OneToOneField(Support, on_delete=models.CASCADE, related_name="question")
    proposal = models.ForeignKey(MergeProposal, on_delete=models.CASCADE, related_name="questions")
    asked_at = models.DateTimeField(_("asked on"))
    mailed_at = models.DateTimeField(_("mailed on"), null=True, blank=True)
    accepted = models.BooleanField(_("accepted"), null=True)
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)

    class Meta:
        verbose_name = _("question to a supporter")
        verbose_name_plural = _("questions to supporters")
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted__isnull=True) | Q(answered_at__isnull=False),
                name="support_question_answer_has_its_date",
            )
        ]

    def __str__(self) -> str:
        return f"{self.support_id}: {self.accepted}"

    @property
    def url(self) -> str:
        """The address of its page: signed, it opens for whoever was asked."""
        token = question_links.token_of(self.pk)
        return reverse("participation:support_question", kwargs={"token": token})
