"""Who comes to a meeting: as little as possible, erased soon after."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from ... import receipts
from ..enums import HOLDING, RegistrationState
from ..rules import NEEDS_MAXIMUM, SEATS_MAXIMUM
from .meetings import Meeting


class RegistrationQuerySet(models.QuerySet["Registration"]):
    """Registrations by where they stand."""

    def holding(self) -> "RegistrationQuerySet":
        """Those that hold seats."""
        return self.filter(state__in=HOLDING)

    def waiting(self) -> "RegistrationQuerySet":
        """The waiting list, in order of arrival."""
        return self.filter(state=RegistrationState.WAITING).order_by("registered_at", "pk")

    def seats(self) -> int:
        """How many seats these ask for."""
        total: int | None = self.aggregate(total=Sum("seats"))["total"]
        return total or 0


class Registration(models.Model):
    """Some seats for somebody, who may give no name; a number leads back to it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="registrations")
    receipt = models.CharField(_("receipt"), max_length=receipts.LENGTH, unique=True)
    form_token = models.CharField(max_length=64, null=True, editable=False)  # noqa: DJ001
    state = models.CharField(_("state"), max_length=9, choices=RegistrationState.choices)
    seats = models.PositiveSmallIntegerField(
        _("seats"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(SEATS_MAXIMUM)],
    )
    name = models.CharField(_("name or pseudonym"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    needs = models.CharField(_("needs for access"), max_length=NEEDS_MAXIMUM, blank=True)
    registered_at = models.DateTimeField(_("registered on"))
    promoted_at = models.DateTimeField(_("promoted on"), null=True, blank=True)
    confirm_by = models.DateTimeField(_("to confirm by"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded on"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended on"), null=True, blank=True)
    is_example = models.BooleanField(_("example"), default=False, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["registered_at", "pk"]
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["meeting", "state", "registered_at", "id"], name="registration_in_line"
            ),
            models.Index(
                fields=["confirm_by"],
                condition=Q(state=RegistrationState.OFFERED),
                name="registration_offer_ends",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["form_token"],
                name="registration_form_sent_once",
                violation_error_message=_("This form was already sent."),
            ),
            models.CheckConstraint(
                condition=Q(seats__gte=1, seats__lte=SEATS_MAXIMUM),
                name="registration_has_one_to_five_seats",
                violation_error_message=_("Between one and five seats."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=RegistrationState.values),
                name="registration_state_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(state=RegistrationState.OFFERED) | Q(confirm_by__isnull=False),
                name="registration_offer_has_its_deadline",
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
        """Its page, for whoever holds the number."""
        mechanism: Any = self.meeting.workshop.mechanism
        address: str = mechanism.url(
            self.meeting.workshop, "registration", receipt=self.receipt_display
        )
        return address
