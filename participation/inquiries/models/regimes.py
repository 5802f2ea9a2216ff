"""The rules of a kind of procedure, as data: the city's legal service answers for them."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable
from wagtail.search import index

from ..enums import PieceCondition, PieceKind, PosterColour, PosterFormat


def _days(label: Any, help_text: Any = "", *, default: int | None = None, most: int = 1_100) -> Any:
    """A number of days; empty where the regime knows no such step."""
    return models.PositiveSmallIntegerField(
        label,
        null=True,
        blank=True,
        default=default,
        validators=[MinValueValidator(1), MaxValueValidator(most)],
        help_text=help_text,
    )


class Regime(index.Indexed, ClusterableModel):
    """A kind of regulated procedure: its texts, and every delay they set."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120, unique=True)
    legal_references = models.TextField(
        _("legal references"),
        max_length=1_500,
        help_text=_("One text a line, with its articles. Shown on the page of each procedure."),
    )
    summary = models.TextField(
        _("in plain words"),
        max_length=1_000,
        blank=True,
        help_text=_("What this procedure is, for a resident who has never met one."),
    )
    confirmed_on = models.DateField(
        _("read by the legal service on"),
        null=True,
        blank=True,
        help_text=_("Empty: these delays still have to be compared with the texts in force."),
    )
    needs_order = models.BooleanField(
        _("an order opens it"),
        default=True,
        help_text=_("Its number, date and document are then demanded before the announcement."),
    )
    needs_commissioner = models.BooleanField(_("a commissioner leads it"), default=True)
    needs_permanence = models.BooleanField(
        _("the commissioner holds permanences"),
        default=True,
        help_text=_("One at least is then demanded before the announcement."),
    )
    opening_meeting_days = _days(
        _("public meeting of opening, within so many days"),
        _("Counted from the opening. Empty: no such meeting is demanded."),
    )
    closing_meeting_days = _days(
        _("public meeting of closing, within the last days"),
        _("Counted back from the closing. Empty: no such meeting is demanded."),
    )
    replies_while_open = models.BooleanField(
        _("the applicant replies while the register is open"),
        default=True,
        help_text=_("Otherwise replies are given after the closing."),
    )
    has_register = models.BooleanField(
        _("a register receives observations"),
        default=True,
    )
    notice_days = _days(
        _("days of notice"), _("The notice is published so many days before the opening at least.")
    )
    reminder_days = _days(
        _("days to recall the notice"),
        _("In the newspapers, within so many days after the opening."),
    )
    newspapers = models.PositiveSmallIntegerField(
        _("newspapers"), default=0, validators=[MaxValueValidator(9)]
    )
    needs_posters = models.BooleanField(_("posters on the spot"), default=False)
    poster_heading = models.CharField(
        _("title of the notice"),
        max_length=160,
        blank=True,
        help_text=_("In the words of the text. Empty: “Avis”, then the name of the regime."),
    )
    poster_format = models.CharField(
        _("format of the posters"),
        max_length=2,
        choices=PosterFormat.choices,
        default=PosterFormat.A2,
    )
    poster_colour = models.CharField(
        _("background of the posters"),
        max_length=6,
        choices=PosterColour.choices,
        default=PosterColour.YELLOW,
    )
    poster_title_mm = models.PositiveSmallIntegerField(
        _("height of the letters of the title, in millimetres"),
        default=20,
        validators=[MinValueValidator(5), MaxValueValidator(60)],
        help_text=_("On a poster of this format: capital letters are at least that high."),
    )
    poster_reference = models.CharField(_("text that sets the posters"), max_length=200, blank=True)
    publishes_proofs = models.BooleanField(
        _("proofs of the notice are public"),
        default=False,
        help_text=_(
            "The pages of newspapers and photographs of posters are then on the page of the notice."
        ),
    )
    minimum_days = _days(_("shortest duration, in days"))
    reduced_minimum_days = _days(
        _("shortest duration without environmental assessment"),
        _("Empty: the same duration."),
    )
    maximum_days = _days(_("longest duration, in days"))
    extension_days = _days(
        _("longest extension, in days"),
        _("Empty: this procedure knows no extension."),
    )
    minutes_days = _days(_("days for the summary of the observations, after the closing"))
    reply_days = _days(_("days for the reply of the applicant, after the summary"))
    report_days = _days(_("days for the report and the conclusions, after the closing"))
    synthesis_days = _days(_("days for the summary by the authority, after the closing"))
    balance_days = _days(_("days for the report of the concertation, after the closing"))
    measures_days = _days(_("days to announce measures, after the report of the concertation"))
    decision_wait_days = _days(
        _("days before which nothing is decided, after the closing"),
    )
    publication_days = models.PositiveSmallIntegerField(
        _("days on the site"),
        default=365,
        validators=[MinValueValidator(1), MaxValueValidator(3_700)],
        help_text=_(
            "Counted from the publication of the report or summary; it cannot be withdrawn before."
        ),
    )

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
    ]

    class Meta:
        verbose_name = _("regime")
        verbose_name_plural = _("regimes")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minimum_days=None)
                | Q(maximum_days=None)
                | Q(maximum_days__gte=F("minimum_days")),
                name="regime_durations_are_in_order",
                violation_error_message=_("The longest duration cannot be below the shortest one."),
            ),
            models.CheckConstraint(
                condition=Q(reduced_minimum_days=None)
                | Q(reduced_minimum_days__lte=F("minimum_days")),
                name="regime_reduced_duration_is_shorter",
                violation_error_message=_("The reduced duration cannot exceed the shortest one."),
            ),
            models.CheckConstraint(
                condition=Q(poster_format__in=PosterFormat.values),
                name="regime_poster_format_is_known",
            ),
            models.CheckConstraint(
                condition=Q(poster_colour__in=PosterColour.values),
                name="regime_poster_colour_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def references(self) -> list[str]:
        """The texts, line by line."""
        return [line.strip() for line in self.legal_references.splitlines() if line.strip()]

    @property
    def heading(self) -> str:
        """The title of its notices: that of the text, else its own name."""
        return self.poster_heading or gettext("Notice: %(name)s") % {"name": self.name}

    def duration_floor(self, *, has_assessment: bool) -> int | None:
        """The least number of days during which the register stays open."""
        if has_assessment or self.reduced_minimum_days is None:
            return self.minimum_days
        return self.reduced_minimum_days

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        super().clean_fields(exclude=exclude)
        if self.pk and self.is_in_use and self._changed_rules():
            raise ValidationError(
                {
                    name: _(
                        "A procedure under way follows this rule: copy this regime for the next "
                        "ones."
                    )
                    for name in self._changed_rules()
                }
            )

    @property
    def is_in_use(self) -> bool:
        """Whether an announced procedure, still to be kept on the site, follows it."""
        kept = Q(register__announced_at__isnull=False, register__released_at=None)
        return bool(self.pk) and self.inquiries.filter(kept).exists()

    def _changed_rules(self) -> list[str]:
        before = type(self)._default_manager.get(pk=self.pk)
        return [name for name in RULES if getattr(before, name) != getattr(self, name)]


# What a procedure under way relies on; names and texts may still be corrected.
RULES = tuple(
    field.name
    for field in Regime._meta.local_fields
    if isinstance(field, models.BooleanField | models.PositiveSmallIntegerField)
)


class RegimePiece(Orderable):
    """A piece that the dossier must hold, or say why there is none."""

    regime = ParentalKey(Regime, on_delete=models.CASCADE, related_name="pieces")
    kind = models.CharField(_("kind"), max_length=16, choices=PieceKind.choices)
    label = models.CharField(
        _("what is demanded"), max_length=200, help_text=_("In the words of the text.")
    )
    alternative = models.PositiveSmallIntegerField(
        _("alternative"),
        null=True,
        blank=True,
        help_text=_("Pieces with the same number replace one another: one of them is enough."),
    )
    condition = models.CharField(
        _("demanded"),
        max_length=8,
        choices=PieceCondition.choices,
        default=PieceCondition.ALWAYS,
    )
    may_be_absent = models.BooleanField(
        _("may not apply"),
        default=True,
        help_text=_("The dossier may then say why there is none, instead of holding it."),
    )
    reference = models.CharField(_("article"), max_length=80, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("piece demanded")
        verbose_name_plural = _("pieces demanded")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=PieceKind.values), name="regime_piece_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(condition__in=PieceCondition.values),
                name="regime_piece_condition_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.label
