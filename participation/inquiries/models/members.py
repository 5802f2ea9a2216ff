"""Who takes part in a procedure and in which capacity; where its notice was published."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..enums import COMMISSIONERS, MemberRole, NoticeMedium
from .inquiries import Inquiry
from .stored import HashedFile


class InquiryMemberQuerySet(models.QuerySet["InquiryMember"]):
    """Members by what they may do."""

    def commissioners(self) -> "InquiryMemberQuerySet":
        """Those who keep the register."""
        return self.filter(role__in=COMMISSIONERS)


class InquiryMember(models.Model):
    """A person named for a procedure; with an account, they enter the room of their role."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="members")
    role = models.CharField(_("capacity"), max_length=12, choices=MemberRole.choices)
    name = models.CharField(_("name as published"), max_length=150)
    quality = models.CharField(
        _("quality"), max_length=200, blank=True, help_text=_("Profession, or who named them.")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="inquiry_memberships",
    )
    named_at = models.DateTimeField(_("named on"), auto_now_add=True)

    objects = InquiryMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("person of the procedure")
        verbose_name_plural = _("persons of the procedure")
        ordering = ["inquiry", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry", "user"],
                condition=Q(user__isnull=False),
                name="inquiry_member_has_one_capacity",
                violation_error_message=_(
                    "This account already has a capacity in this procedure: nobody has two."
                ),
            ),
            models.CheckConstraint(
                condition=Q(role__in=MemberRole.values), name="inquiry_member_role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_role_display()})"

    @property
    def is_commissioner(self) -> bool:
        """Whether this person keeps the register."""
        return self.role in COMMISSIONERS


class NoticePublication(HashedFile):
    """Where and when the notice was published: what the certificate of publication lists.

    Its file is the proof: the page of a newspaper, the photograph of a poster. It is for the
    city's desk and for whoever leads, unless the regime makes proofs public.
    """

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="notices")
    medium = models.CharField(_("where"), max_length=10, choices=NoticeMedium.choices)
    title = models.CharField(
        _("newspaper or places"), max_length=250, help_text=_("Its title, or where posters hang.")
    )
    published_on = models.DateField(_("published on"))
    ended_on = models.DateField(
        _("until"),
        null=True,
        blank=True,
        help_text=_("Of posters: the last day on which they hung."),
    )
    is_reminder = models.BooleanField(_("recalled after the opening"), default=False)
    noted_at = models.DateTimeField(_("noted on"), null=True, editable=False)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("publication of the notice")
        verbose_name_plural = _("publications of the notice")
        ordering = ["published_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(medium__in=NoticeMedium.values), name="notice_medium_is_known"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("published_on")),
                name="notice_ends_after_it_begins",
                violation_error_message=_("The last day cannot come before the first one."),
            ),
            models.CheckConstraint(
                condition=Q(file="") | ~Q(sha256=""), name="notice_proof_is_hashed"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def url(self) -> str:
        """The address of its proof, for everyone where the regime makes proofs public."""
        return self.inquiry.page("proof", pk=self.pk, filename=self.file_name)
