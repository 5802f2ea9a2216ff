"""A call for ideas goes through the approval the city chose, and is locked meanwhile."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import GroupApprovalTask, Workflow, WorkflowContentType, WorkflowTask

from participation.ideas.models import IdeaConsultation
from portal.accounts.models import User
from tests.factories.accounts import AgentFactory
from tests.factories.participation import IdeaConsultationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site")]


@pytest.fixture
def approver() -> User:
    user = AgentFactory.create()
    group = Group.objects.create(name="Relecture")
    group.permissions.add(Permission.objects.get(codename="publish_ideaconsultation"))
    user.groups.add(group)
    return user


@pytest.fixture
def workflow(approver: User) -> Workflow:
    task = GroupApprovalTask.objects.create(name="Relire l’appel", active=True)
    task.groups.set(approver.groups.all())
    chain = Workflow.objects.create(name="Publication d’un appel", active=True)
    WorkflowTask.objects.create(workflow=chain, task=task, sort_order=0)
    kind = ContentType.objects.get_for_model(IdeaConsultation)
    WorkflowContentType.objects.create(workflow=chain, content_type=kind)
    return chain


def test_a_call_is_published_once_approved(
    workflow: Workflow, approver: User, administrator: User, client: Any
) -> None:
    call = IdeaConsultationFactory.create(live=False)
    call.save_revision(user=administrator)
    assert call.get_workflow() == workflow
    state = workflow.start(call, administrator)
    assert client.get(call.url).status_code == 404

    state.current_task_state.approve(user=approver)

    call.refresh_from_db()
    assert call.live is True
    assert client.get(call.url).status_code == 200


def test_a_call_sent_back_stays_a_draft(
    workflow: Workflow, approver: User, administrator: User
) -> None:
    call = IdeaConsultationFactory.create(live=False)
    call.save_revision(user=administrator)
    state = workflow.start(call, administrator)

    state.current_task_state.reject(user=approver, comment="Préciser la promesse")

    call.refresh_from_db()
    state.refresh_from_db()
    assert (call.live, state.status) == (False, "needs_changes")


def test_while_it_is_read_its_author_cannot_change_it(
    workflow: Workflow, administrator: User, agent: User
) -> None:
    call = IdeaConsultationFactory.create(live=False)
    call.save_revision(user=administrator)
    workflow.start(call, administrator)
    lock = call.get_lock()
    assert lock is not None
    assert lock.for_user(agent) is True
