"""The roles of a portal as groups with their rights; writes groups, never accounts."""

import logging
from dataclasses import dataclass, field

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.utils.functional import Promise
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

logger = logging.getLogger(__name__)

EDIT = ("add", "change", "delete", "view")
CALLS = (
    *(f"ideas.{verb}_ideaconsultation" for verb in (*EDIT, "publish", "lock", "unlock")),
    *(f"participation.{verb}_theme" for verb in EDIT),
    *(f"participation.{verb}_neighbourhood" for verb in EDIT),
    "participation.change_participationlevel",
    "participation.view_participationlevel",
)
# Commitments and objectives are facts: they are added and corrected, not deleted.
REGISTER = (
    *(f"engagements.{verb}_commitment" for verb in ("add", "change", "view")),
    *(f"engagements.{verb}_objective" for verb in ("add", "change", "view")),
    *(f"engagements.{verb}_department" for verb in EDIT),
    *(f"engagements.{verb}_period" for verb in EDIT),
    "engagements.add_commitmentupdate",
)
# Two persons are needed for each paper: moderators are the second pair of eyes of small teams.
KEY_IN = "participation.key_in_contributions"
ANSWERS = (
    *(f"participation.{verb}_answer" for verb in ("change", "view", "publish", "lock", "unlock")),
    *(f"participation.{verb}_answertemplate" for verb in EDIT),
)
PAGES = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
MESSAGES = ("home.view_contactmessage", "home.change_contactmessage")
FILES = tuple(
    f"wagtail{app}.{verb}_{kind}"
    for app, kind in (("images", "image"), ("docs", "document"))
    for verb in ("add", "change", "choose")
)


@dataclass(frozen=True)
class Rights:
    """What the members of a group may do, besides entering the admin."""

    name: str | Promise
    models: tuple[str, ...]
    pages: tuple[str, ...] = ()
    # Where the rights on pages begin: they hold for everything under it.
    pages_from: type[Page] = HomePage
    files: tuple[str, ...] = field(default=FILES)


RIGHTS: dict[Role, Rights] = {
    Role.COMMUNICATIONS: Rights(
        name=pgettext_lazy("group", "Communications"),
        models=(
            *CALLS,
            *REGISTER,
            *MESSAGES,
            *(f"home.{verb}_newscategory" for verb in EDIT),
            *(f"wagtailredirects.{verb}_redirect" for verb in EDIT),
            "cms.change_sitesettings",
            "cms.change_navigationsettings",
            "subscriptions.send_letter",
            "notifications.change_outgoingmail",
        ),
        pages=PAGES,
    ),
    Role.PARTICIPATION: Rights(
        name=pgettext_lazy("group", "Participation"),
        models=(
            *CALLS,
            *MESSAGES,
            "participation.moderate_contribution",
            "participation.answer_contribution",
            "participation.import_contributions",
            "participation.export_contacts",
            "participation.add_couponbatch",
            KEY_IN,
            *ANSWERS,
            "participation.keep_promises",
        ),
        pages=PAGES,
        pages_from=ProcessIndexPage,
    ),
    Role.RESPONDENTS: Rights(
        name=pgettext_lazy("group", "Department respondents"),
        # To draft and submit; which answers is the matter of the assignments.
        models=("participation.change_answer", "participation.view_answer"),
        files=(),
    ),
    Role.MODERATORS: Rights(
        name=pgettext_lazy("group", "Moderation"),
        models=("participation.moderate_contribution", KEY_IN),
        files=(),
    ),
    Role.PILOTS: Rights(
        name=pgettext_lazy("group", "Commitment pilots"),
        models=("engagements.add_commitmentupdate", "engagements.view_commitment"),
        files=(),
    ),
}

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


@transaction.atomic
def install_roles() -> dict[Role, Group]:
    """Makes sure that each role has its group, with at least the rights it needs.

    Adds what is missing and takes nothing away: rights that a city added stay. What Wagtail
    brought and nobody touched gives way: its review becomes the communications', its groups
    go. Running it again changes nothing.
    """
    groups = {role: _install(rights) for role, rights in RIGHTS.items()}
    _adopt_review(groups[Role.COMMUNICATIONS])
    _review_answers(groups[Role.PARTICIPATION])
    _drop_groups_of_wagtail()
    return groups


def _install(rights: Rights) -> Group:
    group, created = Group.objects.get_or_create(name=str(rights.name))
    group.permissions.add(*_permissions(("wagtailadmin.access_admin", *rights.models)))
    top = rights.pages_from.objects.first()
    for permission in _permissions(tuple(f"wagtailcore.{name}" for name in rights.pages)):
        if top is not None:
            page = Page.objects.get(pk=top.pk)
            GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)
    collection = Collection.get_first_root_node()
    for permission in _permissions(rights.files):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )
    if created:
        logger.info("Role installed", extra={"event": "home.role.installed", "group": group.pk})
    return group


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
        of_group = Permission.objects.filter(
            Q(group=group)
            | Q(grouppagepermission__group=group)
            | Q(groupcollectionpermission__group=group)
        )
        rights = set(of_group.values_list("codename", flat=True))
        kinds = (GroupApprovalTask, PageViewRestriction, CollectionViewRestriction)
        asked = any(kind.objects.filter(groups=group).exists() for kind in kinds)
        if rights <= WAGTAIL_RIGHTS and not asked:
            logger.info(
                "Group of Wagtail dropped",
                extra={"event": "home.group.dropped", "group": group.pk},
            )
            group.delete()


def _permissions(names: tuple[str, ...]) -> list[Permission]:
    """The permissions of these names; those of an app that the city dropped do not exist."""
    if not names:
        return []
    asked = Q()
    for name in names:
        app_label, codename = name.split(".")
        asked |= Q(content_type__app_label=app_label, codename=codename)
    return list(Permission.objects.filter(asked))
