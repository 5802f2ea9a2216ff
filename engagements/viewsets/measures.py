"""The screen of the steps, indicators and budget lines of a commitment."""

from typing import Any, cast

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail_modeladmin.views import InstanceSpecificView

from portal.accounts.models import User
from portal.decisions import Refused

from ..actions import set_measures
from ..forms import measure_sets
from ..forms.measures import EMPTY_ROWS


class MeasuresView(InstanceSpecificView):
    """Three lists of rows, saved together or not at all."""

    page_title = gettext_lazy("Milestones, indicators, budget")
    request: HttpRequest

    def check_action_permitted(self, user: Any) -> bool:
        return bool(self.permission_helper.user_can_edit_obj(user, self.instance))

    def get_template_names(self) -> list[str]:
        return ["engagements/admin/measures.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("sets", measure_sets(self.instance))
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("action") == "more":
            return self._more_rows(request)
        sets = measure_sets(self.instance, request.POST)
        # All are read, so that one page says all that is to be mended.
        valid = [one.is_valid() for one in sets.values()]
        if not all(valid):
            messages.error(request, _("Nothing was saved: see why beside the rows."))
            return self.render_to_response(self.get_context_data(sets=sets))
        try:
            set_measures(
                commitment=self.instance,
                by=cast("User", request.user),
                at=timezone.now(),
                **{name: one.rows() for name, one in sets.items()},
            )
        except (Refused, ValidationError) as refused:
            # Two names exchanged, a row that somebody else took: the form saw neither.
            message = refused.messages[0] if isinstance(refused, ValidationError) else str(refused)
            messages.error(request, message)
            return self.render_to_response(self.get_context_data(sets=sets))
        messages.success(request, _("Milestones, indicators and budget are saved."))
        return redirect(self.url_helper.get_action_url("inspect", self.pk_quoted))

    def _more_rows(self, request: HttpRequest) -> HttpResponse:
        """The same page with more empty rows; nothing is kept yet."""
        data = request.POST.copy()
        for name in measure_sets(self.instance):
            asked = data.get(f"{name}-TOTAL_FORMS", "")
            count = int(asked[:3]) if asked.isdecimal() else 0
            data[f"{name}-TOTAL_FORMS"] = str(min(count + EMPTY_ROWS, 60))
        sets = measure_sets(self.instance, data)
        return self.render_to_response(self.get_context_data(sets=sets))
