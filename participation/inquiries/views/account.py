"""What the page of an account says of public procedures."""

from typing import cast

from django.http import HttpRequest
from django.template.loader import render_to_string

from portal.accounts.models import User

from ..queries.seats import seats_of


def account_section(request: HttpRequest) -> str:
    """The procedures in which this person holds a seat, with the way into each room."""
    seats = list(seats_of(cast(User, request.user)))
    if not seats:
        return ""
    return render_to_string("inquiries/room/account.html", {"seats": seats}, request)
