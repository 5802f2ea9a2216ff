"""The list of answers to prepare: filters, words, what is late, boxes to tick."""

from typing import Any, ClassVar

import django_filters
from django.db.models import F
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic

from engagements.models import Department
from portal.accounts.models import User
from portal.cms.folding import fold

from ..clock import answer_due
from ..models import Activity, Contribution, Theme
from ..models.contributions import ContributionQuerySet
from ..queries import answering
from ..wording import VERDICTS

_NONE = "none"


class AnsweringFilters(WagtailFilterSet):
    """By what answers to prepare are chosen."""

    activity = django_filters.ModelChoiceFilter(
        queryset=Activity.objects.order_by("title"), label=_("Activity")
    )
    theme = django_filters.ModelChoiceFilter(
        queryset=Theme.objects.order_by("name"), label=_("Theme")
    )
    verdict = django_filters.ChoiceFilter(
        choices=[(_NONE, _("Without a final answer")), *VERDICTS],
        label=_("Answer"),
        method="by_verdict",
    )
    department = django_filters.ModelChoiceFilter(
        queryset=Department.objects.order_by("name"),
        field_name="assignment__department",
        label=_("Entrusted to"),
    )
    person = django_filters.ModelChoiceFilter(
        queryset=User.objects.filter(answer_assignments__isnull=False).distinct(),
        field_name="assignment__person",
        label=_("Person"),
    )
    progress = django_filters.ChoiceFilter(
        choices=[
            ("overdue", _("Overdue inside the city")),
            ("late", _("Late for the public")),
            ("unassigned", _("Entrusted to nobody")),
        ],
        label=_("Progress"),
        method="by_progress",
    )

    class Meta:
        model = Contribution
        fields: ClassVar[list[str]] = []

    def by_verdict(
        self, found: ContributionQuerySet, name: str, value: str
    ) -> ContributionQuerySet:
        """By the decision; an interim word is not a final answer."""
        if value == _NONE:
            return found.filter(answered_at__isnull=True)
        return found.filter(verdict=value)

    def by_progress(
        self, found: ContributionQuerySet, name: str, value: str
    ) -> ContributionQuerySet:
        """By what is late, or in nobody's hands."""
        waiting = found.filter(answered_at__isnull=True)
        today = timezone.localdate()
        if value == "overdue":
            return waiting.filter(assignment__due_on__lt=today)
        if value == "late":
            return waiting.filter(answering.late_on(today))
        return waiting.filter(assignment__isnull=True)


def matching(asked: QueryDict, found: Any) -> Any:
    """The contributions that a list asked this way shows."""
    kept = AnsweringFilters(asked, queryset=found).qs
    words = asked.get("q", "")
    return kept.filter(stems__all_words=fold(words)) if fold(words) else kept


class TickColumn(Column):
    """A box to tick, which belongs to the form below the table."""

    cell_template_name = "participation/admin/tick_cell.html"


def _state(contribution: Contribution) -> Any:
    """Where the answer stands, in words."""
    if contribution.verdict and not contribution.is_submitted:  # type: ignore[attr-defined]
        return contribution.get_verdict_display()
    if contribution.is_submitted:  # type: ignore[attr-defined]
        return _("Waits for approval")
    return _("Draft") if getattr(contribution, "answer", None) else _("To be prepared")


def _assigned(contribution: Contribution) -> Any:
    assignment = getattr(contribution, "assignment", None)
    if assignment is None:
        return "—"
    return (
        f"{assignment.department}, {assignment.person}"
        if assignment.person
        else (assignment.department)
    )


def _due(contribution: Contribution) -> Any:
    """The day inside the city, else the public one; marked when it has passed."""
    assignment = getattr(contribution, "assignment", None)
    day = assignment.due_on if assignment else None
    day = day or answer_due(contribution, contribution.activity)
    if day is None:
        return "—"
    said = day.strftime("%d/%m/%Y")
    if contribution.answered_at or day >= timezone.localdate():
        return said
    return format_html('{} <strong class="desk__late">{}</strong>', said, _("overdue"))


class AnsweringIndexView(generic.IndexView):
    """The ideas whose answers this person prepares; what waits and is due first comes first."""

    any_permission_required: ClassVar[list[str]] = ["change"]
    page_title = _("Answers to prepare")
    nothing_yet = _(
        "Nothing waits for an answer. What is published stands here until the city has decided."
    )

    def get_base_queryset(self) -> Any:
        return answering.with_progress(answering.to_answer(self.request.user))  # type: ignore[arg-type]

    def order_queryset(self, queryset: Any) -> Any:
        # Where nothing stands comes first or last on both databases alike.
        return queryset.order_by(
            F("answered_at").asc(nulls_first=True),
            F("assignment__due_on").asc(nulls_last=True),
            F("activity__answer_by").asc(nulls_last=True),
            "pk",
        )

    def search_queryset(self, queryset: Any) -> Any:
        words = fold(self.search_query) if self.search_query else ""
        return queryset.filter(stems__all_words=words) if words else queryset

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        context["asked"] = self.request.GET.urlencode()
        context["may_assign"] = answering.answers_everything(self.request.user)
        return context

    @property
    def columns(self) -> list[Column]:
        return [
            TickColumn("tick", label="", accessor="pk"),
            TitleColumn("title", label=_("Title"), get_url=_desk_url),
            Column("number", label=_("No.")),
            Column("activity", label=_("Activity")),
            Column("theme", label=_("Theme")),
            Column("state", label=_("Answer"), accessor=_state),
            Column("assigned", label=_("Entrusted to"), accessor=_assigned),
            Column("due", label=_("Due"), accessor=_due),
        ]


def _desk_url(contribution: Contribution) -> str:
    return reverse("contributions:edit", args=[contribution.pk])
