"""An amendment or a remark about a paragraph, and what the group decided."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ...models import Contribution
from ..enums import ADOPTING, CHANGES, WITH_TEXT, AmendmentKind, DecisionOutcome
from ..rules import PROPOSED_MAXIMUM
from .versions import Paragraph, TextVersion


class TextAmendment(Contribution):
    """What somebody proposes about a paragraph: another wording, one more, none; or a remark.

    Its title says it in one sentence, its text (the core's) gives the reasons.
    """

    kind = models.CharField(_("what it does"), max_length=7, choices=AmendmentKind.choices)
    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="amendments")
    # The version that its author read.
    version = models.ForeignKey(TextVersion, on_delete=models.PROTECT, related_name="amendments")
    # Number and words of the paragraph as its author read them: an amendment reads alone.
    label = models.CharField(_("paragraph"), max_length=12)
    base = models.TextField(_("paragraph amended"))
    proposed = models.TextField(
        _("text proposed"), blank=True, validators=[MaxLengthValidator(PROPOSED_MAXIMUM)]
    )

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=AmendmentKind.values), name="amendment_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=WITH_TEXT) | Q(proposed=""),
                name="amendment_text_only_where_it_serves",
            ),
        ]

    @property
    def proposes(self) -> bool:
        """Whether it proposes a change, which is decided."""
        return self.kind in CHANGES

    @property
    def old_text(self) -> str:
        """What its difference starts from: an addition starts from nothing."""
        return "" if self.kind == AmendmentKind.ADD else self.base

    @property
    def adopted_text(self) -> str:
        """What was adopted of it, where that is known."""
        decision = getattr(self, "decision", None)
        return decision.text if decision else ""


class Decision(models.Model):
    """What the drafting group decided; the core's answer says it in public, with the reason."""

    amendment = models.OneToOneField(
        TextAmendment, on_delete=models.PROTECT, related_name="decision"
    )
    outcome = models.CharField(_("decision"), max_length=14, choices=DecisionOutcome.choices)
    # Repeated from its amendment, so that the database keeps the order of a place.
    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="decisions")
    # What is done, and with which words: a removal adopted in part is a change.
    effect = models.CharField(max_length=7, choices=AmendmentKind.choices)
    text = models.TextField(_("text adopted"), blank=True)
    rank = models.PositiveSmallIntegerField(_("order"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided on"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    integrated_in = models.ForeignKey(
        TextVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )

    class Meta:
        verbose_name = _("decision on an amendment")
        verbose_name_plural = _("decisions on amendments")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=DecisionOutcome.values), name="decision_is_one_of_three"
            ),
            models.CheckConstraint(
                condition=~Q(outcome=DecisionOutcome.PARTLY) | ~Q(text=""),
                name="partial_adoption_has_its_text",
            ),
            models.CheckConstraint(
                condition=Q(integrated_in__isnull=True) | Q(outcome__in=ADOPTING),
                name="only_what_is_adopted_enters_a_version",
            ),
            models.UniqueConstraint(
                fields=["paragraph", "rank"],
                condition=Q(integrated_in__isnull=True, rank__isnull=False),
                name="order_at_a_place_chosen_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_outcome_display())

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.paragraph_id = self.amendment.paragraph_id
        super().save(*args, **kwargs)

    @property
    def is_adopted(self) -> bool:
        """Whether it changes the text, in whole or in part."""
        return self.outcome in ADOPTING
