"""Preparing answers: assignment, private notes, the list of each, answers in number."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from participation import actions
from participation.enums import Reason, Verdict
from participation.models import Assignment, Contribution, PrivateNote
from participation.queries import answering
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.decisions import Refused
from tests.factories.accounts import StaffFactory
from tests.factories.answers import (
    assigned_idea,
    draft,
    respondent,
)
from tests.factories.engagements import DepartmentFactory
from tests.factories.participation import (
    IdeaConsultationFactory,
    ThemeFactory,
    answered_idea,
    make_idea,
    published_idea,
)
from tests.support import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]

DESK = "contributions:edit"
LIST = "answering:index"
BULK = "answering:bulk"
ASSIGN = "answering:assign"
NOTE = "answering:note"
SECRET = "Voir avec Mme Tilleul avant de répondre"


def page_of(browser: Any, name: str, *args: Any, **asked: Any) -> str:
    text: str = browser.get(reverse(name, args=args), asked).content.decode()
    return text


# Assignment


def test_an_officer_entrusts_an_answer(
    client_of: Any, officer: User, django_capture_on_commit_callbacks: Any
) -> None:
    department = DepartmentFactory.create()
    person = respondent(department)
    idea = published_idea(title="Un banc place du marché")
    data = {
        "assign-department": department.pk,
        "assign-person": person.pk,
        "assign-due_on": "2026-06-01",
    }
    with django_capture_on_commit_callbacks(execute=True):
        client_of(officer).post(reverse(ASSIGN, args=[idea.pk]), data)
    assignment = Assignment.objects.get(contribution=idea)
    assert (assignment.department, assignment.person) == (department, person)
    assert (assignment.due_on, assignment.assigned_by) == (date(2026, 6, 1), officer)
    [message] = mail.outbox
    assert message.to == [person.email]
    assert "banc" not in message.subject
    assert "Un banc place du marché" in message.body
    assert "1er\xa0juin 2026" in message.body


@pytest.mark.parametrize("again", ["same", "another"])
def test_only_a_new_person_is_told(again: str, django_capture_on_commit_callbacks: Any) -> None:
    department = DepartmentFactory.create()
    first = respondent(department)
    idea = assigned_idea(department, first)
    person = first if again == "same" else respondent(department)
    with django_capture_on_commit_callbacks(execute=True):
        actions.assign_contribution(
            contribution=idea,
            department=department,
            person=person,
            due_on=date(2026, 7, 1),
            officer=None,
            at=clock.NOW,
        )
    assert [message.to for message in mail.outbox] == ([] if again == "same" else [[person.email]])


def test_what_is_not_public_is_entrusted_to_nobody() -> None:
    with pytest.raises(Refused) as refused:
        actions.assign_contribution(
            contribution=make_idea(),
            department=DepartmentFactory.create(),
            officer=None,
            at=clock.NOW,
        )
    assert refused.value.reason == Reason.NOT_PUBLISHED_YET


def test_a_respondent_assigns_nothing(client_of: Any) -> None:
    department = DepartmentFactory.create()
    idea = assigned_idea(department)
    browser = client_of(respondent(department))
    other = DepartmentFactory.create()
    for name, args in ((ASSIGN, [idea.pk]), ("answering:assign_many", [])):
        response = browser.post(
            reverse(name, args=args), {"assign-department": other.pk, "idea": idea.pk, "step": "do"}
        )
        assert response.status_code in {302, 403}
    assert Assignment.objects.get(contribution=idea).department == department


def test_many_are_entrusted_by_one_mail(
    client_of: Any, officer: User, django_capture_on_commit_callbacks: Any
) -> None:
    department = DepartmentFactory.create()
    person = respondent(department)
    call = IdeaConsultationFactory.create()
    ideas = [published_idea(call) for _ in range(3)]
    chosen = {"idea": [idea.pk for idea in ideas]}
    browser = client_of(officer)
    address = reverse("answering:assign_many")
    assert "3 contributions" in browser.post(address, chosen).content.decode()
    data = {"step": "do", "assign-department": department.pk, "assign-person": person.pk}
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(address, {**chosen, **data})
    assert Assignment.objects.filter(department=department, person=person).count() == 3
    assert [message.to for message in mail.outbox] == [[person.email]]


@pytest.mark.parametrize(
    ("due_in", "answered", "overdue"),
    [
        (-1, False, True),
        (0, False, False),
        (1, False, False),
        (None, False, False),
        (-1, True, False),
    ],
)
def test_when_an_answer_is_overdue(due_in: int | None, answered: bool, overdue: bool) -> None:
    today = clock.NOW.date()
    due_on = None if due_in is None else today + timedelta(days=due_in)
    answered_at = clock.NOW if answered else None
    assignment = Assignment(contribution=Contribution(answered_at=answered_at), due_on=due_on)
    assert assignment.is_overdue(today) is overdue


def test_each_sees_their_answers_to_prepare(client_of: Any, officer: User) -> None:
    department = DepartmentFactory.create(name="Espaces verts")
    author = respondent(department)
    assigned_idea(department, author, title="La mienne", due_on=date(2026, 5, 1))
    assigned_idea(department, title="Celle du service")
    assigned_idea(title="Celle d’un autre service")
    published_idea(title="Celle de personne")
    mine = page_of(client_of(author), LIST)
    titles = ["La mienne", "Celle du service", "Celle d’un autre service", "Celle de personne"]
    assert [title in mine for title in titles] == [True, True, False, False]
    assert "en retard" in mine
    everything = page_of(client_of(officer), LIST)
    assert all(title in everything for title in titles)


def test_the_home_page_counts_what_is_mine(client_of: Any) -> None:
    department = DepartmentFactory.create()
    author = respondent(department)
    assert answering.my_answers(author, clock.NOW.date()) == answering.MyAnswers(0, 0, None)
    assert (
        reverse(LIST) + '"' not in page_of(client_of(author), "wagtailadmin_home").split("<main")[1]
    )
    assigned_idea(department, author, due_on=date(2026, 5, 1))
    assigned_idea(department, due_on=date(2026, 6, 1))
    assigned_idea(department, respondent(department))
    assert answering.my_answers(author, clock.NOW.date()) == answering.MyAnswers(
        2, 1, date(2026, 6, 1)
    )
    home = page_of(client_of(author), "wagtailadmin_home")
    assert "2 réponses vous sont confiées" in home
    assert "1 est en retard" in home


def test_the_list_is_narrowed(client_of: Any, officer: User) -> None:
    theme = ThemeFactory.create()
    call = IdeaConsultationFactory.create(answer_by=date(2026, 5, 1), themes=[theme])
    department = DepartmentFactory.create()
    published_idea(call, title="Un banc à l’ombre", theme=theme)
    answered_idea(title="Une fontaine")
    assigned_idea(department, title="Un abri", due_on=date(2026, 5, 1))
    browser = client_of(officer)
    cases: list[tuple[dict[str, Any], str]] = [
        ({"activity": call.pk}, "Un banc à l’ombre"),
        ({"theme": theme.pk}, "Un banc à l’ombre"),
        ({"verdict": Verdict.RETAINED}, "Une fontaine"),
        ({"department": department.pk}, "Un abri"),
        ({"progress": "overdue"}, "Un abri"),
        ({"progress": "late"}, "Un banc à l’ombre"),
        ({"q": "bancs ombre"}, "Un banc à l’ombre"),
    ]
    titles = {"Un banc à l’ombre", "Une fontaine", "Un abri"}
    for asked, title in cases:
        shown = page_of(browser, "answering:index_results", **asked)
        assert {one for one in titles if one in shown} == {title}, asked


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_queries(
    client_of: Any, officer: User, count: int, django_assert_num_queries: Any
) -> None:
    department = DepartmentFactory.create()
    call = IdeaConsultationFactory.create()
    for _ in range(count):
        draft(assigned_idea(department, respondent(department), consultation=call))
    browser = client_of(officer)
    browser.get(reverse(LIST))
    with django_assert_num_queries(LIST_QUERIES):
        browser.get(reverse(LIST))


LIST_QUERIES = 18


# Private notes


def test_notes_are_read_by_those_in_charge_only(
    client_of: Any, client: Any, officer: User, moderator: User
) -> None:
    department = DepartmentFactory.create()
    author = respondent(department)
    idea = assigned_idea(department)
    client_of(author).post(reverse(NOTE, args=[idea.pk]), {"note-text": SECRET})
    [note] = PrivateNote.objects.all()
    assert (note.text, note.author, note.written_at) == (SECRET, author, clock.NOW)
    for user, reads in (
        (officer, True),
        (author, True),
        (respondent(DepartmentFactory.create()), False),
        (moderator, False),
        (StaffFactory.create(role=Role.PILOTS), False),
    ):
        shown = client_of(user).get(reverse(DESK, args=[idea.pk]), follow=True).content.decode()
        assert (SECRET in shown) is reads, user


@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_note_is_not_kept(client_of: Any, officer: User, text: str) -> None:
    idea = published_idea()
    client_of(officer).post(reverse(NOTE, args=[idea.pk]), {"note-text": text})
    assert not PrivateNote.objects.exists()
    with pytest.raises(Refused):
        actions.add_note(contribution=idea, text=text, author=officer, at=clock.NOW)


def test_who_has_no_right_writes_no_note(client_of: Any, moderator: User) -> None:
    idea = published_idea()
    client_of(moderator).post(reverse(NOTE, args=[idea.pk]), {"note-text": SECRET})
    assert not PrivateNote.objects.exists()
