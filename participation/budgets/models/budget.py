"""The participatory budget, its rules as they are prepared, its districts."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from ...enums import Level
from ...models import Activity
from ...rules import FROZEN_TERMS, is_frozen
from ..enums import (
    CITY_ENVELOPE,
    BallotKind,
    BudgetReason,
    Completion,
    CountingRule,
    EnvelopeMode,
    TieBreak,
    Utility,
)
from ..setting_rules import AMENDABLE_TERMS, CHANNEL_TERMS, setting_faults

# What regle.json says of a vote, its dates and districts apart; it freezes with the first ballot.
VOTING_TERMS = (
    "title",
    "slug",
    "opens_at",
    "envelope_mode",
    "envelope",
    "ballot_kind",
    "min_choices",
    "max_choices",
    "points",
    "points_each",
    "rank_points",
    "grades",
    "counting_rule",
    "utility",
    "completion",
    "step",
    "tie_break",
    "lot_seed",
    "age_from",
    "for_residents",
    "for_workers",
    "for_students",
    "asks_identity",
    *CHANNEL_TERMS,
    "paper_places",
    "call",
)


class ParticipatoryBudget(Activity):
    """A vote on projects within an envelope: it opens and closes as the activity does.

    Its rule fields are what officers prepare. What holds is the latest `RuleVersion`, published
    and frozen before the vote opens: pages and counts read nothing else.
    """

    mechanism_slug: ClassVar[str] = "budgets"
    frozen_terms: ClassVar[tuple[str, ...]] = (*FROZEN_TERMS, *VOTING_TERMS)
    amendable_terms: ClassVar[tuple[str, ...]] = AMENDABLE_TERMS

    envelope_mode = models.CharField(
        _("envelopes"), max_length=10, choices=EnvelopeMode.choices, default=EnvelopeMode.CITY
    )
    # Whole euros, here and everywhere in this app.
    envelope = models.PositiveBigIntegerField(
        _("envelope (€)"),
        default=0,
        help_text=_("For the whole city; leave zero when each district has its own."),
    )
    ballot_kind = models.CharField(
        _("ballot"), max_length=8, choices=BallotKind.choices, default=BallotKind.APPROVAL
    )
    min_choices = models.PositiveSmallIntegerField(
        _("choices at least"), default=1, validators=[MinValueValidator(1)]
    )
    max_choices = models.PositiveSmallIntegerField(
        _("choices at most"), default=5, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    points = models.PositiveSmallIntegerField(
        _("points to share"), null=True, blank=True, validators=[MaxValueValidator(1000)]
    )
    points_each = models.PositiveSmallIntegerField(
        _("points for one project, at most"), null=True, blank=True
    )
    rank_points = models.CharField(
        _("points by rank"),
        max_length=60,
        blank=True,
        help_text=_("From the first to the last, for example: 5, 3, 1."),
    )
    grades = models.TextField(
        _("grades"), max_length=200, blank=True, help_text=_("One a line, the best first.")
    )
    counting_rule = models.CharField(
        _("how ballots are counted"),
        max_length=17,
        choices=CountingRule.choices,
        default=CountingRule.GREEDY,
    )
    utility = models.CharField(
        _("worth of a chosen project"),
        max_length=11,
        choices=Utility.choices,
        default=Utility.COST,
    )
    completion = models.CharField(
        _("money left"), max_length=6, choices=Completion.choices, default=Completion.ADD1U
    )
    step = models.PositiveIntegerField(
        _("step of the shares (€)"), default=1, validators=[MinValueValidator(1)]
    )
    tie_break = models.CharField(
        _("ties"), max_length=20, choices=TieBreak.choices, default=TieBreak.COST_VOTES_ID
    )
    lot_seed = models.CharField(
        _("seed of the lot"),
        max_length=120,
        blank=True,
        help_text=_("Drawn in public before the vote; published with the rules."),
    )
    age_from = models.PositiveSmallIntegerField(
        _("age from"), default=16, validators=[MaxValueValidator(99)]
    )
    for_residents = models.BooleanField(_("whoever lives here"), default=True)
    for_workers = models.BooleanField(_("whoever works here"), default=True)
    for_students = models.BooleanField(_("whoever studies here"), default=True)
    asks_identity = models.BooleanField(
        _("ask for name and date of birth"),
        default=True,
        help_text=_(
            "Kept only as a fingerprint that nobody can read: it lets the portal see that "
            "somebody votes twice, online and on paper."
        ),
    )
    by_account = models.BooleanField(_("vote with an account"), default=True)
    by_mail = models.BooleanField(_("vote with a code sent by e-mail"), default=True)
    by_phone = models.BooleanField(_("vote with a code sent by text message"), default=False)
    by_code = models.BooleanField(_("vote with a code printed on a letter"), default=False)
    on_paper = models.BooleanField(_("vote on paper"), default=False)
    paper_places = models.TextField(_("where to vote on paper"), max_length=1200, blank=True)
    # The call where the projects come from; its own activity, with its own dates and forms.
    call = models.ForeignKey(
        "participation.Activity",
        verbose_name=_("call for ideas"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="budgets_fed",
    )
    call.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    decision_due_on = models.DateField(_("council decision due by"), null=True, blank=True)
    building_months = models.PositiveSmallIntegerField(
        _("months to carry out elected projects"), default=24
    )

    search_fields = Activity.search_fields

    class Meta:
        verbose_name = _("participatory budget")
        verbose_name_plural = _("participatory budgets")
        constraints = [
            models.CheckConstraint(
                condition=Q(max_choices__gte=models.F("min_choices")),
                name="budget_choices_are_in_order",
                violation_error_message=_("The most must not be less than the least."),
            ),
        ]
        permissions = [
            ("conduct_budget", "Can publish rules, open, close and count a participatory budget"),
            ("study_projects", "Can decide on admissibility and feasibility of projects"),
            ("hold_booth", "Can hold the roll and the box at a voting place"),
            ("key_in_ballots", "Can key in paper ballots and sign off batches"),
            ("make_voting_codes", "Can make and cancel voting codes"),
        ]

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [("", _("Page of the budget"))]

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "budgets/budget.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        at = timezone.now()
        return {
            **context,
            "activity": self,
            "budget": self,
            "at": at,
            "state": self.state(at),
            "preview": True,
            "phases": [],
            "amendments": [],
            "funnel": {"total": 0},
            "results_url": "",
            "is_filtered": False,
        }

    def save(self, *args: Any, **kwargs: Any) -> None:
        # The vote decides: a participatory budget is at the sixth level, or is no such thing.
        self.level = Level.CO_DECISION
        super().save(*args, **kwargs)

    def clean(self) -> None:
        self.level = Level.CO_DECISION
        super().clean()
        if faults := setting_faults(self):
            raise ValidationError(faults)

    def keep_frozen_parts(self, now: Activity) -> None:
        self.districts.set(District.objects.filter(budget_id=now.pk))

    @property
    def total_envelope(self) -> int:
        """What is shared in all, in euros."""
        if not self.has_districts:
            return self.envelope
        return sum(district.envelope for district in self.districts.all())

    @property
    def is_counted(self) -> bool:
        """Whether the box was opened and its ballots counted."""
        box = getattr(self, "box", None)
        return box is not None and box.counted_at is not None

    @property
    def has_districts(self) -> bool:
        """Whether each district has an envelope of its own."""
        return self.envelope_mode == EnvelopeMode.DISTRICTS


class District(Orderable):
    """A part of the city in a budget: with an envelope of its own, or one project at least."""

    budget = ParentalKey(ParticipatoryBudget, on_delete=models.CASCADE, related_name="districts")
    code = models.SlugField(_("short name"), max_length=40)
    name = models.CharField(_("name"), max_length=120)
    envelope = models.PositiveBigIntegerField(_("envelope (€)"), default=0)

    class Meta(Orderable.Meta):
        verbose_name = _("district")
        verbose_name_plural = _("districts")
        constraints = [
            models.UniqueConstraint(
                fields=["budget", "code"],
                name="district_code_unique_in_budget",
                violation_error_message=_("Another district has this short name."),
            ),
            models.CheckConstraint(
                condition=~Q(code=CITY_ENVELOPE),
                name="district_is_not_the_city",
                violation_error_message=_("This short name means the whole city."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.budget_id and is_frozen(self.budget) and self._differs():
            raise ValidationError(BudgetReason.RULES_FROZEN.label)

    def _differs(self) -> bool:
        before = District.objects.filter(pk=self.pk).first() if self.pk else None
        return before is None or any(
            getattr(before, name) != getattr(self, name) for name in ("code", "name", "envelope")
        )
