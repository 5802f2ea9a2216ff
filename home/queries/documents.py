"""Who may read a document: whoever may read something that shows it."""

from collections import defaultdict
from collections.abc import Iterable
from enum import Enum
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction, ReferenceIndex

from engagements.models import BodyMeeting
from engagements.queries.body import body_page_for
from participation.models import Activity
from portal.accounts.enums import Audience
from portal.accounts.rules import may_read

from ..models import NewsPage

if TYPE_CHECKING:
    from portal.cms.models import PortalDocument


class Reading(Enum):
    """What somebody who asks for a document gets."""

    GIVEN = "given"
    # Something published shows it, to others.
    KEPT = "kept"
    # Only what is not published shows it: it exists for its editors alone.
    UNKNOWN = "unknown"


def reading_of(document: "PortalDocument", request: HttpRequest) -> Reading:
    """Whether this reader gets the document; Wagtail asks the privacy of its collection besides.

    A document that nothing refers to is for everyone: its address was given by hand. One that only
    drafts refer to, even the next version of a published page, is for the staff.
    """
    referrers: dict[int, set[int]] = defaultdict(set)
    references = ReferenceIndex.get_references_to(document)
    for kind, pk in references.values_list("base_content_type_id", "object_id"):
        referrers[kind].add(pk)
    if not referrers:
        return Reading.UNKNOWN if _awaits(document) and not _is_staff(request) else Reading.GIVEN
    answers = {found for kind, pks in referrers.items() for found in _read(kind, pks, request)}
    if Reading.GIVEN in answers or (answers == {Reading.UNKNOWN} and _is_staff(request)):
        return Reading.GIVEN
    return Reading.KEPT if Reading.KEPT in answers else Reading.UNKNOWN


def _read(kind: int, pks: set[int], request: HttpRequest) -> Iterable[Reading]:
    """What the objects of one type say of the document they show, whatever their number."""
    model = ContentType.objects.get_for_id(kind).model_class()
    if model is Page:
        return _of_pages(pks, request)
    if model is Activity:
        found = Activity.objects.filter(pk__in=pks)
        return [
            _reading(live=live, meant=may_read(audience, request.user))
            for live, audience in found.values_list("live", "visibility")
        ]
    if model is BodyMeeting:
        # Meetings are read by whoever may read the page of the follow-up body.
        meant = body_page_for(request) is not None
        published = BodyMeeting.objects.filter(pk__in=pks).values_list("is_public", flat=True)
        return [_reading(live=live, meant=meant) for live in published]
    return [Reading.GIVEN]


def _of_pages(pks: set[int], request: HttpRequest) -> list[Reading]:
    meant_for = dict(NewsPage.objects.filter(pk__in=pks).values_list("pk", "audience"))
    closing = list(PageViewRestriction.objects.select_related("page"))
    return [
        _reading(
            live=live,
            meant=may_read(meant_for.get(pk, Audience.EVERYONE), request.user)
            and all(
                one.accept_request(request) for one in closing if path.startswith(one.page.path)
            ),
        )
        for pk, live, path in Page.objects.filter(pk__in=pks).values_list("pk", "live", "path")
    ]


def _reading(*, live: bool, meant: bool) -> Reading:
    if not live:
        return Reading.UNKNOWN
    return Reading.GIVEN if meant else Reading.KEPT


def _is_staff(request: HttpRequest) -> bool:
    return bool(request.user.has_perm("wagtailadmin.access_admin"))


def _awaits(document: "PortalDocument") -> bool:
    """Whether the next version of something published refers to it; drafts are not indexed."""
    drafts: list[Any] = [
        *Page.objects.filter(has_unpublished_changes=True).exclude(latest_revision=None),
        *Activity.objects.filter(has_unpublished_changes=True).exclude(latest_revision=None),
    ]
    return any(_refers(draft.get_latest_revision_as_object(), document) for draft in drafts)


def _refers(draft: Any, document: "PortalDocument") -> bool:
    sought = (ContentType.objects.get_for_model(document).pk, str(document.pk))
    found = ReferenceIndex._extract_references_from_object(draft)
    return any((kind, key) == sought for kind, key, *_where in found)
