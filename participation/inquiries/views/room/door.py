"""The one door of the room: every page of it asks here who comes, and in which capacity."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from portal.accounts.models import User
from portal.accounts.second_factors import is_used

from ....models import Activity
from ... import room_rules, rules
from ...enums import COMMISSIONERS, MemberRole, RegisterState
from ...models import Inquiry, InquiryMember, Register
from ...queries.seats import is_of_city, key_of
from ...room_enums import RoomReason

LEADERS = COMMISSIONERS
READERS = frozenset({*COMMISSIONERS, MemberRole.STATE})
ANYBODY = frozenset(MemberRole)


@dataclass(frozen=True)
class Seat:
    """Who is in the room, of which procedure, in which capacity."""

    user: User
    member: InquiryMember
    inquiry: Inquiry
    register: Register

    @property
    def leads(self) -> bool:
        """Whether this person keeps the register."""
        return bool(rules.leads(self.member))

    @property
    def reads_all(self) -> bool:
        """Whether this person reads what is masked from the public, and takes the register away."""
        return rules.reads_all(self.member)

    @property
    def is_applicant(self) -> bool:
        """Whether this person answers for the project."""
        return bool(rules.applies(self.member))

    def page(self, name: str, **kwargs: object) -> str:
        """The address of a page of this room."""
        return self.inquiry.page(f"room_{name}", **kwargs)

    @property
    def state(self) -> RegisterState:
        """Where the register stands now."""
        return self.register.state(timezone.now())


Page = Callable[..., HttpResponseBase]


def room(
    roles: frozenset[MemberRole], methods: tuple[str, ...] = ("GET", "HEAD", "POST")
) -> Callable[[Page], Page]:
    """A page of the room for these capacities; the view receives the seat instead of the activity.

    The sign-in page for a visitor, the page of the second factor for whoever did not use theirs,
    403 for everybody else, whatever their rights.
    """

    def guard(view: Page) -> Page:
        @wraps(view)
        def door(request: HttpRequest, activity: Activity, **kwargs: Any) -> HttpResponseBase:
            user = request.user
            if not isinstance(user, User):
                return redirect_to_login(request.get_full_path())
            seat = _seat(request, user, activity)
            if isinstance(seat, HttpResponseBase):
                return seat
            if seat.member.role not in roles:
                raise PermissionDenied(RoomReason.NOT_YOURS.label)
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            return view(request, seat=seat, **kwargs)

        return never_cache(door)

    return guard


def _seat(request: HttpRequest, user: User, activity: Activity) -> Seat | HttpResponseRedirect:
    inquiry = Inquiry.objects.select_related("regime", "tally").filter(pk=activity.pk).first()
    if inquiry is None:
        raise Http404
    key = key_of(user, inquiry)
    if key is None and not inquiry.live:
        raise Http404  # Nobody else learns that it is being prepared.
    decision = room_rules.may_enter(
        key,
        is_of_city=is_of_city(user),
        asks_factor=settings.STAFF_SECOND_FACTOR,
        factor_used=is_used(request),
    )
    if decision.reason == RoomReason.NO_FACTOR:
        asked = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(f"{reverse('account_second_factor')}?{asked}")
    if not decision or key is None:
        raise PermissionDenied(decision.reason.label if decision.reason else "")
    register = Register.objects.filter(pk=inquiry.pk).first() or Register(inquiry=inquiry)
    register.inquiry = inquiry
    key.member.inquiry = inquiry
    return Seat(user, key.member, inquiry, register)


def drawn(
    request: HttpRequest,
    seat: Seat,
    template: str,
    title: str,
    *,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """A page of the room, with its way from the home page and its menu."""
    desk = seat.page("desk")
    crumbs: list[tuple[str, str | None]] = [
        (_("Home"), "/"),
        (_("Take part"), "/participer/"),
        (seat.inquiry.title, seat.inquiry.url if seat.inquiry.live else None),
        (_("Room of the procedure"), desk if request.path != desk else None),
    ]
    if request.path != desk:
        crumbs.append((title, None))
    known = {
        "seat": seat,
        "inquiry": seat.inquiry,
        "title": title,
        "menu": _menu(seat, request.path),
        "breadcrumbs": crumbs,
    }
    return render(request, template, {**known, **context}, status=status)


def _menu(seat: Seat, path: str) -> list[tuple[str, str, bool]]:
    """What this person may do here: words, address, whether it is this page."""
    # Before the announcement there is a dossier to check, and nothing else to do.
    known = seat.register.announced_at is not None
    pages: list[tuple[str, str, bool]] = [
        ("desk", _("Overview"), True),
        ("project", _("Order, dossier, notice"), True),
        ("observations", _("Observations"), known),
        ("themes", _("Themes"), known and seat.leads),
        ("pages", _("Paper, post, words"), known and seat.leads),
        ("mails", _("Mails kept aside"), known and seat.leads),
        ("dossier", _("Add to the dossier"), known and seat.leads),
        ("extension", _("Extend"), known and seat.leads),
        ("records", _("Visits and meetings"), seat.leads),
        ("reply", _("Reply by theme"), known and seat.is_applicant),
        ("documents", _("Documents and dates"), known),
        ("exports", _("Take the register away"), known and seat.reads_all),
    ]
    return [
        (words, seat.page(name), path.startswith(seat.page(name)) if name != "desk" else False)
        for name, words, shown in pages
        if shown
    ]
