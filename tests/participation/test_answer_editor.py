"""Answers through the admin's real forms: draft, submit, approve, publish, lock, preview."""

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import TaskState

from participation.enums import Reason, Verdict
from participation.models import Answer
from portal.accounts.enums import Role
from portal.accounts.models import User
from tests.factories.accounts import StaffFactory
from tests.factories.answers import (
    AnswerTemplateFactory,
    assigned_idea,
    draft,
    published,
    respondent,
)
from tests.factories.engagements import CommitmentFactory, DepartmentFactory
from tests.factories.participation import published_idea
from tests.support import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]

ANSWERS = "wagtailsnippets_participation_answer"
EDIT = f"{ANSWERS}:edit"
DESK = "contributions:edit"


def sent(**fields: Any) -> dict[str, Any]:
    """What the editor's form sends."""
    return {
        "verdict": Verdict.RETAINED,
        "text": "Oui, dès l’automne.",
        "department": "",
        "go_live_at": "",
        **fields,
    }


def test_an_answer_walks_from_draft_to_public(client: Any, client_of: Any, officer: User) -> None:
    """A respondent begins, writes and submits; an officer approves; the public reads."""
    department = DepartmentFactory.create()
    author = respondent(department)
    commitment = CommitmentFactory.create()
    idea = assigned_idea(department)
    browser = client_of(author)
    begun = browser.post(reverse("answering:prepare", args=[idea.pk]))
    answer = Answer.objects.get(contribution=idea)
    edit = reverse(EDIT, args=[answer.pk])
    assert begun.headers["Location"] == edit
    page = browser.get(edit).content.decode()
    assert idea.title in page
    assert 'name="action-publish"' not in page
    browser.post(edit, sent(text="", verdict=""))
    browser.post(edit, sent(commitments=[commitment.pk]))
    assert "dès l’automne" not in client.get(idea.url).content.decode()
    browser.post(edit, sent(commitments=[commitment.pk], **{"action-submit": "1"}))
    answer.refresh_from_db()
    assert (answer.workflow_in_progress, answer.live) == (True, False)

    reviewer = client_of(officer)
    task = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)
    address = reverse(f"{ANSWERS}:workflow_action", args=[answer.pk, "approve", task.pk])
    reviewer.post(address)
    answer.refresh_from_db()
    idea.refresh_from_db()
    assert (answer.live, answer.answered_at, idea.verdict) == (True, clock.NOW, "retained")
    assert list(idea.commitments.all()) == [commitment]
    assert "dès l’automne" in client.get(idea.url).content.decode()


def test_a_submitted_answer_is_locked_for_its_author(client_of: Any, officer: User) -> None:
    department = DepartmentFactory.create()
    browser = client_of(respondent(department))
    answer = draft(assigned_idea(department))
    edit = reverse(EDIT, args=[answer.pk])
    browser.post(edit, sent(**{"action-submit": "1"}))
    browser.post(edit, sent(text="Autre chose."))
    opened = Answer.objects.get(pk=answer.pk).get_latest_revision_as_object()
    assert opened.text == "Oui, dès l’automne."


def test_a_respondent_cannot_publish(client_of: Any, officer: User) -> None:
    department = DepartmentFactory.create()
    answer = draft(assigned_idea(department))
    client_of(respondent(department)).post(
        reverse(EDIT, args=[answer.pk]), sent(**{"action-publish": "1"})
    )
    answer.refresh_from_db()
    assert (answer.live, answer.contribution.verdict) == (False, "")


def test_an_officer_publishes_at_once(client_of: Any, officer: User) -> None:
    answer = draft(text="", verdict="")
    edit = reverse(EDIT, args=[answer.pk])
    browser = client_of(officer)
    assert browser.post(edit, sent(text="", **{"action-publish": "1"})).status_code == 200
    assert Answer.objects.get(pk=answer.pk).live is False
    browser.post(edit, sent(**{"action-publish": "1"}))
    answer = Answer.objects.get(pk=answer.pk)
    assert (answer.live, answer.answered_by) == (True, officer)


def test_what_the_rules_refuse_is_told_above_the_editor(client_of: Any, officer: User) -> None:
    answer = published(draft())
    browser = client_of(officer)
    page = browser.post(reverse(f"{ANSWERS}:unpublish", args=[answer.pk]), follow=True)
    assert str(Reason.ANSWER_STAYS.label) in page.content.decode()
    assert Answer.objects.get(pk=answer.pk).live is True
    browser.post(
        reverse(EDIT, args=[answer.pk]),
        sent(verdict=Verdict.UNDER_STUDY, **{"action-publish": "1"}),
    )
    assert Answer.objects.get(pk=answer.pk).verdict == Verdict.RETAINED


def test_a_public_answer_is_not_deleted_even_by_an_administrator(
    client_of: Any, administrator: User
) -> None:
    browser = client_of(administrator)
    kept, dropped = published(draft()), draft()
    for answer in (kept, dropped):
        browser.post(reverse(f"{ANSWERS}:delete", args=[answer.pk]))
    bulk = reverse("wagtail_bulk_action", args=["participation", "answer", "delete"])
    browser.post(f"{bulk}?id={kept.pk}&next=/admin/")
    assert Answer.objects.filter(pk=kept.pk).exists()


def test_nobody_adds_an_answer_without_its_idea(client_of: Any, administrator: User) -> None:
    browser = client_of(administrator)
    assert browser.get(reverse(f"{ANSWERS}:add")).status_code in {302, 403}
    listing = browser.get(reverse(f"{ANSWERS}:list")).content.decode()
    assert reverse(f"{ANSWERS}:add") not in listing


@pytest.mark.parametrize(
    "name", ["edit", "history", "usage", "preview_on_edit", "workflow_history"]
)
@pytest.mark.parametrize("whose", ["own", "other"])
def test_a_respondent_sees_only_what_was_entrusted(client_of: Any, name: str, whose: str) -> None:
    department = DepartmentFactory.create()
    author = respondent(department)
    idea = assigned_idea(department if whose == "own" else None)
    answer = draft(idea)
    response = client_of(author).get(reverse(f"{ANSWERS}:{name}", args=[answer.pk]))
    if whose == "own":
        assert response.status_code == 200
    else:
        assert response.status_code in {302, 403}
        assert "dès l’automne" not in response.content.decode()


def test_a_person_of_no_department_has_only_what_bears_their_name(client_of: Any) -> None:
    author = StaffFactory.create(role=Role.RESPONDENTS, department_name="")
    nameless = DepartmentFactory.create()
    mine, other = draft(assigned_idea(nameless, author)), draft(assigned_idea(nameless))
    browser = client_of(author)
    assert browser.get(reverse(EDIT, args=[mine.pk])).status_code == 200
    assert browser.get(reverse(EDIT, args=[other.pk])).status_code in {302, 403}


@pytest.mark.parametrize("role", [Role.MODERATORS, Role.COMMUNICATIONS, Role.PILOTS])
def test_other_roles_open_no_answer(client_of: Any, role: Role) -> None:
    answer = draft()
    browser = client_of(StaffFactory.create(role=role))
    for address in (reverse(EDIT, args=[answer.pk]), reverse(f"{ANSWERS}:list")):
        assert browser.get(address).status_code in {302, 403}


def test_the_list_of_a_respondent_holds_their_answers(client_of: Any) -> None:
    department = DepartmentFactory.create()
    draft(assigned_idea(department, title="La mienne"))
    draft(assigned_idea(title="Celle des autres"))
    page = client_of(respondent(department)).get(reverse(f"{ANSWERS}:list")).content.decode()
    assert ("La mienne" in page, "Celle des autres" in page) == (True, False)


def test_the_preview_is_the_public_page_with_this_answer(client_of: Any, officer: User) -> None:
    commitment = CommitmentFactory.create(wording="Planter mille arbres")
    answer = draft(published_idea(title="Plus d’arbres"))
    browser = client_of(officer)
    address = reverse(f"{ANSWERS}:preview_on_edit", args=[answer.pk])
    data = sent(text="Nous en planterons mille.", commitments=[commitment.pk])
    assert browser.post(address, data).json()["is_valid"] is True
    page = browser.get(address).content.decode()
    assert "Plus d’arbres" in page
    assert "Nous en planterons mille." in page
    assert "Planter mille arbres" in page
    answer.contribution.refresh_from_db()
    assert answer.contribution.verdict == ""


def test_a_template_is_added_after_what_is_written(client_of: Any, officer: User) -> None:
    template = AnswerTemplateFactory.create(text="La ville n’en a pas la compétence.")
    answer = draft(text="Merci.")
    browser = client_of(officer)
    edit = reverse(EDIT, args=[answer.pk])
    assert f"?modele={template.pk}" in browser.get(edit).content.decode()
    page = browser.get(edit, {"modele": template.pk}).content.decode()
    assert "Merci.\n\nLa ville n’en a pas la compétence." in page
    assert "compétence" not in browser.get(edit, {"modele": "0"}).content.decode()


def test_an_answer_begins_with_a_template(client_of: Any, officer: User) -> None:
    template = AnswerTemplateFactory.create()
    idea = published_idea()
    client_of(officer).post(reverse("answering:prepare", args=[idea.pk]), {"modele": template.pk})
    opened = Answer.objects.get(contribution=idea).get_latest_revision_as_object()
    assert (opened.verdict, opened.text) == (template.verdict, template.text)


def test_drafts_are_compared(client_of: Any, officer: User) -> None:
    answer = published(draft())
    client_of(officer).post(reverse(EDIT, args=[answer.pk]), sent(text="Oui, au printemps."))
    answer = Answer.objects.get(pk=answer.pk)
    address = reverse(f"{ANSWERS}:revisions_compare", args=[answer.pk, "live", "latest"])
    page = client_of(officer).get(address).content.decode()
    assert "printemps" in page
