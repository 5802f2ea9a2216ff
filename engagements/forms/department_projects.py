"""The editor of a department's project: each point stands once in its list."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

# For each list, the field that says which point it is, and what is said of a second one.
ONCE = {
    "programme_points": (
        "label",
        _("This point is already in the list: keep one line only."),
    ),
    "value_points": (
        "value",
        _("This value is already in the list: keep one line only."),
    ),
    "commitment_points": (
        "commitment",
        _("This commitment is already in the list: keep one line only."),
    ),
}


class DepartmentProjectForm(WagtailAdminPageForm):
    """A project's form, which refuses the same point twice beside the second line."""

    def is_valid(self) -> bool:
        valid = bool(super().is_valid())
        faulty = [self._refuse_twice(name) for name in ONCE if name in self.formsets]
        return valid and not any(faulty)

    def _refuse_twice(self, name: str) -> bool:
        """Says it beside each second line of a list; whether there was one."""
        field, message = ONCE[name]
        formset = self.formsets[name]
        seen: set[str] = set()
        faulty = False
        for form in formset.forms:
            given = " ".join(str(form[field].value() or "").split()).casefold()
            if not given or form in formset.deleted_forms:
                continue
            if given in seen:
                faulty = True
                self._say(form, field, message)
            seen.add(given)
        if faulty:
            # Django's own words for it name columns.
            formset._non_form_errors = formset.error_class()
        return faulty

    @staticmethod
    def _say(form: Any, field: str, message: Any) -> None:
        form.errors.pop(NON_FIELD_ERRORS, None)
        if field not in form.errors:
            form.add_error(field, message)
