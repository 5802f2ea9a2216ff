"""The choice of an activity, in the steps of a process."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from ..clock import period
from ..models import Activity


class ActivitySearchForm(BaseFilterForm):
    """Finds an activity by words of its title, drafts included."""

    q = forms.CharField(label=_("Title"), required=False)

    def filter(self, objects: Any) -> Any:
        self.search_query = self.cleaned_data.get("q")
        self.is_searching = bool(self.search_query)
        found = super().filter(objects)
        return found.filter(title__icontains=self.search_query) if self.search_query else found


class _ActivityColumns:
    """What tells two activities of one title apart."""

    filter_form_class = ActivitySearchForm

    @property
    def columns(self) -> list[Any]:
        said = Column("period", label=_("Period"), accessor=period)
        level = Column("level", label=_("Level"), accessor="get_level_display")
        return [*super().columns, level, said, LiveStatusTagColumn(sort_key=None)]  # type: ignore[misc]


class ChooseActivityView(_ActivityColumns, ChooseView):
    """The window in which an activity is chosen."""


class ChooseActivityResultsView(_ActivityColumns, ChooseResultsView):
    """The same list, when its page or its words change."""


class ActivityChooserViewSet(ChooserViewSet):
    """A choice among the activities of every mechanism."""

    model = Activity
    icon = "group"
    choose_one_text = _("Choose an activity")
    choose_another_text = _("Choose another activity")
    choose_view_class = ChooseActivityView
    choose_results_view_class = ChooseActivityResultsView
