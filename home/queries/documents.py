"""For whom a document is, from what refers to it."""

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex

from participation.models import Activity
from portal.accounts.enums import Audience

from ..models import NewsPage

if TYPE_CHECKING:
    from portal.cms.models import PortalDocument


def audience_of(document: "PortalDocument") -> Audience:
    """Return the agents when all that refers to the document is for them, else everyone.

    A document that nothing refers to is for everyone: its address was given by hand. Two queries
    when something refers to it, or three.
    """
    keys = ReferenceIndex.get_references_to(document).values_list(
        "base_content_type_id", "object_id"
    )
    referrers: dict[int, set[int]] = {}
    for kind, pk in keys:
        referrers.setdefault(kind, set()).add(pk)
    if referrers and all(_are_for_agents(kind, pks) for kind, pks in referrers.items()):
        return Audience.AGENTS
    return Audience.EVERYONE


def _are_for_agents(kind: int, pks: set[int]) -> bool:
    """Whether each of these objects of one type is published to agents alone."""
    model = ContentType.objects.get_for_id(kind).model_class()
    if model is Page:
        found = NewsPage.objects.filter(pk__in=pks, audience=Audience.AGENTS)
    elif model is Activity:
        found = Activity.objects.filter(pk__in=pks, visibility=Audience.AGENTS)
    else:
        return False
    return found.count() == len(pks)
