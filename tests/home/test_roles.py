"""Roles: the review of pages has readers, and Wagtail's unused groups are gone."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.utils.translation import pgettext
from wagtail.models import (
    GroupApprovalTask,
    GroupPagePermission,
    Page,
    PageViewRestriction,
    Site,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from home.models import StandardPage
from home.roles import install_roles
from participation.models import Answer
from portal.accounts.enums import Role
from portal.accounts.models import User
from tests.factories import home as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def new_site(site: Site) -> None:
    """The site as Wagtail's migrations leave it, whatever they are in the version at hand.

    A test of races empties the database that the next run uses again: what it took is put back.
    """
    if not Workflow.objects.exists():
        _as_after_migrations()
    assert Workflow.objects.get().name == "Moderators approval"
    assert set(Group.objects.values_list("name", flat=True)) == {"Moderators", "Editors"}


def of_pages() -> Workflow:
    """The review of pages, apart from the approval of answers."""
    return Workflow.objects.get(workflow_pages__isnull=False)


def test_answers_are_approved_by_participation_officers() -> None:
    groups = install_roles()
    install_roles()

    workflow = WorkflowContentType.objects.get().workflow
    assert Answer.get_default_workflow() == workflow
    task = workflow.tasks.get().specific
    name = pgettext("workflow", "Answers: approval")
    assert (workflow.name, task.name) == (name, name)
    assert list(task.groups.all()) == [groups[Role.PARTICIPATION]]


def test_approval_that_a_city_took_away_stays_away() -> None:
    install_roles()
    WorkflowContentType.objects.all().delete()

    install_roles()

    assert not WorkflowContentType.objects.exists()


@pytest.mark.parametrize(
    ("role", "rights"),
    [
        (
            Role.PARTICIPATION,
            {f"{verb}_answer" for verb in ("change", "view", "publish", "lock", "unlock")},
        ),
        (Role.RESPONDENTS, {"change_answer", "view_answer"}),
        (Role.MODERATORS, set()),
        (Role.COMMUNICATIONS, set()),
        (Role.PILOTS, set()),
    ],
)
def test_only_participation_officers_publish_answers(role: Role, rights: set[str]) -> None:
    held = install_roles()[role].permissions.filter(content_type__model="answer")

    assert set(held.values_list("codename", flat=True)) == rights


def _as_after_migrations() -> None:
    """The groups, rights and review that Wagtail's migrations make."""
    for name, verbs in (
        ("Moderators", ("add", "change", "publish")),
        ("Editors", ("add", "change")),
    ):
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        for verb in verbs:
            GroupPagePermission.objects.get_or_create(
                group=group,
                page=Page.get_first_root_node(),
                permission=Permission.objects.get(codename=f"{verb}_page"),
            )
    workflow = Workflow.objects.create(name="Moderators approval", active=True)
    task = GroupApprovalTask.objects.create(name="Moderators approval", active=True)
    task.groups.add(Group.objects.get(name="Moderators"))
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=Page.get_first_root_node())


def test_review_of_pages_is_given_to_communications() -> None:
    communications = install_roles()[Role.COMMUNICATIONS]

    workflow = of_pages()
    task = workflow.tasks.get().specific
    name = pgettext("workflow", "Review by communications")
    assert workflow.name == task.name == name
    assert list(task.groups.all()) == [communications]
    assert workflow.workflow_pages.get().page == Page.get_first_root_node()


def test_submitted_page_is_published_by_communications(
    communications: User, administrator: User
) -> None:
    page = make.add_page(StandardPage, "une-page", live=False)
    page.save_revision()
    workflow = page.get_workflow()

    state = workflow.start(page, administrator)
    task = state.current_task_state.task.specific
    assert task.user_can_access_editor(page, communications)
    assert "approve" in {name for name, *_ in task.get_actions(page, communications)}
    state.current_task_state.specific.approve(user=communications)

    page.refresh_from_db()
    assert page.live
    assert page.permissions_for_user(communications).can_publish()


def test_running_it_again_changes_nothing() -> None:
    install_roles()
    of_pages().tasks.get().specific.groups.clear()
    Workflow.objects.update(name="Ce que la ville en a fait")
    before = set(Group.objects.values_list("pk", flat=True))

    install_roles()

    names = set(Workflow.objects.values_list("name", flat=True))
    assert (names, Workflow.objects.count()) == ({"Ce que la ville en a fait"}, 2)
    assert not of_pages().tasks.get().specific.groups.exists()
    assert set(Group.objects.values_list("pk", flat=True)) == before


def test_groups_of_wagtail_are_gone() -> None:
    install_roles()

    assert not Group.objects.filter(name__in=["Moderators", "Editors"]).exists()


def test_review_that_a_city_uses_stays(resident: User) -> None:
    group = Group.objects.get(name="Moderators")
    resident.groups.add(group)

    install_roles()

    assert of_pages().name == "Moderators approval"
    assert list(of_pages().tasks.get().specific.groups.all()) == [group]


def test_review_that_a_city_renamed_stays() -> None:
    Workflow.objects.update(name="Relecture")

    install_roles()

    assert of_pages().name == "Relecture"
    assert Group.objects.filter(name="Moderators").exists()


def test_group_with_a_member_stays(resident: User) -> None:
    resident.groups.add(Group.objects.get(name="Editors"))

    install_roles()

    assert Group.objects.filter(name="Editors").exists()


def test_group_with_another_right_stays() -> None:
    right = Permission.objects.get(codename="moderate_contribution")
    Group.objects.get(name="Editors").permissions.add(right)

    install_roles()

    assert Group.objects.filter(name="Editors").exists()


def test_group_that_opens_a_private_page_stays(site: Site) -> None:
    restriction = PageViewRestriction.objects.create(
        page=site.root_page, restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.add(Group.objects.get(name="Editors"))

    install_roles()

    assert Group.objects.filter(name="Editors").exists()


def _commissioners() -> Group:
    """The group of the role that only read, as earlier versions installed it."""
    group = Group.objects.create(name=pgettext("group", "Inquiry commissioners"))
    rights = ("access_admin", "view_inquiry", "view_ideaconsultation")
    group.permissions.set(Permission.objects.filter(codename__in=rights))
    return group


def test_retired_role_of_nobody_goes() -> None:
    _commissioners()
    install_roles()
    assert not Group.objects.filter(name=pgettext("group", "Inquiry commissioners")).exists()


def test_retired_role_of_somebody_stays(resident: User) -> None:
    resident.groups.add(_commissioners())
    install_roles()
    assert resident.groups.count() == 1


def test_retired_role_that_a_city_uses_otherwise_stays() -> None:
    group = _commissioners()
    group.permissions.add(Permission.objects.get(codename="moderate_contribution"))
    install_roles()
    assert Group.objects.filter(pk=group.pk).exists()
