"""The roles of a portal as groups with their rights; writes groups, never accounts."""

import logging
from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.utils.translation import pgettext_lazy
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    PageViewRestriction,
    Task,
    Workflow,
    WorkflowContentType,
    WorkflowTask,
)

from participation.models import Answer, ProcessIndexPage
from portal.accounts.enums import Role

from .models import HomePage
from .role_matrix import (
    FILE_RIGHTS,
    PAGE_RIGHTS,
    PROCESSES,
    WHOLE_SITE,
    abilities_of,
    permissions_of,
)
from .role_names import NAMES

logger = logging.getLogger(__name__)

# Where the rights on pages begin: they hold for everything under it.
TOPS: dict[str, type[Page]] = {WHOLE_SITE: HomePage, PROCESSES: ProcessIndexPage}

REVIEW = pgettext_lazy("workflow", "Review by communications")
ANSWER_REVIEW = pgettext_lazy("workflow", "Answers: approval")
# What Wagtail's own migrations put in a new site, in English: a review that nobody can pass.
WAGTAIL_WORKFLOW = "Moderators approval"
WAGTAIL_REVIEWERS = "Moderators"
WAGTAIL_GROUPS = (WAGTAIL_REVIEWERS, "Editors")
WAGTAIL_RIGHTS = frozenset(
    {
        "access_admin",
        *(f"{verb}_page" for verb in ("add", "change", "publish", "lock", "unlock")),
        *(
            f"{verb}_{kind}"
            for verb in ("add", "change", "choose", "delete")
            for kind in ("image", "document")
        ),
    }
)

# A role of earlier versions that only read: who leads an inquiry holds a key to its room, no right
# (docs/decisions/0029), and an account with any role is refused there.
RETIRED = pgettext_lazy("group", "Inquiry commissioners")


@transaction.atomic
def install_roles() -> dict[Role, Group]:
    """Makes sure that each role has its group, with at least the rights it needs.

    Adds what is missing and takes nothing away: rights that a city added stay. What Wagtail
    brought and nobody touched gives way: its review becomes the communications', its groups
    go. Running it again changes nothing.
    """
    groups = {role: _install(role) for role in Role}
    _adopt_review(groups[Role.COMMUNICATIONS])
    _review_answers(groups[Role.PARTICIPATION])
    _drop_groups_of_wagtail()
    _drop_retired_group()
    return groups


def _install(role: Role) -> Group:
    group, created = Group.objects.get_or_create(name=str(NAMES[role]))
    group.permissions.add(*permissions_named(permissions_of(role)))
    for ability in abilities_of(role):
        if ability.pages_in:
            _open_pages(group, TOPS[ability.pages_in])
        if ability.files:
            _open_files(group)
    if created:
        logger.info("Role installed", extra={"event": "home.role.installed", "group": group.pk})
    return group


def _open_pages(group: Group, model: type[Page]) -> None:
    top = model.objects.first()
    if top is None:
        return
    page = Page.objects.get(pk=top.pk)
    for permission in permissions_named(f"wagtailcore.{name}" for name in PAGE_RIGHTS):
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def _open_files(group: Group) -> None:
    collection = Collection.get_first_root_node()
    for permission in permissions_named(FILE_RIGHTS):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )


def _adopt_review(reviewers: Group) -> None:
    """Gives Wagtail's review of pages to these people, while it is as Wagtail made it."""
    for workflow in Workflow.objects.filter(name=WAGTAIL_WORKFLOW):
        tasks = [task.specific for task in workflow.tasks]
        if len(tasks) != 1 or not _is_wagtails(tasks[0]):
            continue
        [task] = tasks
        task.groups.set([reviewers])
        task.name = workflow.name = str(REVIEW)
        task.save()
        workflow.save()
        logger.info(
            "Review of pages adopted",
            extra={"event": "home.review.adopted", "workflow": workflow.pk},
        )


def _review_answers(approvers: Group) -> None:
    """Has answers approved by these people, unless the city chose another way for them."""
    content_type = ContentType.objects.get_for_model(Answer)
    name = str(ANSWER_REVIEW)
    chosen = WorkflowContentType.objects.filter(content_type=content_type).exists()
    if chosen or Workflow.objects.filter(name=name).exists():
        return
    task = GroupApprovalTask.objects.create(name=name)
    task.groups.set([approvers])
    workflow = Workflow.objects.create(name=name)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowContentType.objects.create(workflow=workflow, content_type=content_type)
    logger.info(
        "Approval of answers installed",
        extra={"event": "home.answer_review.installed", "workflow": workflow.pk},
    )


def _is_wagtails(task: Task) -> bool:
    """Whether the task is as Wagtail made it: for a group of its own, in which nobody is."""
    return (
        isinstance(task, GroupApprovalTask)
        and task.name == WAGTAIL_WORKFLOW
        and not task.groups.exclude(name=WAGTAIL_REVIEWERS).exists()
        and not task.groups.filter(user__isnull=False).exists()
    )


def _drop_groups_of_wagtail() -> None:
    """Deletes Wagtail's groups that nobody is in, that nothing asks and that gained no right."""
    for group in Group.objects.filter(name__in=WAGTAIL_GROUPS, user__isnull=True):
        if _rights_of(group) <= WAGTAIL_RIGHTS and not _is_asked(group):
            logger.info(
                "Group of Wagtail dropped",
                extra={"event": "home.group.dropped", "group": group.pk},
            )
            group.delete()


def _drop_retired_group() -> None:
    """Deletes the group of a role that is no more, while nobody is in it and it only reads."""
    for group in Group.objects.filter(name=str(RETIRED), user__isnull=True):
        reads = all(name.startswith(("access_", "view_")) for name in _rights_of(group))
        if reads and not _is_asked(group):
            logger.info(
                "Retired role dropped",
                extra={"event": "home.group.dropped", "group": group.pk},
            )
            group.delete()


def _rights_of(group: Group) -> set[str]:
    of_group = Permission.objects.filter(
        Q(group=group)
        | Q(grouppagepermission__group=group)
        | Q(groupcollectionpermission__group=group)
    )
    return set(of_group.values_list("codename", flat=True))


def _is_asked(group: Group) -> bool:
    """Whether an approval or a restriction names this group."""
    kinds = (GroupApprovalTask, PageViewRestriction, CollectionViewRestriction)
    return any(kind.objects.filter(groups=group).exists() for kind in kinds)


def permissions_named(names: Iterable[str]) -> list[Permission]:
    """The permissions of these names; those of an app that the city dropped do not exist."""
    asked = Q(pk__in=[])
    for name in names:
        app_label, codename = name.split(".")
        asked |= Q(content_type__app_label=app_label, codename=codename)
    return list(Permission.objects.filter(asked))
