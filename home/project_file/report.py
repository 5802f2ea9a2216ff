"""What a load did: how many of each kind were created, updated, left alone, kept as edited."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Outcome(StrEnum):
    """What happened to one object."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass
class Report:
    """Counts by kind, in the order in which kinds were met."""

    outcomes: dict[str, Counter[Outcome]] = field(default_factory=dict)
    kept: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def count(self, kind: str, outcome: Outcome) -> None:
        """Count one object."""
        self.outcomes.setdefault(kind, Counter())[outcome] += 1

    def keep(self, kind: str, texts: int) -> None:
        """Count texts left as an editor wrote them."""
        self.kept[kind] += texts

    def total(self, outcome: Outcome) -> int:
        """How many objects, whatever their kind."""
        return sum(counter[outcome] for counter in self.outcomes.values())

    def lines(self) -> list[str]:
        """One line a kind, then the totals."""
        lines = [self._line(kind) for kind in self.outcomes]
        total = _("%(created)d created, %(updated)d updated, %(unchanged)d unchanged.") % {
            outcome.value: self.total(outcome) for outcome in Outcome
        }
        return [*lines, *self.notes, total]

    def _line(self, kind: str) -> str:
        counter = self.outcomes[kind]
        line = _(
            "%(kind)s: %(created)d created, %(updated)d updated, %(unchanged)d unchanged, "
            "%(kept)d texts kept as edited"
        )
        counts = {outcome.value: counter[outcome] for outcome in Outcome}
        return line % {"kind": KINDS.get(kind, kind), "kept": self.kept[kind], **counts}


KINDS = {
    "site": gettext_lazy("Site and settings"),
    "page": gettext_lazy("Pages"),
    "value": gettext_lazy("Values"),
    "axis": gettext_lazy("Axes"),
    "priority": gettext_lazy("Priorities"),
    "objective": gettext_lazy("Objectives"),
    "commitment": gettext_lazy("Commitments"),
    "period": gettext_lazy("Periods"),
    "level": gettext_lazy("Levels"),
    "theme": gettext_lazy("Themes"),
    "neighbourhood": gettext_lazy("Neighbourhoods"),
    "call": gettext_lazy("Calls for ideas"),
    "idea": gettext_lazy("Ideas"),
    "answer": gettext_lazy("Example answers"),
    "workshop": gettext_lazy("Workshops"),
    "workshop_meeting": gettext_lazy("Meetings"),
    "inquiry": gettext_lazy("Regulated consultations"),
    "campaign": gettext_lazy("Awareness campaigns"),
    "testimony": gettext_lazy("Testimonies"),
    "survey": gettext_lazy("Surveys"),
    "drafting": gettext_lazy("Texts to amend"),
    "amendment": gettext_lazy("Amendments"),
    "process": gettext_lazy("Processes"),
    "event": gettext_lazy("Dates of the history"),
    "department": gettext_lazy("Departments"),
    "category": gettext_lazy("News categories"),
    "news": gettext_lazy("News"),
    "update": gettext_lazy("Progress updates"),
    "member": gettext_lazy("Members of the follow-up body"),
    "meeting": gettext_lazy("Meetings of the follow-up body"),
    "department_project": gettext_lazy("Department projects"),
    "budget": gettext_lazy("Participatory budgets"),
    "project": gettext_lazy("Projects of budgets"),
    "progress": gettext_lazy("Milestones, figures and budgets"),
    "account": gettext_lazy("Accounts"),
}
