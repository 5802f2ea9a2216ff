"""Where the authority's screens about rooms stand in the admin."""

from typing import TYPE_CHECKING

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from ...registry import DeskLink
from ..views.seats import (
    KEY_IN,
    RUN,
    LostMailsView,
    LostMailView,
    PagesView,
    PageView,
    ScanView,
    SeatsView,
)

if TYPE_CHECKING:
    from portal.accounts.models import User

    from ...models import Activity


def room_admin_urls() -> list[URLPattern]:
    """The addresses of these screens."""
    base = "inquiries/rooms"
    return [
        path(f"{base}/mails/", LostMailsView.as_view(), name="inquiries_lost_mails"),
        path(f"{base}/mails/<int:mail>/", LostMailView.as_view(), name="inquiries_lost_mail"),
        path(f"{base}/<int:pk>/seats/", SeatsView.as_view(), name="inquiries_seats"),
        path(f"{base}/<int:pk>/pages/", PagesView.as_view(), name="inquiries_pages"),
        path(f"{base}/<int:pk>/pages/<int:page>/", PageView.as_view(), name="inquiries_page"),
        path(f"{base}/<int:pk>/pages/<int:page>/scan/", ScanView.as_view(), name="inquiries_scan"),
    ]


def _seats(activity: "Activity", user: "User") -> str | None:
    return _for(activity, user, RUN, "inquiries_seats")


def _pages(activity: "Activity", user: "User") -> str | None:
    return _for(activity, user, KEY_IN, "inquiries_pages")


def _mails(activity: "Activity", user: "User") -> str | None:
    found = _for(activity, user, RUN, "inquiries_seats")
    return reverse("inquiries_lost_mails") if found else None


def _for(activity: "Activity", user: "User", right: str, name: str) -> str | None:
    """The address of a screen, for a procedure and whoever holds the right."""
    if activity.mechanism_name != "inquiries" or not user.has_perm(right):
        return None
    return reverse(name, args=[activity.pk])


ROOM_LINKS = (
    DeskLink(_("Seats of the procedure"), "group", _seats, 13),
    DeskLink(_("Paper register"), "form", _pages, 14),
    DeskLink(_("Mails without a procedure"), "mail", _mails, 15),
)
