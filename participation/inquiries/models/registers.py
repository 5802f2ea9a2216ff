"""The register: observations added one after the other, chained, and never taken back."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from ... import receipts
from ..enums import MaskingGround, ObservationChannel, RegisterState
from .inquiries import Inquiry
from .stored import HashedFile

TEXT_LENGTH = 20_000


class Register(models.Model):
    """Facts of the life of a procedure, apart from its revisions; the lock of its chain.

    Written by actions only, under the row's lock. No old draft may bring older facts back.
    """

    inquiry = models.OneToOneField(
        Inquiry, on_delete=models.PROTECT, primary_key=True, related_name="register"
    )
    announced_at = models.DateTimeField(_("announced on"), null=True)
    announced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # The digest of the dossier as it was announced.
    dossier_sha256 = models.CharField(max_length=64, blank=True)
    last_number = models.PositiveIntegerField(default=0)
    # The fingerprint of the last line of the chain; empty before the first.
    head = models.CharField(max_length=64, blank=True)
    masking_head = models.CharField(max_length=64, blank=True)
    # When the law no longer asks that it stays on the site, and the city said so.
    released_at = models.DateTimeField(_("released on"), null=True)

    class Meta:
        verbose_name = _("register")
        verbose_name_plural = _("registers")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(last_number=0) | Q(announced_at__isnull=False),
                name="register_receives_once_announced",
            ),
            models.CheckConstraint(
                condition=Q(released_at=None) | Q(announced_at__isnull=False),
                name="register_is_released_once_announced",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inquiry_id}: {self.last_number}"

    def state(self, at: datetime) -> RegisterState:
        """Where it stands: its opening is included, its closing excluded."""
        if self.announced_at is None or not self.inquiry.live:
            return RegisterState.DRAFT
        if at < self.inquiry.opens_at:
            return RegisterState.ANNOUNCED
        return RegisterState.OPEN if at < self.inquiry.closes_at else RegisterState.CLOSED


class ObservationQuerySet(models.QuerySet["Observation"]):
    """Observations with what was decided about them."""

    def with_masking(self) -> "ObservationQuerySet":
        """Each with `is_masked` and `masked_passages`, by the last event about its text."""
        last = Masking.objects.filter(observation=OuterRef("pk"), file=None).order_by("-pk")
        hides = Subquery(last.values("hides")[:1])
        return self.annotate(
            is_masked=Coalesce(hides, False, output_field=models.BooleanField()),
            masked_passages=Subquery(last.values("passages")[:1]),
        )

    def masked(self, *, hides: bool = True) -> "ObservationQuerySet":
        """Those of which words are hidden, or those of which none are."""
        found: Any = self.with_masking()
        kept: ObservationQuerySet = found.filter(is_masked=hides)
        return kept

    def by_receipt(self, typed: str) -> "Observation | None":
        """The one whose receipt somebody typed, in whatever form, or None."""
        number = receipts.normalise(typed)
        return self.filter(receipt=number).first() if number else None


class Observation(models.Model):
    """One observation, as given. The database refuses to change or delete it.

    Who wrote (`name`, `email`) may be forgotten, each on its own: it becomes null together with
    its salt, and the chain holds all the same, for it links commitments (docs/decisions/0028).
    """

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="observations")
    number = models.PositiveIntegerField(_("number"))
    receipt = models.CharField(_("receipt"), max_length=receipts.LENGTH, unique=True)
    form_token = models.CharField(max_length=64, null=True, editable=False)  # noqa: DJ001
    channel = models.CharField(_("received"), max_length=6, choices=ObservationChannel.choices)
    # When it reached whoever received it: what decides whether it came in time.
    received_at = models.DateTimeField(_("received on"))
    # When it was written in this register: the same moment on the site, later from paper.
    recorded_at = models.DateTimeField(_("registered on"))
    text = models.TextField(_("observation"), max_length=TEXT_LENGTH, blank=True)
    # The words of the text, folded, by which readers search.
    folded = models.TextField(blank=True, editable=False)
    # Null: not given, or forgotten since; the commitment tells which.
    name = models.CharField(_("name"), max_length=120, null=True)  # noqa: DJ001
    email = models.EmailField(_("e-mail address"), null=True)  # noqa: DJ001
    name_salt = models.CharField(max_length=64, null=True, editable=False)  # noqa: DJ001
    email_salt = models.CharField(max_length=64, null=True, editable=False)  # noqa: DJ001
    name_digest = models.CharField(max_length=64, blank=True, editable=False)
    email_digest = models.CharField(max_length=64, blank=True, editable=False)
    # Where it stands on paper: “register of the town hall, page 3”.
    source = models.CharField(_("where it stands on paper"), max_length=120, blank=True)
    # The fingerprint of the message it came by: the same one never enters twice.
    message_digest = models.CharField(max_length=64, null=True, editable=False)  # noqa: DJ001
    files_digest = models.CharField(max_length=64, blank=True, editable=False)
    previous = models.CharField(max_length=64, blank=True, editable=False)
    fingerprint = models.CharField(_("fingerprint"), max_length=64, editable=False)
    keyed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    is_example = models.BooleanField(default=False, editable=False)

    # What `with_masking` adds.
    is_masked: bool
    masked_passages: "list[list[int]] | None"

    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering = ["number"]
        # Nobody has a right on it in the admin: no role can be given one.
        default_permissions = ()
        indexes = [
            models.Index(fields=["inquiry", "received_at", "id"], name="observation_in_time"),
            models.Index(fields=["inquiry", "channel", "number"], name="observation_by_channel"),
            models.Index(
                fields=["email"], condition=Q(email__isnull=False), name="observation_of_address"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry", "number"], name="observation_number_unique_in_inquiry"
            ),
            models.UniqueConstraint(
                fields=["inquiry", "previous"],
                name="observation_follows_one_line",
            ),
            models.UniqueConstraint(
                fields=["form_token"],
                name="observation_form_sent_once",
                violation_error_message=_("This form was already sent."),
            ),
            models.UniqueConstraint(
                fields=["inquiry", "message_digest"],
                name="observation_message_received_once",
                violation_error_message=_("This message is already in the register."),
            ),
            models.CheckConstraint(
                condition=Q(channel__in=ObservationChannel.values),
                name="observation_channel_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(text="") | ~Q(files_digest=""),
                name="observation_says_something",
                violation_error_message=_("Write your observation, or attach a file."),
            ),
            models.CheckConstraint(
                condition=Q(name=None, name_salt=None)
                | Q(name__isnull=False, name_salt__isnull=False),
                name="observation_name_goes_with_its_salt",
            ),
            models.CheckConstraint(
                condition=Q(email=None, email_salt=None)
                | Q(email__isnull=False, email_salt__isnull=False),
                name="observation_address_goes_with_its_salt",
            ),
        ]

    def __str__(self) -> str:
        return self.receipt_display

    @property
    def receipt_display(self) -> str:
        """The number as it is printed."""
        return receipts.display(self.receipt)

    @property
    def url(self) -> str:
        """Its public page."""
        return self.inquiry.page("observation", number=self.number)

    @property
    def receipt_url(self) -> str:
        """The page of its receipt, for whoever holds the number."""
        return self.inquiry.page("receipt", receipt=self.receipt_display)

    @property
    def is_late_entry(self) -> bool:
        """Whether it was registered after it was received: keyed in or fetched."""
        return self.recorded_at > self.received_at


class ObservationFile(HashedFile):
    """A file that came with an observation; part of what the chain fingerprints."""

    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="files")
    description = models.CharField(_("description"), max_length=250, blank=True)
    rank = models.PositiveSmallIntegerField(default=0)

    # Written by who reads its events.
    is_masked: bool

    class Meta:
        verbose_name = _("attached file")
        verbose_name_plural = _("attached files")
        ordering = ["rank", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["observation", "rank"], name="observation_file_has_its_own_place"
            ),
            models.CheckConstraint(
                condition=~Q(file="") & ~Q(sha256=""), name="observation_file_is_hashed"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def url(self) -> str:
        """Its address beside the observation."""
        return self.observation.inquiry.page(
            "file", number=self.observation.number, pk=self.pk, filename=self.file_name
        )


class Masking(models.Model):
    """An event: the commissioner hid words or a file that the law forbids, or showed them again.

    The observation stays as given; whoever leads the procedure reads it whole.
    """

    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="maskings")
    file = models.ForeignKey(
        ObservationFile,
        null=True,
        on_delete=models.PROTECT,
        related_name="maskings",
        help_text=_("Empty: the text of the observation."),
    )
    hides = models.BooleanField(_("hidden"), default=True)
    ground = models.CharField(_("ground"), max_length=8, choices=MaskingGround.choices)
    reason = models.CharField(_("why"), max_length=500)
    # Where the hidden words stand in the text, [[start, end], …]; empty: all of them.
    passages = models.JSONField(default=list, blank=True)
    decided_at = models.DateTimeField(_("decided on"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    previous = models.CharField(max_length=64, blank=True, editable=False)
    fingerprint = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("words hidden from the public")
        verbose_name_plural = _("words hidden from the public")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="masking_says_why"),
            models.CheckConstraint(
                condition=Q(ground__in=MaskingGround.values), name="masking_ground_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.observation_id}: {self.get_ground_display()}"

    def facts(self) -> dict[str, Any]:
        """What its fingerprint is made of, apart from the one before."""
        return {
            "observation": self.observation.fingerprint,
            "file": self.file.sha256 if self.file else "",
            "hides": self.hides,
            "ground": str(self.ground),
            "reason": self.reason,
            "passages": self.passages,
            "at": self.decided_at,
        }
