"""The steps, indicators and budget lines of a commitment, row by row; without any script."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from portal.decisions import Refused

from ..actions import Rows
from ..actions.commitments import refuse_changed_indicators, refuse_changed_steps
from ..models import BudgetLine, Commitment, Indicator, Milestone

# Empty rows below those that exist; more with the button.
EMPTY_ROWS = 3


class RowForm(forms.ModelForm):
    """One row; its place in the list is a number."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.DateField):
                field.widget = AdminDateInput(attrs={"autocomplete": "off"})
            if isinstance(field, forms.DecimalField):
                field.localize = True
                field.widget = forms.TextInput(attrs={"inputmode": "decimal"})
                field.widget.is_localized = True
            if name == "position":
                field.required = False

    def clean_position(self) -> int:
        return self.cleaned_data.get("position") or 0

    @property
    def is_settled(self) -> bool:
        """Whether published news speaks of this row, so that it stays as it is."""
        row = self.instance
        if isinstance(row, Milestone):
            return row.reached_by_id is not None
        return isinstance(row, Indicator) and bool(row.pk) and bool(row.figures.all())


class RowsFormSet(forms.BaseInlineFormSet):
    """The rows of one kind."""

    title: Any = ""
    refuse: Any = None

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Delete this row")

    def clean(self) -> None:
        """Refuse, beside the row, what published news speaks of."""
        super().clean()
        if self.refuse is None:
            return
        for form in self.forms:
            if not form.instance.pk or form.errors:
                continue
            deleted = form in self.deleted_forms
            rows = Rows(deleted=[form.instance]) if deleted else Rows(kept=[form.instance])
            try:
                type(self).refuse(self.instance, rows)
            except Refused as refused:
                form.add_error(None, str(refused))

    def rows(self) -> Rows:
        """What is wanted of the rows of a valid set: the changed ones, and those deleted."""
        deleted = self.deleted_forms
        kept = [form.instance for form in self.forms if form.has_changed() and form not in deleted]
        return Rows(kept=kept, deleted=[form.instance for form in deleted if form.instance.pk])


class MilestoneRows(RowsFormSet):
    """The steps."""

    title = _("Milestones")
    refuse = staticmethod(refuse_changed_steps)


class IndicatorRows(RowsFormSet):
    """The indicators."""

    title = _("Indicators")
    refuse = staticmethod(refuse_changed_indicators)


class BudgetRows(RowsFormSet):
    """The budget lines."""

    title = _("Budget")


_KINDS: tuple[tuple[str, Any, Any, list[str]], ...] = (
    (
        "milestones",
        Milestone,
        MilestoneRows,
        ["label", "planned_on", "planned_precision", "position"],
    ),
    (
        "indicators",
        Indicator,
        IndicatorRows,
        [
            "label",
            "unit",
            "source",
            "direction",
            "target",
            "target_on",
            "decimals",
            "position",
        ],
    ),
    ("budget_lines", BudgetLine, BudgetRows, ["year", "label", "voted", "spent", "source"]),
)


def measure_sets(
    commitment: Commitment, data: Any = None, extra: int = EMPTY_ROWS
) -> dict[str, RowsFormSet]:
    """The three sets of rows of a commitment, by the name that `set_measures` gives them."""
    sets: dict[str, RowsFormSet] = {}
    labels: dict[str, Any] = {"label": _("milestone")}
    for name, model, formset, fields in _KINDS:
        made: Any = forms.inlineformset_factory(
            Commitment,
            model,
            form=RowForm,
            formset=formset,
            fields=fields,
            extra=extra,
            labels=labels if model is Milestone else None,
        )
        rows = model.objects.all()
        if model is Indicator:
            rows = rows.prefetch_related("figures")
        sets[name] = made(data, instance=commitment, prefix=name, queryset=rows)
    return sets
