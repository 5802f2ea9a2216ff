"""One meeting: when, where, for how many; what was said and decided there."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from portal.accounts.rules import readable_audiences

from ..enums import Access
from .workshops import Workshop

if TYPE_CHECKING:
    from portal.accounts.rules import Reader


def _access(label: Any) -> "models.CharField[str, str]":
    return models.CharField(
        label, max_length=10, choices=Access.choices, blank=True, default=Access.UNKNOWN
    )


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Meetings chosen by who asks and when."""

    def visible_to(self, user: "Reader") -> "MeetingQuerySet":
        """Published, within a published activity meant for this reader."""
        return self.filter(
            is_public=True,
            workshop__live=True,
            workshop__visibility__in=readable_audiences(user),
        )

    def coming(self, at: datetime) -> "MeetingQuerySet":
        """Not over: a meeting stays to come while it is held."""
        return self.filter(ends_at__gt=at)

    def past(self, at: datetime) -> "MeetingQuerySet":
        """Over."""
        return self.filter(ends_at__lte=at)


class Meeting(ClusterableModel):
    """A meeting of a workshop. `seats_taken` is written by actions only, under the row's lock."""

    workshop = models.ForeignKey(
        Workshop, verbose_name=_("workshop"), on_delete=models.PROTECT, related_name="meetings"
    )
    number = models.PositiveIntegerField(_("number"), editable=False)
    title = models.CharField(_("title"), max_length=150)
    starts_at = models.DateTimeField(_("begins at"))
    ends_at = models.DateTimeField(_("ends at"))
    agenda = models.TextField(
        _("agenda"), max_length=4000, blank=True, help_text=_("One item a line.")
    )
    department = models.ForeignKey(
        "engagements.Department",
        verbose_name=_("department visited or in charge"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    place = models.CharField(_("place"), max_length=150, blank=True)
    address = models.CharField(_("postal address"), max_length=200, blank=True)
    transport = models.CharField(
        _("how to get there"),
        max_length=250,
        blank=True,
        help_text=_("Lines and stops, bicycle racks, parking for disabled people."),
    )
    wheelchair = _access(_("step-free access"))
    hearing_loop = _access(_("hearing loop"))
    sign_language = _access(_("sign language interpreter"))
    childcare = _access(_("childcare during the meeting"))
    access_note = models.CharField(_("more about access"), max_length=300, blank=True)
    online_url = models.URLField(
        _("address of the online meeting"),
        max_length=400,
        blank=True,
        validators=[URLValidator(schemes=["https"])],
        help_text=_("Shown to those who are registered, to nobody else."),
    )
    takes_registrations = models.BooleanField(_("people register"), default=True)
    capacity = models.PositiveIntegerField(
        _("seats"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(20_000)],
        help_text=_("Empty: as many as come."),
    )
    seats_taken = models.PositiveIntegerField(_("seats taken"), default=0, editable=False)
    has_waiting_list = models.BooleanField(_("waiting list when it is full"), default=True)
    registration_closes_at = models.DateTimeField(
        _("registrations close at"),
        null=True,
        blank=True,
        help_text=_("Empty: when the meeting begins."),
    )
    is_public = models.BooleanField(
        _("published"), default=True, help_text=_("Untick while it is being prepared.")
    )
    is_cancelled = models.BooleanField(
        pgettext_lazy("meeting", "cancelled"), default=False, editable=False
    )
    cancel_reason = models.CharField(_("why it is cancelled"), max_length=250, blank=True)
    attendance = models.PositiveIntegerField(
        _("people present"),
        null=True,
        blank=True,
        help_text=_("A number, never names."),
    )
    minutes = models.TextField(_("minutes"), max_length=20_000, blank=True)
    minutes_document = models.ForeignKey(
        settings.WAGTAILDOCS_DOCUMENT_MODEL,
        verbose_name=_("minutes as a document"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    is_example = models.BooleanField(_("example"), default=False, editable=False)
    import_key = models.CharField(max_length=80, blank=True, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["workshop", "starts_at", "id"], name="meeting_listing")]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "number"], name="meeting_number_unique_in_workshop"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="meeting_ends_after_it_begins",
                violation_error_message=_("The end must come after the beginning."),
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(seats_taken__lte=F("capacity")),
                name="meeting_is_never_overbooked",
                violation_error_message=_(
                    "More seats are taken already: the capacity cannot go below them."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.url

    def page(self, name: str, **kwargs: Any) -> str:
        """The address of one of its pages."""
        mechanism = self.workshop.mechanism
        if mechanism is None:
            return self.workshop.url
        return mechanism.url(self.workshop, name, number=self.number, **kwargs)

    @property
    def url(self) -> str:
        """Its public address."""
        return self.page("meeting")

    @property
    def seats_left(self) -> int | None:
        """How many seats are free; None when there is no limit."""
        if self.capacity is None:
            return None
        return max(self.capacity - self.seats_taken, 0)

    @property
    def agenda_items(self) -> list[str]:
        """The agenda, line by line."""
        return [line.strip() for line in self.agenda.splitlines() if line.strip()]

    @property
    def access_facts(self) -> list[tuple[str, str]]:
        """What the place offers, in words: each fact is said, known or not."""
        names = ("wheelchair", "hearing_loop", "sign_language", "childcare")
        return [
            (
                str(self._meta.get_field(name).verbose_name),  # type: ignore[union-attr]
                str(Access(getattr(self, name)).label),
            )
            for name in names
        ]

    @property
    def where(self) -> str:
        """The place and its address on one line."""
        return ", ".join(part for part in (self.place, self.address) if part)

    @property
    def is_within_a_day(self) -> bool:
        """Whether it ends on the day on which it begins, on the city's clock."""
        return timezone.localdate(self.starts_at) == timezone.localdate(self.ends_at)

    def is_over(self, at: datetime) -> bool:
        """Whether it has ended."""
        return at >= self.ends_at

    @property
    def has_minutes(self) -> bool:
        """Whether somebody said what happened."""
        return bool(self.minutes or self.minutes_document_id)


class MeetingOutcome(Orderable):
    """A decision or a conclusion of a meeting, and what it fed."""

    meeting = ParentalKey(Meeting, on_delete=models.CASCADE, related_name="outcomes")
    text = models.CharField(_("decision or conclusion"), max_length=400)
    commitment = models.ForeignKey(
        "engagements.Commitment",
        verbose_name=_("commitment it feeds"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="meeting_outcomes",
    )
    contribution = models.ForeignKey(
        "participation.Contribution",
        verbose_name=_("idea or contribution it is about"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    activity = models.ForeignKey(
        "participation.Activity",
        verbose_name=_("activity it feeds"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta(Orderable.Meta):
        verbose_name = _("decision of a meeting")
        verbose_name_plural = _("decisions of a meeting")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="meeting_outcome_says_something")
        ]

    def __str__(self) -> str:
        return self.text
