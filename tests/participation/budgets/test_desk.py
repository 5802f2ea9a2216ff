"""A budget in the admin: written, its rules published, its vote interrupted and amended."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from participation.budgets.models import BallotBox, ParticipatoryBudget, RuleVersion, VoteEvent
from participation.models import Amendment
from portal.accounts.enums import Role
from portal.accounts.models import User
from tests.factories.accounts import StaffFactory
from tests.factories.budgets import BudgetFactory, ProjectFactory
from tests.participation.budgets.acting import open_box
from tests.support import clock
from tests.support.budget_forms import budget_form

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]
BUDGETS = "wagtailsnippets_budgets_participatorybudget"


@pytest.fixture
def officer() -> User:
    return StaffFactory.create(role=Role.PARTICIPATION)


@pytest.fixture
def desk(client_of: Any, officer: User) -> Any:
    return client_of(officer)


def text(response: Any) -> str:
    return response.content.decode().replace("\xa0", " ").replace("\u202f", " ")


def test_a_budget_is_written_and_published(desk, client):
    response = desk.post(reverse(f"{BUDGETS}:add"), budget_form())

    assert response.status_code == 302
    budget = ParticipatoryBudget.objects.get()
    assert (budget.live, budget.level, budget.envelope) == (True, 6, 400_000)
    assert client.get(budget.url).status_code == 200


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"ballot_kind": "points"}, "points"),
        ({"ballot_kind": "points", "points": "10", "points_each": "11"}, "points_each"),
        ({"ballot_kind": "ranking", "rank_points": "cinq"}, "rank_points"),
        ({"ballot_kind": "ranking", "rank_points": "1, 3, 5", "max_choices": "3"}, "rank_points"),
        ({"ballot_kind": "ranking", "rank_points": "5, 3, 1"}, "max_choices"),
        ({"ballot_kind": "grades", "grades": "Bien\nMal"}, "grades"),
        ({"counting_rule": "majority-judgment"}, "counting_rule"),
        ({"ballot_kind": "grades", "grades": "A\nB\nC"}, "counting_rule"),
        ({"counting_rule": "mes", "utility": "points"}, "utility"),
        ({"tie_break": "mincost-maxvotes-lot"}, "lot_seed"),
        ({"by_mail": ""}, "by_account"),
        ({"on_paper": "on"}, "paper_places"),
        ({"envelope": "0"}, "envelope"),
        ({"age_from": "120"}, "age_from"),
        ({"envelope_mode": "guarantee"}, "envelope_mode"),
        ({"min_choices": "6"}, "__all__"),
    ],
)
def test_rules_that_make_no_sense_together_are_refused_at_their_field(desk, fields, fault):
    page = desk.post(reverse(f"{BUDGETS}:add"), budget_form(**fields))

    assert page.status_code == 200
    assert fault in page.context["form"].errors
    assert not ParticipatoryBudget.objects.exists()


def test_each_district_has_its_envelope_or_the_form_says_so(desk):
    add = reverse(f"{BUDGETS}:add")
    poor = budget_form((("nord", "0"), ("sud", "5")), envelope_mode="districts", envelope="0")
    rich = budget_form((("nord", "7"), ("sud", "5")), envelope_mode="districts", envelope="0")

    refused = desk.post(add, poor)
    taken = desk.post(add, rich)

    assert "envelope_mode" in refused.context["form"].errors
    assert taken.status_code == 302
    assert ParticipatoryBudget.objects.get().total_envelope == 12


def test_the_form_of_a_begun_vote_is_read_only_for_its_rules(desk):
    budget = BudgetFactory.create()
    ProjectFactory.create(budget=budget, number=1)
    open_box(budget)
    edit = reverse(f"{BUDGETS}:edit", args=[budget.pk])

    page = desk.get(edit)
    desk.post(edit, budget_form(max_choices="2", title="Autre", introduction="Mieux dit ?"))

    fields = page.context["form"].fields
    assert {name for name in ("max_choices", "age_from", "opens_at") if fields[name].disabled} == {
        "max_choices",
        "age_from",
        "opens_at",
    }
    now = ParticipatoryBudget.objects.get(pk=budget.pk)
    assert (now.max_choices, now.title, now.introduction) == (5, budget.title, "Mieux dit ?")


def test_the_form_of_a_begun_vote_refuses_a_district(desk):
    budget = BudgetFactory.create()
    open_box(budget)
    edit = reverse(f"{BUDGETS}:edit", args=[budget.pk])

    page = desk.post(edit, budget_form((("nord", "7"), ("sud", "5"))))

    assert "Le vote a commencé" in str(page.context["form"].non_field_errors())
    assert not budget.districts.exists()


def test_rules_are_read_once_more_then_published_as_they_were_read(desk):
    budget = BudgetFactory.create(opens_at=clock.days(5))
    ProjectFactory.create(budget=budget, number=1)
    address = reverse("budget_desk:rules", args=[budget.pk])
    page = desk.get(address)

    other = desk.post(address, {"sha256": "0" * 64})
    done = desk.post(address, {"sha256": page.context["sha256"]}, follow=True)
    again = desk.get(address)

    assert "Vous choisissez jusqu’à 5 projets." in text(page)
    assert "Relisez le règlement" in text(other)
    version = RuleVersion.objects.get()
    assert (version.sha256, version.published_by) == (
        page.context["sha256"],
        done.wsgi_request.user,
    )
    assert "Version 1" in text(done)
    assert again.context["is_same"]


def test_rules_that_make_no_sense_are_not_published(desk):
    budget = BudgetFactory.create(opens_at=clock.days(5), envelope_mode="guarantee")
    address = reverse("budget_desk:rules", args=[budget.pk])
    sha256 = desk.get(address).context["sha256"]

    page = desk.post(address, {"sha256": sha256})

    assert "Corrigez d’abord les réglages" in text(page)
    assert not RuleVersion.objects.exists()


def test_the_dashboard_lists_what_remains_and_no_partial_figure(desk):
    budget = BudgetFactory.create(opens_at=clock.days(5))
    ProjectFactory.create(budget=budget, number=1)

    page = desk.get(reverse("budget_desk:index", args=[budget.pk]))

    done = [check.done for check in page.context["checks"]]
    assert done == [True, True, True, False, True, False, False]
    assert "personne ne voit" in text(page).lower()


def test_a_vote_is_interrupted_and_resumed_in_public(desk):
    budget = BudgetFactory.create()
    ProjectFactory.create(budget=budget, number=1)
    open_box(budget)
    address = reverse("budget_desk:index", args=[budget.pk])

    silent = desk.post(address, {"action": "pause", "reason": ""})
    desk.post(address, {"action": "pause", "reason": "Panne du service de SMS."})
    paused = BallotBox.objects.get().paused_at
    desk.post(address, {"action": "resume", "reason": "Réparé."})

    assert silent.status_code == 200
    assert paused is not None
    assert BallotBox.objects.get().paused_at is None
    kinds = [line.kind for line in VoteEvent.objects.order_by("number")]
    assert kinds == ["rules_published", "paused", "resumed"]


def test_a_begun_vote_is_amended_from_its_screen(desk, client):
    budget = BudgetFactory.create()
    ProjectFactory.create(budget=budget, number=1)
    open_box(budget)
    address = reverse("budget_desk:amend", args=[budget.pk])
    form = desk.get(address).context["form"]
    given = {name: form.initial[name] for name in form.fields if form.initial.get(name)}
    given["closes_at"] = timezone.localtime(clock.days(30)).strftime("%Y-%m-%d %H:%M")

    silent = desk.post(address, given)
    done = desk.post(address, {**given, "reason": "Une semaine de plus."}, follow=True)
    lower = desk.post(address, {**given, "envelope": "10", "reason": "Moins."})

    assert silent.status_code == 200
    assert "La modification est publique" in text(done)
    assert Amendment.objects.filter(term="closes_at").count() == 1
    assert RuleVersion.objects.count() == 2
    assert "augmentée" in text(lower)
    assert "Une semaine de plus." in text(client.get(f"{budget.url}reglement/"))


def test_the_screen_of_promises_amends_a_budget_too(desk):
    budget = BudgetFactory.create()
    open_box(budget)
    address = reverse("participation_promises", args=[budget.pk])
    form = desk.get(address).context["amendment_form"]
    given = {f"amend-{name}": form.initial[name] for name in form.fields if form.initial.get(name)}
    given["amend-closes_at"] = timezone.localtime(clock.days(30)).strftime("%Y-%m-%d %H:%M")

    desk.post(address, {**given, "amend-reason": "Plus long.", "action": "amend"})

    assert RuleVersion.objects.filter(reason="Plus long.").count() == 1


@pytest.mark.parametrize("name", ["index", "rules", "amend"])
@pytest.mark.parametrize("role", [Role.PILOTS, Role.MODERATORS, Role.COMMUNICATIONS])
def test_the_screens_of_a_vote_are_for_those_who_conduct_it(client_of, role, name):
    budget = BudgetFactory.create()
    address = reverse(f"budget_desk:{name}", args=[budget.pk])

    response = client_of(StaffFactory.create(role=role)).get(address)

    assert response.status_code in {302, 403}
