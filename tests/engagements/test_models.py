"""What the database refuses, and that SQL and rules agree on lateness."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from engagements.enums import CommitmentStatus, DatePrecision
from engagements.models import (
    AxisIndexPage,
    AxisPage,
    Commitment,
    CommitmentUpdate,
    PriorityIndexPage,
    PriorityPage,
    ValueIndexPage,
    ValuePage,
)
from tests.factories.engagements import (
    CommitmentFactory,
    CommitmentUpdateFactory,
    DepartmentFactory,
    ObjectiveFactory,
    PeriodFactory,
    axis_page,
    priority_page,
    value_page,
)

pytestmark = pytest.mark.django_db


def refused(action, constraint):
    """Check that the database refuses, naming the rule when it names it (SQLite: columns)."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        action()
    message = str(refusal.value)
    assert constraint in message or "UNIQUE" in message, message


def test_a_number_belongs_to_one_commitment():
    CommitmentFactory(number=7)
    refused(lambda: CommitmentFactory(number=7), "commitment_number_is_unique")


def test_numbers_start_at_one():
    refused(lambda: CommitmentFactory(number=0), "commitment_number_starts_at_one")
    refused(lambda: ObjectiveFactory(number=0), "objective_number_starts_at_one")


def test_a_wording_is_required():
    refused(lambda: CommitmentFactory(wording=""), "commitment_wording_is_not_empty")


def test_a_status_is_one_of_the_list():
    refused(lambda: CommitmentFactory(status="soon"), "commitment_status_is_known")
    refused(lambda: CommitmentUpdateFactory(status="soon"), "commitment_update_status_is_known")


def test_dropping_needs_a_reason():
    dropped = CommitmentStatus.DROPPED
    refused(lambda: CommitmentFactory(status=dropped), "commitment_dropped_has_a_reason")
    refused(
        lambda: CommitmentUpdateFactory(status=dropped), "commitment_update_dropped_has_a_reason"
    )
    with pytest.raises(ValidationError):
        CommitmentFactory.build(status=dropped).validate_constraints()


def test_a_new_due_date_follows_a_first_one():
    refused(
        lambda: CommitmentFactory(revised_due_on=date(2027, 1, 1)),
        "commitment_new_due_date_follows_a_first",
    )


def test_news_has_a_text():
    refused(lambda: CommitmentUpdateFactory(text=""), "commitment_update_text_is_not_empty")


def test_an_objective_number_is_unique_within_its_priority():
    objective = ObjectiveFactory(number=1)
    refused(
        lambda: ObjectiveFactory(priority=objective.priority, number=1),
        "objective_number_is_unique_per_priority",
    )
    ObjectiveFactory(priority=objective.priority, number=2)


def test_departments_and_periods_have_one_key():
    DepartmentFactory(slug="achats")
    PeriodFactory(key="2020-2021")
    refused(lambda: DepartmentFactory(slug="achats"), "department_slug_is_unique")
    refused(lambda: PeriodFactory(key="2020-2021"), "period_key_is_unique")


def test_import_keys_are_unique_but_not_required():
    DepartmentFactory(import_key=None)
    DepartmentFactory(import_key=None)
    DepartmentFactory(import_key="achats")
    refused(lambda: DepartmentFactory(import_key="achats"), "import_key")


def test_page_numbers_start_at_one():
    value_page(1), axis_page(1), priority_page(1)
    refused(lambda: ValuePage.objects.update(number=0), "value_number_starts_at_one")
    refused(lambda: AxisPage.objects.update(number=0), "axis_number_starts_at_one")
    refused(lambda: PriorityPage.objects.update(number=0), "priority_number_starts_at_one")
    with pytest.raises(ValidationError):
        value_page(0)


def test_what_has_been_reported_cannot_disappear_with_its_commitment():
    update = CommitmentUpdateFactory()
    with pytest.raises(ProtectedError):
        update.commitment.delete()
    with pytest.raises(ProtectedError):
        update.commitment.objective.delete()


@pytest.mark.parametrize("at", [date(2026, 5, 31), date(2026, 6, 1), date(2027, 1, 1)])
def test_late_in_sql_is_late_in_rules(at):
    objective = ObjectiveFactory()
    for status in CommitmentStatus:
        for precision in DatePrecision:
            for due_on in (None, date(2026, 5, 1), date(2026, 5, 31), date(2026, 12, 31)):
                CommitmentFactory(
                    objective=objective,
                    status=status,
                    status_reason="Parce que.",
                    due_on=due_on,
                    due_precision=precision,
                )

    in_sql = set(Commitment.objects.late(at).values_list("pk", flat=True))

    assert in_sql == {one.pk for one in Commitment.objects.all() if one.is_late(at)}
    assert in_sql


def test_pages_name_their_children_only():
    for index, child in (
        (ValueIndexPage, ValuePage),
        (AxisIndexPage, AxisPage),
        (PriorityIndexPage, PriorityPage),
    ):
        assert index.max_count == 1
        assert index.clean_subpage_models() == [child]
        assert child.clean_subpage_models() == []


def test_a_value_shared_by_several_axes_has_no_colour_of_its_own():
    alone, shared = value_page(1), value_page(11)
    axis_page(1, values=(alone, shared))
    axis_page(2, values=(shared,))

    assert alone.tile_axis == 1
    assert shared.tile_axis is None
    assert value_page(12).tile == "v-1"


def test_strings_say_what_things_are():
    commitment = CommitmentFactory(number=3, wording="Agir")
    update = CommitmentUpdateFactory(commitment=commitment)

    assert str(commitment) == "3. Agir"
    assert str(update).endswith("2026-03-02")
    assert commitment.get_absolute_url() == "/engagements/3/"
    assert CommitmentUpdate.objects.first() == update


def test_axis_is_found_by_its_challenges():
    axis = axis_page(2, challenges=[("item", "Préserver l'environnement")])
    assert "environ" in axis.search_text
