"""Who may read a document or see a picture: whoever may read something that shows it.

One rule for both (docs/decisions/0003 and 0021). What it says to somebody unknown decides which
pictures everybody is given (`public_pictures`).
"""

from collections import defaultdict
from collections.abc import Collection as Some
from enum import Enum
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction, ReferenceIndex
from wagtail.models.view_restrictions import BaseViewRestriction

from engagements.models import BodyMeeting, DraftEvidence, Evidence, FollowUpBodyPage
from participation.budgets.models import Project, ProjectNews
from participation.models import Activity
from portal.accounts.enums import Audience
from portal.accounts.rules import may_read
from portal.accounts.second_factors import admin_decision
from portal.cms.models import PortalDocument, PortalImage, SiteSettings

from ..models import NewsPage

File = PortalDocument | PortalImage


class Reading(Enum):
    """What somebody who asks for a file gets."""

    GIVEN = "given"
    # Something published shows it, to others; or its collection is closed to this reader.
    KEPT = "kept"
    # Only what is not published shows it: it exists for its editors alone.
    UNKNOWN = "unknown"


class Reader:
    """Who asks: whoever sent a request, or somebody of whom nothing is known."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        self._request = request
        self.user = request.user if request else AnonymousUser()

    @property
    def is_staff(self) -> bool:
        """Whether this reader enters the admin, in a session that proved a second factor."""
        enters = self._request is not None and self.user.has_perm("wagtailadmin.access_admin")
        return bool(enters and self._request and admin_decision(self._request))

    def passes(self, closing: BaseViewRestriction) -> bool:
        """Whether one of Wagtail's privacy settings lets this reader in."""
        return self._request is not None and bool(closing.accept_request(self._request))


def reading_of(file: File, request: HttpRequest) -> Reading:
    """Whether this reader gets the file.

    A document that nothing refers to is for everyone: its address was given by hand. One that only
    drafts refer to, even the next version of a published page, is for the staff; so is a picture
    that nothing published shows.
    """
    reader = Reader(request)
    if not all(reader.passes(one) for one in file.collection.get_view_restrictions()):
        return Reading.KEPT
    answers = _answers(type(file), reader, [file.pk]).get(file.pk, set())
    if not answers and isinstance(file, PortalDocument):
        return Reading.UNKNOWN if _awaits(file) and not reader.is_staff else Reading.GIVEN
    if Reading.GIVEN in answers or (Reading.KEPT not in answers and reader.is_staff):
        return Reading.GIVEN
    return Reading.KEPT if Reading.KEPT in answers else Reading.UNKNOWN


def wants_password(file: File, request: HttpRequest) -> bool:
    """Whether the password of its collection is all that this reader lacks."""
    reader = Reader(request)
    lacking = [one for one in file.collection.get_view_restrictions() if not reader.passes(one)]
    return bool(lacking) and all(
        one.restriction_type == BaseViewRestriction.PASSWORD for one in lacking
    )


def public_pictures() -> set[int]:
    """The pictures that somebody unknown may see, in a constant number of queries."""
    answers = _answers(PortalImage, Reader())
    shown = {pk for pk, found in answers.items() if Reading.GIVEN in found}
    if not shown:
        return shown
    closing = CollectionViewRestriction.objects.values_list("collection__path", flat=True)
    closed = tuple(closing)
    places = PortalImage.objects.values_list("pk", "collection__path")
    return {pk for pk, path in places if pk in shown and not path.startswith(closed)}


def _answers(
    model: type[File], reader: Reader, pks: Some[int] | None = None
) -> dict[int, set[Reading]]:
    """What everything that shows these files, or all files, says to this reader, by file."""
    kind = ContentType.objects.get_for_model(model)
    references = ReferenceIndex.objects.filter(to_content_type=kind)
    if pks is not None:
        references = references.filter(to_object_id__in=[str(pk) for pk in pks])
    shown_by: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    rows = references.values_list("base_content_type_id", "object_id", "to_object_id")
    for referrer_kind, referrer, file in rows.distinct():
        shown_by[referrer_kind][referrer].add(int(file))
    found: dict[int, set[Reading]] = defaultdict(set)
    if model is PortalImage:
        # Settings of the site are in no index of references.
        logos = SiteSettings.objects.exclude(logo=None).values_list("logo", flat=True)
        found |= {pk: {Reading.GIVEN} for pk in logos if pks is None or pk in pks}
    for referrer_kind, files in shown_by.items():
        for referrer, answer in _read(referrer_kind, list(files), reader).items():
            for file in files[referrer]:
                found[file].add(answer)
    return found


def _read(kind: int, pks: list[str], reader: Reader) -> dict[str, Reading]:
    """What the objects of one type say of the files they show, whatever their number."""
    model = ContentType.objects.get_for_id(kind).model_class()
    if model is Page:
        return _of_pages(pks, reader)
    if model is Activity:
        found = Activity.objects.filter(pk__in=pks)
        return {
            str(pk): _reading(live=live, meant=may_read(audience, reader.user))
            for pk, live, audience in found.values_list("pk", "live", "visibility")
        }
    if model is Evidence:
        # Evidence is read by whoever may read the priority of its commitment.
        place = "update__commitment__objective__priority_id"
        cited = dict(Evidence.objects.filter(pk__in=pks).values_list("pk", place))
        answers = _of_pages([str(one) for one in set(cited.values())], reader)
        return {str(pk): answers[str(page)] for pk, page in cited.items()}
    if model is Project or model is ProjectNews:
        return _of_projects(model, pks, reader)
    if model is BodyMeeting:
        return _of_meetings(pks, reader)
    return dict.fromkeys(pks, Reading.UNKNOWN if model is DraftEvidence else Reading.GIVEN)


def _of_projects(
    model: type[Project] | type[ProjectNews], pks: list[str], reader: Reader
) -> dict[str, Reading]:
    """Projects, once published, and their news are read by whoever may read the budget."""
    to = "project__" if model is ProjectNews else ""
    columns = (f"{to}published_at", f"{to}budget__live", f"{to}budget__visibility")
    found = model._default_manager.filter(pk__in=pks).values_list("pk", *columns)
    return {
        str(pk): _reading(live=bool(published and live), meant=may_read(audience, reader.user))
        for pk, published, live, audience in found
    }


def _of_meetings(pks: list[str], reader: Reader) -> dict[str, Reading]:
    """Meetings are read by whoever may read the page of the follow-up body."""
    page = FollowUpBodyPage.objects.live().first()
    closing = page.get_view_restrictions() if page else ()
    meant = page is not None and all(reader.passes(one) for one in closing)
    found = BodyMeeting.objects.filter(pk__in=pks).values_list("pk", "is_public")
    return {str(pk): _reading(live=live, meant=meant) for pk, live in found}


def _of_pages(pks: list[str], reader: Reader) -> dict[str, Reading]:
    meant_for = dict(NewsPage.objects.filter(pk__in=pks).values_list("pk", "audience"))
    every = PageViewRestriction.objects.select_related("page")
    closing = tuple(one.page.path for one in every if not reader.passes(one))
    return {
        str(pk): _reading(
            live=live,
            meant=may_read(meant_for.get(pk, Audience.EVERYONE), reader.user)
            and not path.startswith(closing),
        )
        for pk, live, path in Page.objects.filter(pk__in=pks).values_list("pk", "live", "path")
    }


def _reading(*, live: bool, meant: bool) -> Reading:
    if not live:
        return Reading.UNKNOWN
    return Reading.GIVEN if meant else Reading.KEPT


def _awaits(document: PortalDocument) -> bool:
    """Whether the next version of something published refers to it; drafts are not indexed."""
    drafts: list[Any] = [
        *Page.objects.filter(has_unpublished_changes=True).exclude(latest_revision=None),
        *Activity.objects.filter(has_unpublished_changes=True).exclude(latest_revision=None),
    ]
    return any(_refers(draft.get_latest_revision_as_object(), document) for draft in drafts)


def _refers(draft: Any, document: PortalDocument) -> bool:
    sought = (ContentType.objects.get_for_model(document).pk, str(document.pk))
    found = ReferenceIndex._extract_references_from_object(draft)
    return any((kind, key) == sought for kind, key, *_where in found)
