"""What the room adds to the rights of a person in the admin."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.registry import RightsField

from ..actions import set_departments
from ..models import (
    Department,
)
from ..queries import departments_of


def _departments() -> forms.Field:
    return forms.ModelMultipleChoiceField(
        label=_("Departments"),
        queryset=Department.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "A pilot reports on the commitments of these departments; "
            "a respondent prepares their answers."
        ),
    )


DEPARTMENTS_FIELD = RightsField(
    name="departments",
    make=_departments,
    initial=lambda user: list(departments_of(user)),
    save=set_departments,
)
