"""The room of a procedure: who was invited into it, what was keyed in there, what was noted."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import new_number

from ..enums import KEYED, ObservationChannel
from ..room_enums import RecordKind
from .inquiries import Inquiry
from .members import InquiryMember
from .registers import TEXT_LENGTH, Observation
from .stored import HashedFile


class MemberInvitationQuerySet(models.QuerySet["MemberInvitation"]):
    """Invitations by where they stand."""

    def standing(self) -> "MemberInvitationQuerySet":
        """Neither withdrawn nor replaced."""
        return self.filter(ended_at__isnull=True)

    def accepted(self) -> "MemberInvitationQuerySet":
        """Those that open the room now."""
        return self.standing().filter(accepted_by__isnull=False)


class MemberInvitation(models.Model):
    """The only key of a room: sent to a named member, taken by one account, withdrawn in public.

    No right, role or group opens a room (docs/decisions/0029).
    """

    member = models.ForeignKey(InquiryMember, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    # Inside the link: a new invitation makes the former link void.
    number = models.CharField(max_length=32, default=new_number, editable=False)
    sent_at = models.DateTimeField(_("sent on"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    accepted_at = models.DateTimeField(_("accepted on"), null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="inquiry_keys",
    )
    ended_at = models.DateTimeField(_("withdrawn on"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    end_reason = models.CharField(_("because"), max_length=300, blank=True)

    objects = MemberInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation into a procedure")
        verbose_name_plural = _("invitations into procedures")
        ordering = ["sent_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(ended_at__isnull=True),
                name="inquiry_member_has_one_standing_invitation",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(end_reason=""),
                name="inquiry_invitation_ends_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.sent_at:%Y-%m-%d}"


class KeyedPage(HashedFile):
    """What one person keyed in from paper, a letter or words; another compares it with the page.

    Compared, it is an observation of the register, and nothing but who did what stays here, with
    the scan, which is never public.
    """

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="keyed_pages")
    channel = models.CharField(
        _("received"),
        max_length=6,
        choices=[(one.value, one.label) for one in KEYED],
        default=ObservationChannel.PAPER,
    )
    received_at = models.DateTimeField(_("received on"))
    source = models.CharField(_("where it stands on paper"), max_length=120)
    text = models.TextField(_("observation"), max_length=TEXT_LENGTH, blank=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    form_token = models.CharField(max_length=64, unique=True, editable=False)
    keyed_at = models.DateTimeField(_("keyed in on"))
    keyed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    verified_at = models.DateTimeField(_("compared on"), null=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # The names of what the second person corrected; never what was keyed in before.
    corrected = models.JSONField(default=list, blank=True)
    observation = models.OneToOneField(
        Observation, null=True, on_delete=models.PROTECT, related_name="keyed_page"
    )

    class Meta:
        verbose_name = _("page keyed in")
        verbose_name_plural = _("pages keyed in")
        ordering = ["keyed_at", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True)
                | Q(keyed_by__isnull=True)
                | ~Q(verified_by=F("keyed_by")),
                name="inquiry_page_compared_by_somebody_else",
                violation_error_message=_("Somebody else must compare what you keyed in."),
            ),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True, observation__isnull=True)
                | Q(verified_at__isnull=False, observation__isnull=False, text="", name=""),
                name="inquiry_page_compared_is_an_observation",
            ),
            models.CheckConstraint(
                condition=Q(channel__in=KEYED), name="inquiry_page_channel_is_keyed"
            ),
        ]

    def __str__(self) -> str:
        return self.source


class RoomRecord(models.Model):
    """What a commissioner does besides reading: a visit, somebody heard; theirs alone."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="records")
    kind = models.CharField(_("what"), max_length=10, choices=RecordKind.choices)
    happened_on = models.DateField(_("on"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    text = models.TextField(_("what was seen or said"), max_length=5_000)
    attendance = models.PositiveIntegerField(_("people present"), null=True, blank=True)
    written_at = models.DateTimeField(_("written on"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("note of the commissioner")
        verbose_name_plural = _("notes of the commissioner")
        ordering = ["-happened_on", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="inquiry_record_says_something"),
            models.CheckConstraint(
                condition=Q(kind__in=RecordKind.values), name="inquiry_record_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.happened_on:%Y-%m-%d}"
