"""What participatory budgets answer to the tests across the house (tests/support/contract.py)."""

from dataclasses import dataclass
from typing import Any

from participation.budgets.actions.rules import publish_rules
from participation.budgets.actions.studies import write_study
from participation.budgets.author_links import token_of
from participation.budgets.enums import ProjectStage
from participation.budgets.models import (
    CodeBatch,
    IdeaConsent,
    PaperBatch,
    ParticipatoryBudget,
)
from participation.models import Activity, Contribution
from tests.access.needs import LINK, OPEN, staff
from tests.factories.budgets import BudgetFactory, ProjectFactory, consented_project
from tests.participation.budgets import traces
from tests.support import clock
from tests.support.contract import MechanismContract
from tests.support.counted import counted
from tests.support.paper_votes import batch_and_codes

CONDUCT = "budgets.conduct_budget"
VOTE = "/participer/budget-participatif/"
SLUGS = ("budget-public", "budget-brouillon")
# What asks for a vote that is open.
OF_AN_OPEN_VOTE = {
    "contribute",
    "read_again",
    "confirm",
    "vote_receipt",
    "paper_ballot",
    "paper_ballot_pdf",
}


@dataclass(frozen=True)
class Staged:
    """A budget fed by a call, one on which people vote, one counted; papers and codes."""

    budget: ParticipatoryBudget
    consent: IdeaConsent
    open_budget: ParticipatoryBudget
    counted: ParticipatoryBudget
    paper_batch: PaperBatch
    code_batch: CodeBatch


def asked(*rests: str) -> Any:
    """These ends of address in each budget, those that the world of the leaks made included."""
    return lambda world: [
        f"/participer/{slug}/{rest}"
        for slug in ParticipatoryBudget.objects.order_by("pk").values_list("slug", flat=True)
        for rest in rests
    ]


class BudgetsContract(MechanismContract):
    """Participatory budgets: people vote; a ballot is no contribution."""

    screens = ("budgets.participatorybudget",)
    inside = (
        # The link that an author received.
        ("projets/<int:number>/auteur/<str:token>/", LINK),
        ("contribuer/", OPEN),
        # Steps of a vote: the receipt is taken off the device by its POST.
        ("contribuer/voter/", OPEN),
        ("contribuer/recu/", OPEN),
    )
    desk = (
        ("voting_codes:*", staff("budgets.make_voting_codes")),
        ("voting_booth:*", staff("budgets.hold_booth")),
        ("paper_ballots:*", staff("budgets.key_in_ballots")),
        ("budget_desk:*", staff(CONDUCT)),
        ("budget_projects:new", staff(CONDUCT)),
        ("budget_projects:from_ideas", staff(CONDUCT)),
        ("budget_projects:*", staff("budgets.study_projects")),
        ("budgets_count", staff(CONDUCT)),
        ("budgets_realisation", staff(CONDUCT)),
    )
    holes = (
        ("budget_desk:", "pk", lambda staged: staged.budget.pk),
        ("budget_projects:one", "pk", lambda staged: staged.consent.project_id),
        ("budget_projects:", "pk", lambda staged: staged.budget.pk),
        ("voting_codes:cancel", "pk", lambda staged: staged.code_batch.pk),
        ("voting_codes:", "pk", lambda staged: staged.paper_batch.budget_id),
        ("voting_booth:", "pk", lambda staged: staged.paper_batch.budget_id),
        ("paper_ballots:budget", "pk", lambda staged: staged.paper_batch.budget_id),
        ("paper_ballots:open", "pk", lambda staged: staged.paper_batch.budget_id),
        ("paper_ballots:", "pk", lambda staged: staged.paper_batch.pk),
        ("paper_ballots:", "position", lambda staged: 1),
        ("budgets_count", "pk", lambda staged: staged.counted.pk),
        ("budgets_realisation", "pk", lambda staged: staged.counted.projects.get(number=1).pk),
    )
    leads_on = (
        "contribuer/relire/",  # The basket is empty: one chooses first.
        "contribuer/voter/",
        # With one vote, to that one; nothing to settle.
        "voting_booth:*",
        "paper_ballots:index",
        "paper_ballots:settle",
    )
    needs_more = ("contribuer/recu/",)  # Nobody has just voted.
    leaks = {
        "": asked(""),
        "contribuer/": asked("contribuer/"),
        "contribuer/relire/": asked("contribuer/relire/"),
        "contribuer/voter/": asked("contribuer/voter/"),
        "contribuer/recu/": asked("contribuer/recu/"),
        "projets/<int:number>/": asked(*(f"projets/{number}/" for number in (1, 2, 3))),
        "projets/<int:number>/auteur/<str:token>/": asked("projets/1/auteur/faux/"),
        "projets.csv": asked("projets.csv"),
        "projets.json": asked("projets.json"),
        "projets.schema.json": asked("projets.schema.json"),
        "reglement/": asked("reglement/"),
        "reglement/regle.json": asked("reglement/regle.json"),
        "reglement/<int:version>/regle.json": asked("reglement/1/regle.json"),
        "journal/": asked("journal/"),
        "journal/journal.json": asked("journal/journal.json"),
        "bulletin/": asked("bulletin/"),
        "bulletin.pdf": asked("bulletin.pdf"),
        "resultats/": asked("resultats/"),
        "resultats.csv": asked("resultats.csv"),
        "resultats/recompter/": asked("resultats/recompter/"),
        "resultats/recepisse/": asked(f"resultats/recepisse/?recepisse={'0' * 16}"),
        "resultats/fichiers/<str:name>": asked("resultats/fichiers/ville.pb"),
        "realisations/": asked("realisations/"),
    }
    personal_fields = traces.PERSONAL_FIELDS
    desks = (
        "budgets-participatifs/{pk}/modifier/",
        "bulletins-papier/{pk}/ouvrir/",
        "lieu-de-vote/enveloppes/{pk}/",
        "projets-des-budgets/{pk}/nouveau/",
        ("projets-des-budgets/", r"/admin/projets-des-budgets/\d+/"),
    )
    pages = (VOTE, f"{VOTE}contribuer/", f"{VOTE}contribuer/recu/")

    def activity(self, **fields: Any) -> Activity:
        return BudgetFactory.create(**fields)

    def stage(self, world: Any) -> Staged:
        """A budget with a project of an idea of the call; then papers and codes of another."""
        paper_batch, code_batch = batch_and_codes(by=world.superuser)
        count = counted().budget
        budget = BudgetFactory.create(call=world.content.call)
        consent = consented_project(budget, world.content.public)
        publish_rules(budget=budget, by=None, at=clock.NOW)
        open_budget = BudgetFactory.create(on_paper=True, paper_places="Mairie")
        ProjectFactory.create(budget=open_budget, number=1)
        publish_rules(budget=open_budget, by=None, at=clock.days(-11))
        return Staged(budget, consent, open_budget, count, paper_batch, code_batch)

    def shown(self, model: str, staged: Staged) -> ParticipatoryBudget:
        return staged.budget

    def place(self, route: Any, staged: Staged) -> tuple[Activity, dict[str, Any]]:
        budget = staged.open_budget if route.name in OF_AN_OPEN_VOTE else staged.counted
        known = {"number": 1, "version": 1, "name": "regle.json"}
        if route.name == "author":
            number, token = staged.consent.project.number, token_of(staged.consent.pk)
            return staged.budget, {"number": number, "token": token}
        return budget, known

    def hide(self, world: Any) -> None:
        """A public budget with a project that waits for its author, one that is being studied."""
        budget = BudgetFactory.create(slug=SLUGS[0], call=world.call)
        ProjectFactory.create(budget=budget, number=1, title="Projet zqprojet", published_at=None)
        study = {"is_feasible": False, "criterion": "technical", "reasons": "Sol zqetude."}
        studied = ProjectFactory.create(budget=budget, number=2, stage=ProjectStage.ADMISSIBLE)
        write_study(project=studied, fields=study, by=None, at=clock.NOW)
        BudgetFactory.create(slug=SLUGS[1], title="Budget zqbrouillonbudget", live=False)
        world.secrets |= {
            "zqprojet": "title of a project whose author has not agreed",
            "zqetude": "study that is not published",
            "zqbrouillonbudget": "title of a budget that is not published",
        }

    def leave_traces(self, user: Any, at: Any) -> None:
        traces.leave(user, Contribution.objects.order_by("pk").first(), at)


CONTRACT = BudgetsContract()
