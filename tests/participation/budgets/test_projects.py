"""Projects from the idea to the ballot: consent, decisions, study, the author's word."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from engagements.models import DepartmentMember
from participation.budgets.actions.consents import (
    answer_consent,
    deposit_from_ideas,
    take_back_consent,
)
from participation.budgets.actions.projects import decide_project, deposit_project
from participation.budgets.actions.studies import (
    answer_study,
    publish_study,
    send_study,
    write_study,
)
from participation.budgets.enums import BudgetReason, ProjectStage
from participation.budgets.models import (
    IdeaConsent,
    Project,
    ProjectDecision,
    StudyAnswer,
)
from participation.budgets.project_mails import author_path
from participation.budgets.queries import due
from portal.accounts.enums import Role
from portal.decisions import Refused
from portal.notifications.models import OutgoingMail
from tests.factories.accounts import StaffFactory
from tests.factories.budgets import BudgetFactory, ProjectFactory
from tests.factories.engagements import DepartmentFactory
from tests.factories.participation import IdeaConsultationFactory, published_idea
from tests.participation.budgets.acting import STUDY, open_box, studied
from tests.support import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]
S = ProjectStage
WORDS = {"title": "Des bancs", "summary": "De l’ombre et des bancs."}


@pytest.fixture
def budget():
    """A budget to come, fed by a call."""
    return BudgetFactory.create(
        opens_at=clock.days(30), closes_at=clock.days(60), call=IdeaConsultationFactory.create()
    )


def ideas_of(budget: Any, *mails: str) -> list[Any]:
    return [published_idea(budget.call, email=mail) for mail in mails]


def from_ideas(budget: Any, *mails: str) -> Project:
    ideas = ideas_of(budget, *mails)
    return deposit_from_ideas(budget=budget, ideas=ideas, fields=WORDS, by=None, at=clock.NOW)


def decide(project: Project, stage: str, **words: Any) -> Any:
    return decide_project(project=project, stage=stage, by=None, at=clock.NOW, **words)


def refusal(function: Any, *args: Any, **kwargs: Any) -> Any:
    with pytest.raises(Refused) as refused:
        function(*args, **kwargs)
    return refused.value.reason


def agreed(project: Project, accepted: bool = True) -> Project:
    for consent in project.consents.filter(accepted__isnull=True):
        answer_consent(consent=consent, accepted=accepted, at=clock.NOW)
    project.refresh_from_db()
    return project


def text(response: Any) -> str:
    return response.content.decode().replace("\xa0", " ").replace("\u202f", " ")


def test_projects_take_the_next_number_of_their_budget(budget):
    made = [
        deposit_project(budget=one, fields=WORDS, by=None, at=clock.NOW)
        for one in (budget, budget, BudgetFactory.create())
    ]
    assert [one.number for one in made] == [1, 2, 1]
    with pytest.raises(IntegrityError), transaction.atomic():
        Project.objects.create(budget=budget, number=2, **WORDS)


def test_a_project_is_public_once_all_authors_answered_and_one_agrees(budget):
    project = from_ideas(budget, "a@ville.example", "b@ville.example")
    first, second = project.consents.all()

    answer_consent(consent=first, accepted=True, at=clock.NOW)
    waits = Project.objects.get().published_at
    answer_consent(consent=second, accepted=False, at=clock.NOW)

    project.refresh_from_db()
    assert (waits, project.published_at) == (None, clock.NOW)
    assert [one.pk for one in project.ideas.all()] == [first.idea_id]
    assert OutgoingMail.objects.filter(to="a@ville.example").exists()


def test_a_project_whose_authors_all_decline_stays_unpublished(budget):
    project = agreed(from_ideas(budget, "a@ville.example"), accepted=False)
    assert (project.published_at, project.ideas.count()) == (None, 0)


def test_only_public_ideas_of_the_call_become_projects(budget):
    elsewhere = published_idea(IdeaConsultationFactory.create())
    for ideas in ([], [elsewhere]):
        reason = refusal(
            deposit_from_ideas, budget=budget, ideas=ideas, fields=WORDS, by=None, at=clock.NOW
        )
        assert reason == BudgetReason.IDEA_ELSEWHERE
    assert not Project.objects.exists()


def test_an_officer_notes_a_consent_with_how_it_was_given(budget):
    project = from_ideas(budget, "")
    consent, officer = project.consents.get(), StaffFactory.create(role=Role.PARTICIPATION)

    reason = refusal(answer_consent, consent=consent, accepted=True, at=clock.NOW, by=officer)
    answer_consent(
        consent=consent, accepted=True, at=clock.NOW, by=officer, how="Par téléphone, le 3 mai."
    )

    assert reason == BudgetReason.REASON_MISSING
    assert IdeaConsent.objects.get().how == "Par téléphone, le 3 mai."
    again = refusal(answer_consent, consent=consent, accepted=False, at=clock.NOW)
    assert again == BudgetReason.ANSWERED


def test_an_author_takes_the_idea_back_and_the_project_goes(budget):
    project = agreed(from_ideas(budget, "a@ville.example"))

    take_back_consent(consent=project.consents.get(), at=clock.NOW)

    project.refresh_from_db()
    assert (project.stage, project.ideas.count()) == (S.WITHDRAWN, 0)
    assert project.decisions.last().stage == S.WITHDRAWN


def test_a_project_of_two_authors_stays_when_one_leaves(budget):
    project = agreed(from_ideas(budget, "a@ville.example", "b@ville.example"))
    take_back_consent(consent=project.consents.first(), at=clock.NOW)
    project.refresh_from_db()
    assert (project.stage, project.ideas.count()) == (S.DEPOSITED, 1)


def test_an_author_takes_nothing_back_once_one_votes(budget):
    project = agreed(from_ideas(budget, "a@ville.example"))
    open_box(budget)
    reason = refusal(take_back_consent, consent=project.consents.get(), at=clock.NOW)
    assert reason == BudgetReason.VOTE_BEGUN


@pytest.mark.parametrize("stage", [S.INADMISSIBLE, S.MERGED])
def test_a_refusal_gives_its_criterion_and_its_words(budget, stage):
    project, kept = (ProjectFactory.create(budget=budget, stage=S.DEPOSITED) for _ in range(2))
    assert refusal(decide, project, stage) == BudgetReason.CRITERION_MISSING
    assert refusal(decide, project, stage, criterion="same") == BudgetReason.REASON_MISSING

    decide(project, stage, criterion="same", explanation="Pareil.", merged_into=kept)

    decision = ProjectDecision.objects.get()
    assert (decision.criterion, decision.explanation) == ("same", "Pareil.")
    with pytest.raises(IntegrityError), transaction.atomic():
        ProjectDecision.objects.update(explanation="Autre")
    with pytest.raises(IntegrityError), transaction.atomic():
        ProjectDecision.objects.create(project=project, stage=stage, decided_at=clock.NOW)


def test_groups_make_neither_chain_nor_circle(budget):
    first, second, third = (
        ProjectFactory.create(budget=budget, stage=S.DEPOSITED) for _ in range(3)
    )
    words = {"criterion": "same", "explanation": "Pareil."}
    decide(first, S.MERGED, merged_into=second, **words)

    assert refusal(decide, second, S.MERGED, merged_into=third, **words) == BudgetReason.GROUP_TIED
    assert refusal(decide, third, S.MERGED, merged_into=first, **words) == BudgetReason.GROUP_TIED
    assert refusal(decide, third, S.MERGED, merged_into=third, **words) == BudgetReason.GROUP_ITSELF


def test_a_wrong_decision_is_undone_by_a_new_one_with_its_reason(budget):
    project = ProjectFactory.create(budget=budget, stage=S.DEPOSITED)
    decide(project, S.INADMISSIBLE, criterion="unclear", explanation="Où ?")

    assert refusal(decide, project, S.DEPOSITED) == BudgetReason.REASON_MISSING
    decide(project, S.DEPOSITED, explanation="Le lieu est précisé.")

    assert [one.stage for one in project.decisions.all()] == [S.INADMISSIBLE, S.DEPOSITED]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"published_at": None}, BudgetReason.CONSENT_MISSING),
        ({"cost": None}, BudgetReason.STUDY_MISSING),
        ({}, BudgetReason.STUDY_MISSING),
    ],
)
def test_a_project_is_not_ready_for_the_ballot(budget, fields, reason):
    project = ProjectFactory.create(budget=budget, stage=S.ADMISSIBLE, **fields)
    assert refusal(decide, project, S.ON_BALLOT) == reason


def test_a_project_has_a_place_and_a_cost_within_its_envelope():
    budget = BudgetFactory.create(
        envelope_mode="districts", districts=[("nord", 40_000), ("sud", 90_000)]
    )
    project = studied(ProjectFactory.create(budget=budget, stage=S.ADMISSIBLE))
    north, south = budget.districts.all()

    assert refusal(decide, project, S.ON_BALLOT) == BudgetReason.DISTRICT_MISSING
    Project.objects.update(district=north)
    assert refusal(decide, project, S.ON_BALLOT) == BudgetReason.COSTS_TOO_MUCH
    Project.objects.update(district=south)
    decide(project, S.ON_BALLOT)

    assert Project.objects.get().stage == S.ON_BALLOT


def test_a_study_waits_for_its_authors_then_says_that_they_did_not_answer(budget):
    project = agreed(from_ideas(budget, "a@ville.example"))
    decide(project, S.ADMISSIBLE)
    study = write_study(project=project, fields=STUDY, by=None, at=clock.NOW)

    early = refusal(publish_study, study=study, by=None, at=clock.NOW)
    sent = send_study(study=study, answer_due_on=clock.days(14).date(), at=clock.NOW)
    waits = refusal(publish_study, study=study, by=None, at=clock.days(14))
    before = due.to_publish(clock.days(14))
    after = due.to_publish(clock.days(15))
    publish_study(study=study, by=None, at=clock.days(15))

    assert (early, sent, waits) == (BudgetReason.STUDY_WAITS, 1, BudgetReason.STUDY_WAITS)
    assert (before, after) == ([], [study])
    project.refresh_from_db()
    assert (project.cost, project.yearly_cost, project.stage) == (42_000, 300, S.ADMISSIBLE)


def test_an_unfeasible_project_stops_with_the_criterion_of_its_study(budget):
    project = studied(
        ProjectFactory.create(budget=budget, stage=S.ADMISSIBLE),
        is_feasible=False,
        criterion="technical",
        cost=None,
        reasons="Le sol est trop mou.",
    )
    decision = project.decisions.get()
    assert (project.stage, decision.criterion) == (S.UNFEASIBLE, "technical")
    assert decision.explanation == "Le sol est trop mou."


def test_an_objection_says_why_and_is_given_once(budget):
    project = agreed(from_ideas(budget, "a@ville.example"))
    decide(project, S.ADMISSIBLE)
    study = write_study(project=project, fields=STUDY, by=None, at=clock.NOW)
    send_study(study=study, answer_due_on=clock.days(14).date(), at=clock.NOW)
    given = {"study": study, "consent": project.consents.get(), "at": clock.NOW}

    assert refusal(answer_study, agrees=False, text=" ", **given) == BudgetReason.REASON_MISSING
    answer_study(agrees=False, text="Trop cher.", **given)
    assert refusal(answer_study, agrees=True, text="", **given) == BudgetReason.ANSWERED
    assert StudyAnswer.objects.get().text == "Trop cher."
    publish_study(study=study, by=None, at=clock.NOW)


def test_the_clock_publishes_studies_that_are_due(budget, time_machine):
    project = agreed(from_ideas(budget, "a@ville.example"))
    decide(project, S.ADMISSIBLE)
    study = write_study(project=project, fields=STUDY, by=None, at=clock.NOW)
    send_study(study=study, answer_due_on=clock.days(1).date(), at=clock.NOW)
    time_machine.move_to(clock.days(2))

    call_command("run_budgets")

    study.refresh_from_db()
    assert study.published_at is not None


def _study_through_the_desk(desk: Any, one: str) -> None:
    """Admissible, studied, sent to its author."""
    desk.post(one, {"action": "decide", "decide-stage": "admissible"})
    fields = {f"study-{name}": value for name, value in STUDY.items() if value not in {False, ""}}
    fields |= {"study-is_feasible": "on", "study-department": DepartmentFactory.create().pk}
    desk.post(one, {"action": "study", **fields})
    day = clock.days(14).strftime("%Y-%m-%d")
    desk.post(one, {"action": "send", "send-answer_due_on": day})


def test_from_an_idea_to_the_ballot_through_pages_and_desk(client, client_of, budget):
    """The whole story: idea, consent, admissible, study, the author's answer, ballot."""
    desk = client_of(StaffFactory.create(role=Role.PARTICIPATION))
    idea = published_idea(budget.call, email="auteur@ville.example", title="Un banc place Voltaire")
    desk.post(
        reverse("budget_projects:from_ideas", args=[budget.pk]), {**WORDS, "ideas": [str(idea.pk)]}
    )
    project = Project.objects.get()
    one = reverse("budget_projects:one", args=[project.pk])
    link = author_path(project.consents.get())
    assert client.get(project.url).status_code == 404

    asked = client.get(link)
    client.post(link, {"reponse": "oui"})
    assert "Votre idée peut-elle devenir un projet" in text(asked)
    assert "Un banc place Voltaire" in text(client.get(project.url))
    assert "Devenue le projet n° 1" in text(client.get(idea.url))

    _study_through_the_desk(desk, one)
    assert "Le sol le permet." not in text(client.get(project.url))
    assert "Le sol le permet." in text(client.get(link))
    wrong = client.post(link, {"study": "1", "agrees": "non", "text": ""})
    client.post(link, {"study": "1", "agrees": "oui", "text": "Merci."})
    desk.post(one, {"action": "publish"})
    desk.post(one, {"action": "decide", "decide-stage": "on_ballot"})

    page = text(client.get(project.url))
    project.refresh_from_db()
    assert wrong.status_code == 422
    assert (project.stage, project.cost) == (S.ON_BALLOT, 42_000)
    assert "Le sol le permet." in page
    assert "Merci." in page
    assert "auteur@ville.example" not in page
    assert [one.stage for one in project.decisions.all()] == [
        S.DEPOSITED,
        S.ADMISSIBLE,
        S.ON_BALLOT,
    ]


def test_a_link_of_an_author_is_for_one_project_and_cannot_be_made(client, budget):
    project = from_ideas(budget, "a@ville.example")
    other = ProjectFactory.create(budget=budget, stage=S.DEPOSITED)
    link = author_path(project.consents.get())
    moved = link.replace(f"/projets/{project.number}/", f"/projets/{other.number}/")
    for address in (moved, f"{project.url}auteur/faux/"):
        assert client.get(address).status_code == 404
    assert client.get(link).headers["Cache-Control"].startswith("max-age=0, no-cache")


def test_a_department_decides_on_its_own_projects_only(client_of, budget):
    own, other = DepartmentFactory.create(), DepartmentFactory.create()
    pilot = StaffFactory.create(role=Role.PILOTS)
    DepartmentMember.objects.create(user=pilot, department=own, since=clock.NOW)
    desk = client_of(pilot)
    theirs = ProjectFactory.create(budget=budget, stage=S.DEPOSITED, department=own)
    others = ProjectFactory.create(budget=budget, stage=S.DEPOSITED, department=other)
    given = {"action": "decide", "decide-stage": "admissible"}

    answers = [
        desk.post(reverse("budget_projects:one", args=[one.pk]), given).status_code
        for one in (theirs, others)
    ]
    waiting = desk.get(reverse("budget_projects:index"), {"mine": "true"})

    theirs.refresh_from_db()
    others.refresh_from_db()
    assert (theirs.stage, others.stage) == (S.ADMISSIBLE, S.DEPOSITED)
    assert answers[0] == 302
    assert answers[1] in {302, 403}
    assert [one.pk for one in waiting.context["object_list"]] == [theirs.pk]


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_of_projects_asks_the_same_of_the_database(
    client_of, budget, django_assert_num_queries, many
):
    desk = client_of(StaffFactory.create(role=Role.PARTICIPATION))
    for _ in range(many):
        ProjectFactory.create(budget=budget, department=DepartmentFactory.create())
    address = reverse("budget_projects:index")
    desk.get(address)
    with django_assert_num_queries(18):
        desk.get(address)


def test_an_officer_keys_in_a_project_with_its_origin(client_of, budget):
    desk = client_of(StaffFactory.create(role=Role.PARTICIPATION))
    address = reverse("budget_projects:new", args=[budget.pk])

    without = desk.post(address, WORDS)
    desk.post(address, {**WORDS, "origin": "Réunion du 3 mai, école Makarenko"})

    assert "origin" in without.context["form"].errors
    project = Project.objects.get()
    assert (project.number, project.stage, project.origin[:7]) == (1, S.DEPOSITED, "Réunion")
