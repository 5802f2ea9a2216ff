"""The procedure: what the order says of it, where and when one may see, ask and write."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from portal.decisions import require

from ...enums import Level, ModerationMode
from ...models import Activity
from ..enums import SessionKind
from ..rules import may_withdraw
from .regimes import Regime


class Inquiry(Activity):
    """A regulated procedure. What the clock and the register do to it stands in Register."""

    mechanism_slug: ClassVar[str] = "inquiries"
    # An announced order binds: what changes afterwards is an extension or an addition.
    amendable_terms: ClassVar[tuple[str, ...]] = ()
    frozen_terms: ClassVar[tuple[str, ...]] = (
        *Activity.frozen_terms,
        "title",
        "slug",
        "opens_at",
        "regime",
        "has_assessment",
        "decisions",
        "authority",
        "applicant",
        "order_number",
        "order_date",
        "order_document",
    )

    regime = models.ForeignKey(
        Regime, verbose_name=_("regime"), on_delete=models.PROTECT, related_name="inquiries"
    )
    has_assessment = models.BooleanField(
        _("with an environmental assessment"),
        default=True,
        help_text=_("It decides the shortest duration and the pieces demanded."),
    )
    decisions = models.TextField(
        _("decisions that may be taken at the end"),
        max_length=800,
        blank=True,
        help_text=_("One a line, with the authority that takes it."),
    )
    authority = models.CharField(
        _("authority that organises the procedure"), max_length=200, blank=True
    )
    applicant = models.CharField(_("who carries the project"), max_length=200, blank=True)
    order_number = models.CharField(_("number of the order"), max_length=60, blank=True)
    order_date = models.DateField(_("date of the order"), null=True, blank=True)
    order_document = models.ForeignKey(
        settings.WAGTAILDOCS_DOCUMENT_MODEL,
        verbose_name=_("the order"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    seat = models.CharField(
        _("seat of the procedure"),
        max_length=250,
        blank=True,
        help_text=_("Where the paper dossier and register lie: name and address."),
    )
    postal_address = models.CharField(_("where to write by post"), max_length=250, blank=True)
    mailbox = models.EmailField(
        _("where to write by e-mail"),
        blank=True,
        help_text=_("An address of this procedure alone: what it receives goes to the register."),
    )
    responsible_name = models.CharField(
        _("who answers questions about the project"), max_length=150, blank=True
    )
    responsible_phone = models.CharField(_("telephone"), max_length=30, blank=True)
    responsible_email = models.EmailField(_("e-mail address"), blank=True)
    help_contact = models.CharField(
        _("help with this site"),
        max_length=250,
        blank=True,
        help_text=_("Telephone or address, and hours, for whoever cannot manage to write."),
    )
    report_place = models.TextField(
        _("where the report may be read afterwards, and how long"), max_length=500, blank=True
    )

    search_fields = Activity.search_fields

    class Meta:
        verbose_name = _("regulated consultation")
        verbose_name_plural = _("regulated consultations")
        permissions = [
            ("run_inquiry", "Can announce a procedure, add to its dossier, publish its report"),
            ("key_in_observation", "Can key in observations received on paper"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        # The law asks for opinions: they are not ranked, not discussed, not read beforehand.
        self.supports_allowed = self.comments_allowed = False
        self.level = Level.CONSULTATION
        self.moderation_mode = ModerationMode.AFTER
        super().save(*args, **kwargs)

    def unpublish(self, *args: Any, **kwargs: Any) -> None:
        """Withdraws the page, unless the law keeps it. Raises Refused(KEPT_ONLINE)."""
        register = getattr(self, "register", None)
        require(may_withdraw(register))
        super().unpublish(*args, **kwargs)

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [("", _("Page of the procedure"))]

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "inquiries/inquiry.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        at = timezone.now()
        page = {"activity": self, "regime": self.regime, "at": at, "state": self.state(at)}
        return {**context, **page, "preview": True}

    def page(self, name: str, **kwargs: Any) -> str:
        """The address of one of its pages."""
        return self.mechanism.url(self, name, **kwargs) if self.mechanism else self.url

    @property
    def decision_lines(self) -> list[str]:
        """The decisions, line by line."""
        return [line.strip() for line in self.decisions.splitlines() if line.strip()]


class InquiryPlace(Orderable):
    """A place where the dossier may be read on paper or on a screen, at given hours."""

    inquiry = ParentalKey(Inquiry, on_delete=models.CASCADE, related_name="places")
    name = models.CharField(_("place"), max_length=150)
    address = models.CharField(_("postal address"), max_length=200)
    hours = models.CharField(_("opening hours"), max_length=300)
    has_paper = models.BooleanField(_("dossier on paper"), default=True)
    has_register = models.BooleanField(_("paper register"), default=True)
    has_terminal = models.BooleanField(_("dossier on a free computer"), default=False)
    access_note = models.CharField(
        _("how to get there, step-free access"), max_length=300, blank=True
    )

    class Meta(Orderable.Meta):
        verbose_name = _("place of the dossier")
        verbose_name_plural = _("places of the dossier")

    def __str__(self) -> str:
        return self.name


class InquirySession(Orderable):
    """A permanence of the commissioner or a public meeting."""

    inquiry = ParentalKey(Inquiry, on_delete=models.CASCADE, related_name="sessions")
    kind = models.CharField(
        _("kind"), max_length=12, choices=SessionKind.choices, default=SessionKind.PERMANENCE
    )
    starts_at = models.DateTimeField(_("begins at"))
    ends_at = models.DateTimeField(_("ends at"))
    place = models.CharField(_("place"), max_length=250)
    note = models.CharField(_("more about it"), max_length=250, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("permanence or meeting")
        verbose_name_plural = _("permanences and meetings")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="inquiry_session_ends_after_it_begins",
                violation_error_message=_("The end must come after the beginning."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.place}"
