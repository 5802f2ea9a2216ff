"""The registers in the admin: lists, filters, export, edition, reports of progress, rights."""

import io
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from openpyxl import load_workbook

from engagements.enums import CommitmentStatus, DraftState
from engagements.models import Commitment, CommitmentUpdate, PriorityPage, UpdateDraft
from tests.factories.accounts import UserFactory
from tests.factories.drafts import DraftFactory
from tests.factories.engagements import (
    CommitmentFactory,
    CommitmentUpdateFactory,
    DepartmentFactory,
    EvidenceFactory,
    ObjectiveFactory,
    PeriodFactory,
    axis_page,
    join,
    priority_page,
    value_page,
)

pytestmark = pytest.mark.django_db

LIST = "engagements_commitment_modeladmin_index"
LIST_QUERIES = 23
S = CommitmentStatus


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime(2026, 5, 11, 9, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def signed_in(client):
    """A browser whose user holds the rights named, and may enter the admin."""

    def sign_in(*codenames, department=None):
        user = UserFactory()
        if department:
            join(department, user)
        group = Group.objects.create(name="Essai")
        wanted = {"access_admin", *codenames}
        group.permissions.set(Permission.objects.filter(codename__in=wanted))
        user.groups.add(group)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


EDITOR = (
    "add_commitment",
    "change_commitment",
    "delete_commitment",
    "change_objective",
    "change_department",
    "change_period",
)


def url(action, commitment, model="commitment"):
    return reverse(f"engagements_{model}_modeladmin_{action}", args=[commitment.pk])


def body_of(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_the_list_shows_state_priority_department_and_news(signed_in):
    commitment = CommitmentFactory(
        number=17,
        objective=ObjectiveFactory(priority=priority_page(3, short_name="Efficacité")),
        due_on=date(2025, 1, 1),
        lead_department=DepartmentFactory(name="Direction des achats"),
    )
    CommitmentUpdateFactory(commitment=commitment)

    page = signed_in(*EDITOR).get(reverse(LIST)).content.decode()

    for text in ("17", "3. Efficacité", "En retard", "Direction des achats", "2 mars 2026"):
        assert text in page, text


def test_the_list_costs_the_same_for_one_and_three(signed_in, django_assert_num_queries):
    browser = signed_in(*EDITOR)
    CommitmentFactory(lead_department=DepartmentFactory(), period=PeriodFactory())
    browser.get(reverse(LIST))
    with django_assert_num_queries(LIST_QUERIES):
        browser.get(reverse(LIST))
    for _ in range(2):
        CommitmentFactory(lead_department=DepartmentFactory(), period=PeriodFactory())
    with django_assert_num_queries(LIST_QUERIES):
        browser.get(reverse(LIST))


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({}, [1, 2]),
        ({"late": "1"}, [1]),
        ({"status__exact": "done"}, [2]),
        ({"q": "guichet"}, [1]),
        ({"q": "2"}, [2]),
        ({"q": "toboggan"}, []),
    ],
)
def test_the_list_filters_and_searches(signed_in, query, numbers):
    CommitmentFactory(number=1, wording="Ouvrir un guichet", due_on=date(2025, 1, 1))
    CommitmentFactory(number=2, wording="Acheter durable", status=S.DONE)

    response = signed_in(*EDITOR).get(reverse(LIST), query)

    assert response.status_code == 200
    assert [one.number for one in response.context["view"].queryset] == numbers


@pytest.mark.parametrize("model", ["commitment", "objective", "department", "period"])
def test_each_register_has_its_list_inspect_and_edit_screens(signed_in, model):
    commitment = CommitmentFactory(lead_department=DepartmentFactory(), period=PeriodFactory())
    EvidenceFactory(update=CommitmentUpdateFactory(commitment=commitment))
    target = {
        "commitment": commitment,
        "objective": commitment.objective,
        "department": commitment.lead_department,
        "period": commitment.period,
    }[model]
    browser = signed_in(*EDITOR)

    assert browser.get(reverse(f"engagements_{model}_modeladmin_index")).status_code == 200
    for action in ("inspect", "edit", "history"):
        assert browser.get(url(action, target, model)).status_code == 200, action


def test_inspecting_shows_the_news(signed_in):
    update = CommitmentUpdateFactory(
        text="Le local est livré.", status=S.DROPPED, status_reason="Remplacé."
    )
    page = signed_in(*EDITOR).get(url("inspect", update.commitment)).content.decode()
    assert "Le local est livré." in page
    assert "Remplacé." in page


def test_exports_cannot_carry_a_formula(signed_in):
    CommitmentFactory(number=1, wording="=1+1", summary="@SOMME(A1)")
    browser = signed_in(*EDITOR)

    text = body_of(browser.get(reverse(LIST), {"export": "csv"})).decode()
    assert "'=1+1" in text
    assert "'@SOMME" in text
    assert "—" not in text

    book = load_workbook(io.BytesIO(body_of(browser.get(reverse(LIST), {"export": "xlsx"}))))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "inlineStr"}
    assert "'=1+1" in {cell.value for cell in cells}


def test_editing_never_touches_the_status(signed_in):
    commitment = CommitmentFactory(number=4, wording="Ancien")
    response = signed_in(*EDITOR).post(
        url("edit", commitment),
        {
            "number": "4",
            "wording": "Nouveau",
            "wording_reason": "Délibération du 4 mai.",
            "objective": commitment.objective_id,
            "due_precision": "month",
            "due_on": "2026-06-01",
            "status": "done",
            "status_reason": "x",
        },
    )

    commitment.refresh_from_db()
    assert response.status_code == 302
    assert (commitment.wording, commitment.status) == ("Nouveau", S.UNKNOWN)
    assert commitment.due_on == date(2026, 6, 1)


def test_a_published_due_date_is_not_edited_silently(signed_in):
    commitment = CommitmentFactory(number=4, due_on=date(2026, 6, 1), due_precision="month")
    signed_in(*EDITOR).post(
        url("edit", commitment),
        {
            "number": "4",
            "wording": commitment.wording,
            "objective": commitment.objective_id,
            "due_on": "2030-01-01",
            "due_precision": "year",
        },
    )

    commitment.refresh_from_db()
    assert (commitment.due_on, commitment.due_precision) == (date(2026, 6, 1), "month")


def test_a_number_already_taken_is_refused_with_a_sentence(signed_in):
    CommitmentFactory(number=4)
    other = CommitmentFactory(number=5)
    response = signed_in(*EDITOR).post(
        url("edit", other),
        {"number": "4", "wording": "x", "objective": other.objective_id, "due_precision": "day"},
    )
    assert response.status_code == 200
    assert "Un engagement porte déjà ce numéro." in response.content.decode()


def test_a_new_commitment_can_be_written(signed_in):
    objective = ObjectiveFactory()
    browser = signed_in(*EDITOR)
    create = reverse("engagements_commitment_modeladmin_create")

    assert browser.get(create).status_code == 200
    response = browser.post(
        create,
        {"number": "9", "wording": "Agir", "objective": objective.pk, "due_precision": "month"},
    )

    assert response.status_code == 302
    assert Commitment.objects.get(number=9).status == S.UNKNOWN


def test_a_commitment_with_news_cannot_be_deleted(signed_in):
    update = CommitmentUpdateFactory()
    response = signed_in(*EDITOR).post(url("delete", update.commitment))

    assert response.status_code == 200
    assert Commitment.objects.filter(pk=update.commitment_id).exists()


def test_a_department_that_reports_is_not_deleted_and_says_why(signed_in):
    department = DepartmentFactory()
    DraftFactory(department=department, commitment=CommitmentFactory(number=17))

    response = signed_in(*EDITOR, "delete_department").post(url("delete", department, "department"))

    assert response.status_code == 200
    assert "En préparation" in response.content.decode()
    department.refresh_from_db()


REPORT = {
    "reported_on": "2026-05-04",
    "status": "under_way",
    "status_reason": "",
    "text": "Le marché est signé.",
    "author_function": "Direction des achats",
    "due_on": "",
    "due_precision": "month",
    "evidence-TOTAL_FORMS": "1",
    "evidence-INITIAL_FORMS": "0",
}


def test_a_pilot_reports_progress_and_nothing_else(signed_in):
    department = DepartmentFactory()
    commitment = CommitmentFactory(number=17, lead_department=department)
    browser = signed_in("add_commitmentupdate", department=department)

    page = browser.get(reverse(LIST)).content.decode()
    assert url("progress", commitment) in page
    assert url("edit", commitment) not in page
    assert browser.get(url("edit", commitment)).status_code in {302, 403}
    assert browser.get(url("progress", commitment)).status_code == 200

    response = browser.post(url("progress", commitment), REPORT)

    commitment.refresh_from_db()
    assert response.status_code == 302
    assert response["Location"] == url("inspect", commitment)
    # Somebody who approves publishes it.
    assert commitment.status == S.UNKNOWN
    assert UpdateDraft.objects.get().state == DraftState.SUBMITTED
    assert not CommitmentUpdate.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": ""}, "text"),
        ({"status": "dropped"}, "status_reason"),
        ({"reported_on": "2026-05-12"}, "reported_on"),
        ({"due_on": "2020-01-01"}, "due_on"),
        ({"status": "perhaps"}, "status"),
    ],
)
def test_a_refused_report_says_why_beside_the_field(signed_in, change, field):
    department = DepartmentFactory()
    commitment = CommitmentFactory(due_on=date(2026, 1, 1), lead_department=department)
    response = signed_in("add_commitmentupdate", department=department).post(
        url("progress", commitment), {**REPORT, **change}
    )

    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert not CommitmentUpdate.objects.exists()


def test_a_pilot_reports_for_their_own_departments_only(signed_in):
    mine, other = DepartmentFactory(), DepartmentFactory()
    led = CommitmentFactory(lead_department=mine)
    joined = CommitmentFactory(lead_department=other)
    joined.associated_departments.add(mine)
    foreign, nobodys = CommitmentFactory(lead_department=other), CommitmentFactory()
    browser = signed_in("add_commitmentupdate", department=mine)

    page = browser.get(reverse(LIST)).content.decode()

    shown = [one for one in (led, joined, foreign, nobodys) if url("progress", one) in page]
    assert shown == [led, joined]
    for commitment in (foreign, nobodys):
        for send in (browser.get, lambda address: browser.post(address, REPORT)):
            assert send(url("progress", commitment)).status_code in {302, 403}
    assert not CommitmentUpdate.objects.exists()
    assert browser.post(url("progress", joined), REPORT).status_code == 302
    assert UpdateDraft.objects.get().commitment == joined


def test_who_keeps_the_register_reports_on_everything(signed_in):
    commitment = CommitmentFactory()
    browser = signed_in(*EDITOR, "add_commitmentupdate")

    assert browser.get(url("progress", commitment)).status_code == 200


def test_without_the_right_nobody_reports(signed_in):
    commitment = CommitmentFactory()
    browser = signed_in(*EDITOR)

    assert url("progress", commitment) not in browser.get(reverse(LIST)).content.decode()
    for send in (browser.get, browser.post):
        assert send(url("progress", commitment)).status_code in {302, 403}
    assert not CommitmentUpdate.objects.exists()


def test_without_rights_nothing_is_listed(signed_in, client):
    commitment = CommitmentFactory()
    for address in (reverse(LIST), url("progress", commitment), url("inspect", commitment)):
        assert client.get(address).status_code == 302
    browser = signed_in()
    assert browser.get(reverse(LIST)).status_code in {302, 403}


@pytest.mark.usefixtures("portal_site")
def test_the_right_to_report_can_be_given_to_a_group(signed_in):
    browser = signed_in("add_group", "change_group")
    page = browser.get(reverse("wagtailusers_groups:add"))
    wanted = Permission.objects.get(codename="add_commitmentupdate")
    assert f'value="{wanted.pk}"' in page.content.decode()


def test_editors_compose_and_preview_each_page_type(client_of, administrator):
    value = value_page(1)
    pages = [value, axis_page(1, values=(value,)), priority_page(1, values=(value,))]
    browser = client_of(administrator)
    for page in [*pages, *(page.get_parent().specific for page in pages)]:
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert browser.get(edit).status_code == 200, page
        assert page.make_preview_request().status_code == 200, page


def test_a_priority_with_objectives_is_not_deleted(client_of, administrator):
    priority = ObjectiveFactory().priority
    browser = client_of(administrator)
    delete = reverse("wagtailadmin_pages:delete", args=[priority.pk])

    assert browser.get(delete).status_code == 200
    browser.post(delete)

    assert PriorityPage.objects.filter(pk=priority.pk).exists()
