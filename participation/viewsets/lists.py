"""The managed lists in the admin: themes and neighbourhoods."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.admin.widgets import SlugInput
from wagtail.snippets.views.snippets import DeleteView, SnippetViewSet

from ..models import Activity, Contribution, Neighbourhood, Theme


def _in_use(request: HttpRequest, model: Any) -> HttpResponse:
    """Says that contributions belong to an entry or a call, and goes back to the list."""
    if issubclass(model, Activity):
        told = gettext(
            "People have taken part in it: it can be unpublished, and no longer removed."
        )
    else:
        told = gettext(
            "Contributions are filed under it: it can be renamed, and no longer removed."
        )
    messages.error(request, told)
    return HttpResponseRedirect(reverse(model.snippet_viewset.get_url_name("list")))


class ListDeleteView(DeleteView):
    """Removes an entry or a call, unless contributions belong to it."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)
        except ProtectedError:
            return _in_use(self.request, self.model)
        return response


def keep_entries_in_use(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """The same for many entries at once: all are removed, or none."""
    kept = issubclass(action.model, Theme | Neighbourhood | Activity)
    if action_type != "delete" or not kept:
        return None
    field = "activity" if issubclass(action.model, Activity) else action.model._meta.model_name
    used = Contribution.objects.filter(**{f"{field}__in": [entry.pk for entry in objects]})
    return _in_use(request, action.model) if used.exists() else None


class _ListViewSet(SnippetViewSet):
    """A list of names with their end of address."""

    list_display: ClassVar[list[str]] = ["name", "slug"]
    search_fields: ClassVar[list[str]] = ["name"]
    ordering: ClassVar[list[str]] = ["name"]
    panels: ClassVar[list[Any]] = [
        TitleFieldPanel("name", targets=["slug"]),
        FieldPanel("slug", widget=SlugInput),
    ]
    copy_view_enabled = False
    delete_view_class = ListDeleteView


class ThemeViewSet(_ListViewSet):
    """The themes under which contributions are filed; each call offers some of them."""

    model = Theme
    icon = "tag"
    menu_label = _("Themes")


class NeighbourhoodViewSet(_ListViewSet):
    """The parts of the city, as residents name them; every call offers all of them."""

    model = Neighbourhood
    icon = "site"
    menu_label = _("Neighbourhoods")
