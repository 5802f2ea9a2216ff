"""The filters of the list of projects: district, step, order."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..models import ParticipatoryBudget

STEP_NAMES = {
    "deposes": pgettext_lazy("projects", "Deposited"),
    "recevables": pgettext_lazy("projects", "Admissible"),
    "soumis-au-vote": pgettext_lazy("projects", "Submitted to the vote"),
    "elus": pgettext_lazy("projects", "Elected"),
    "non-recevables": pgettext_lazy("projects", "Not admissible"),
    "non-realisables": pgettext_lazy("projects", "Not feasible"),
    "regroupes": pgettext_lazy("projects", "Grouped with another"),
    "retires": pgettext_lazy("projects", "Withdrawn"),
}
ORDER_NAMES = {
    "numero": _("By number"),
    "titre": _("By title"),
    "cout": _("The cheapest first"),
    "cout-decroissant": _("The most expensive first"),
}


class ProjectFilters(forms.Form):
    """What to show; an address that asks for what does not exist shows the whole list."""

    etape = forms.ChoiceField(label=_("Stage"), required=False)
    secteur = forms.ChoiceField(label=_("District"), required=False)
    ordre = forms.ChoiceField(label=_("Order"), required=False, choices=list(ORDER_NAMES.items()))

    def __init__(self, asked: QueryDict, *, budget: ParticipatoryBudget) -> None:
        choices = {
            "etape": [("", _("All the projects")), *STEP_NAMES.items()],
            "secteur": [(one.code, one.name) for one in budget.districts.all()],
            "ordre": list(ORDER_NAMES.items()),
        }
        self.chosen = {
            name: asked.get(name, "") if asked.get(name) in dict(known) else ""
            for name, known in choices.items()
        }
        # Shown as it was asked, never as a form with errors: an address is not a mistake.
        super().__init__(initial=self.chosen)
        self.fields["etape"].choices = choices["etape"]  # type: ignore[attr-defined]
        if choices["secteur"]:
            all_ = ("", _("All the districts"))
            self.fields["secteur"].choices = [all_, *choices["secteur"]]  # type: ignore[attr-defined]
        else:
            del self.fields["secteur"]

    def asked(self) -> dict[str, str]:
        """What is asked for and exists, by the names of the query."""
        chosen = self.chosen
        return {
            "step": chosen["etape"],
            "district": chosen["secteur"],
            "order": chosen["ordre"] or "numero",
        }
