"""The roles of a portal as groups with their rights; writes groups, never accounts."""

import logging
from dataclasses import dataclass, field

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from portal.accounts.enums import Role

from .models import HomePage

logger = logging.getLogger(__name__)

EDIT = ("add", "change", "delete", "view")
CALLS = (
    *(f"ideas.{verb}_ideaconsultation" for verb in (*EDIT, "publish", "lock", "unlock")),
    *(f"ideas.{verb}_theme" for verb in EDIT),
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
        ),
        pages=("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
    ),
    Role.PARTICIPATION: Rights(
        name=pgettext_lazy("group", "Participation"),
        models=(
            *CALLS,
            *MESSAGES,
            "participation.moderate_contribution",
            "participation.answer_contribution",
        ),
    ),
    Role.MODERATORS: Rights(
        name=pgettext_lazy("group", "Moderation"),
        models=("participation.moderate_contribution",),
        files=(),
    ),
    Role.PILOTS: Rights(
        name=pgettext_lazy("group", "Commitment pilots"),
        models=("engagements.add_commitmentupdate", "engagements.view_commitment"),
        files=(),
    ),
}


@transaction.atomic
def install_roles() -> dict[Role, Group]:
    """Makes sure that each role has its group, with at least the rights it needs.

    Adds what is missing and takes nothing away: rights that a city added stay. Running it again
    changes nothing.
    """
    return {role: _install(rights) for role, rights in RIGHTS.items()}


def _install(rights: Rights) -> Group:
    group, created = Group.objects.get_or_create(name=str(rights.name))
    group.permissions.add(*_permissions(("wagtailadmin.access_admin", *rights.models)))
    home = HomePage.objects.first()
    for permission in _permissions(tuple(f"wagtailcore.{name}" for name in rights.pages)):
        if home is not None:
            page = Page.objects.get(pk=home.pk)
            GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)
    collection = Collection.get_first_root_node()
    for permission in _permissions(rights.files):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )
    if created:
        logger.info("Role installed", extra={"event": "home.role.installed", "group": group.pk})
    return group


def _permissions(names: tuple[str, ...]) -> list[Permission]:
    """The permissions of these names; those of an app that the city dropped do not exist."""
    if not names:
        return []
    asked = Q()
    for name in names:
        app_label, codename = name.split(".")
        asked |= Q(content_type__app_label=app_label, codename=codename)
    return list(Permission.objects.filter(asked))
