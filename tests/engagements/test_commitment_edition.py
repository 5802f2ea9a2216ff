"""The edition of a commitment: wordings that stay, steps and figures that published news holds."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse
from wagtail.models import ModelLogEntry

from engagements.actions import Rows, record_update, record_wording, revise_wording, set_measures
from engagements.enums import DraftRefusal
from engagements.models import BudgetLine, Commitment, Indicator, IndicatorValue, Milestone
from engagements.panels import commitment_panels
from portal.accounts.enums import Role
from portal.decisions import Refused
from tests.factories.accounts import StaffFactory
from tests.factories.drafts import (
    NOW,
    BudgetLineFactory,
    IndicatorFactory,
    MilestoneFactory,
)
from tests.factories.engagements import CommitmentFactory, CommitmentUpdateFactory, ObjectiveFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site")]


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime(2026, 5, 11, 9, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def editor(client_of):
    return client_of(StaffFactory(role=Role.COMMUNICATIONS))


@pytest.fixture
def commitment():
    return CommitmentFactory(number=4, wording="Agir")


def url(action, commitment):
    return reverse(f"engagements_commitment_modeladmin_{action}", args=[commitment.pk])


def edited(commitment, **more):
    return {
        "number": commitment.number,
        "wording": commitment.wording,
        "objective": commitment.objective_id,
        "due_precision": "month",
        **more,
    }


def reached(commitment, **fields):
    news = CommitmentUpdateFactory(commitment=commitment)
    return MilestoneFactory(
        commitment=commitment, reached_by=news, reached_on=news.reported_on, **fields
    )


def measured(commitment, **fields):
    indicator = IndicatorFactory(commitment=commitment, **fields)
    news = CommitmentUpdateFactory(commitment=commitment)
    IndicatorValue.objects.create(
        indicator=indicator, update=news, measured_on=news.reported_on, value=12
    )
    return indicator


def test_the_former_wording_stays_with_the_reason(commitment):
    kept = revise_wording(
        commitment=commitment,
        wording="Agir mieux",
        reason="Vote du conseil.",
        decision_url="https://example.org/d",
        decision_label="Délibération 12",
        by=None,
        at=NOW,
    )

    commitment.refresh_from_db()
    assert commitment.wording == "Agir mieux"
    assert [
        (one.version, one.wording, one.reason, one.since) for one in commitment.wordings.all()
    ] == [(2, "Agir mieux", "Vote du conseil.", date(2026, 5, 11)), (1, "Agir", "", None)]
    assert kept.decision_label == "Délibération 12"


def test_the_same_wording_writes_nothing(commitment):
    assert (
        revise_wording(commitment=commitment, wording=" Agir ", reason="", by=None, at=NOW) is None
    )
    assert not commitment.wordings.exists()


def test_another_wording_without_a_reason_is_refused(commitment):
    with pytest.raises(Refused) as refused:
        revise_wording(commitment=commitment, wording="Autre", reason=" ", by=None, at=NOW)

    assert refused.value.reason == DraftRefusal.WORDING_REASON_MISSING
    assert Commitment.objects.get().wording == "Agir"


def test_the_first_wording_is_recorded_once(commitment):
    for _again in range(2):
        record_wording(commitment=commitment, former="", at=NOW, by=None)

    assert [one.version for one in commitment.wordings.all()] == [1]


def test_the_form_asks_why_the_wording_changes(editor, commitment):
    asked = edited(commitment, wording="Agir mieux")
    response = editor.post(url("edit", commitment), asked)

    assert response.status_code == 200
    assert "wording_reason" in response.context["form"].errors
    assert Commitment.objects.get().wording == "Agir"

    asked |= {
        "wording_reason": "Vote du conseil.",
        "decision_label": "Délibération 12",
        "decision_url": "https://example.org/d",
        "referent": "Adjointe aux achats",
        "plain_language": "La ville agit.",
        "starts_on": "2026-01-01",
        "starts_precision": "year",
    }
    assert editor.post(url("edit", commitment), asked).status_code == 302
    found = Commitment.objects.get()
    assert (found.wording, found.referent, found.plain_language) == (
        "Agir mieux",
        "Adjointe aux achats",
        "La ville agit.",
    )
    assert (found.starts_on, found.starts_precision) == (date(2026, 1, 1), "year")
    assert found.wordings.count() == 2
    page = editor.get(url("inspect", commitment)).content.decode()
    for text in ("Vote du conseil.", "Délibération 12", "Agir mieux"):
        assert text in page, text


def test_a_new_commitment_begins_with_its_first_wording(editor):
    asked = {
        "number": "9",
        "wording": "Commencer",
        "objective": ObjectiveFactory().pk,
        "due_precision": "month",
    }
    editor.post(reverse("engagements_commitment_modeladmin_create"), asked)

    assert Commitment.objects.get(number=9).wordings.get().wording == "Commencer"


def test_steps_indicators_and_budget_are_written_together(commitment):
    old = MilestoneFactory(commitment=commitment)
    set_measures(
        commitment=commitment,
        by=None,
        at=NOW,
        milestones=Rows(kept=[Milestone(label="Ouvrir")], deleted=[old]),
        indicators=Rows(kept=[Indicator(label="Part", unit="%", source="Achats")]),
        budget_lines=Rows(kept=[BudgetLine(year=2026, label="Travaux", voted=10)]),
    )

    assert [one.label for one in commitment.milestones.all()] == ["Ouvrir"]
    assert commitment.indicators.get().label == "Part"
    assert commitment.budget_lines.get().voted == 10
    assert ModelLogEntry.objects.filter(action="engagements.change_measures").count() == 1


def test_a_step_reached_is_neither_rewritten_nor_deleted(commitment):
    step = reached(commitment, label="Ouvrir")
    for rows in (Rows(deleted=[step]), Rows(kept=[rewritten(step, label="Fermer")])):
        with pytest.raises(Refused) as refused:
            set_measures(commitment=commitment, by=None, at=NOW, milestones=rows)
        assert refused.value.reason == DraftRefusal.STEP_REACHED

    moved = rewritten(step, position=7)
    set_measures(commitment=commitment, by=None, at=NOW, milestones=Rows(kept=[moved]))
    step.refresh_from_db()
    assert (step.label, step.position, step.reached_by_id is not None) == ("Ouvrir", 7, True)


def test_an_indicator_with_figures_keeps_what_they_are_read_with(commitment):
    indicator = measured(commitment, label="Part")
    for rows in (Rows(deleted=[indicator]), Rows(kept=[rewritten(indicator, unit="€")])):
        with pytest.raises(Refused) as refused:
            set_measures(commitment=commitment, by=None, at=NOW, indicators=rows)
        assert refused.value.reason == DraftRefusal.INDICATOR_MEASURED

    aimed = rewritten(indicator, target=80)
    set_measures(commitment=commitment, by=None, at=NOW, indicators=Rows(kept=[aimed]))
    indicator.refresh_from_db()
    assert (indicator.unit, indicator.target) == ("%", 80)


def test_rows_of_another_commitment_are_never_touched(commitment):
    other = BudgetLineFactory()
    set_measures(commitment=commitment, by=None, at=NOW, budget_lines=Rows(deleted=[other]))
    with pytest.raises(Refused):
        set_measures(commitment=commitment, by=None, at=NOW, budget_lines=Rows(kept=[other]))
    assert BudgetLine.objects.get().commitment_id == other.commitment_id


def rewritten(row, **fields):
    again = type(row).objects.get(pk=row.pk)
    for name, value in fields.items():
        setattr(again, name, value)
    return again


def rows_sent(**sets):
    """What the screen of rows sends: for each list its rows, the known ones with their keys."""
    sent = {}
    for name in ("milestones", "indicators", "budget_lines"):
        rows = sets.get(name, [])
        known = sum("id" in row for row in rows)
        sent |= {f"{name}-TOTAL_FORMS": len(rows), f"{name}-INITIAL_FORMS": known}
        for place, row in enumerate(rows):
            sent |= {f"{name}-{place}-{field}": value for field, value in row.items()}
    return sent


def test_the_screen_of_rows_works_without_a_script(editor, commitment):
    page = editor.get(url("measures", commitment)).content.decode()
    assert 'name="milestones-2-label"' in page
    more = editor.post(url("measures", commitment), {**rows_sent(), "action": "more"})
    assert 'name="budget_lines-2-label"' in more.content.decode()

    step = {"label": "Ouvrir", "planned_precision": "month", "planned_on": "2026-09-01"}
    indicator = {
        "label": "Part",
        "unit": "%",
        "source": "Achats",
        "direction": "up",
        "decimals": "1",
        "target": "62,5",
    }
    line = {"year": "2026", "label": "Travaux", "voted": "1000,50"}
    sent = rows_sent(milestones=[step], indicators=[indicator], budget_lines=[line])
    response = editor.post(url("measures", commitment), sent)

    assert response.status_code == 302
    assert commitment.milestones.get().planned_on == date(2026, 9, 1)
    assert str(commitment.indicators.get().target) == "62.500"
    assert str(commitment.budget_lines.get().voted) == "1000.50"


def test_the_screen_refuses_what_news_holds_beside_the_row(editor, commitment):
    step = reached(commitment, label="Ouvrir")
    row = {"id": step.pk, "label": "Fermer", "planned_precision": "month"}
    for change in ({}, {"label": "Ouvrir", "DELETE": "on"}):
        response = editor.post(
            url("measures", commitment), rows_sent(milestones=[{**row, **change}])
        )

        assert response.status_code == 200
        assert "Ce jalon est atteint" in response.content.decode()
    assert Milestone.objects.get().label == "Ouvrir"


def test_two_names_exchanged_are_refused_with_a_sentence(editor, commitment):
    first = IndicatorFactory(commitment=commitment, label="Délai", unit="jours", source="RH")
    other = IndicatorFactory(commitment=commitment, label="Part", unit="%", source="RH")
    kept = {"unit": "jours", "source": "RH", "direction": "up", "decimals": 0}
    sent = rows_sent(
        indicators=[
            {"id": first.pk, "label": "Part", **kept},
            {"id": other.pk, "label": "Délai", **kept},
        ]
    )

    response = editor.post(url("measures", commitment), sent)

    assert response.status_code == 200
    assert set(Indicator.objects.values_list("label", flat=True)) == {"Délai", "Part"}


def test_news_published_while_a_commitment_is_edited_stays(commitment):
    stale = Commitment.objects.get(pk=commitment.pk)
    record_update(
        commitment=commitment,
        at=NOW,
        user=None,
        status="done",
        text="C’est fait.",
        author_function="Direction",
        reported_on=date(2026, 5, 4),
        due_on=date(2026, 12, 31),
    )
    form_class = commitment_panels.bind_to_model(Commitment).get_form_class()
    form = form_class(edited(commitment, summary="Autrement dit."), instance=stale)
    assert form.is_valid(), form.errors

    form.save()

    commitment.refresh_from_db()
    assert (commitment.status, commitment.summary) == ("done", "Autrement dit.")
    assert commitment.done_on == commitment.last_reported_on == date(2026, 5, 4)
    assert commitment.due_on == date(2026, 12, 31)


def test_a_pilot_does_not_open_the_rows(client_of, commitment):
    browser = client_of(StaffFactory(role=Role.PILOTS))
    for send in (browser.get, browser.post):
        assert send(url("measures", commitment)).status_code in {302, 403}
