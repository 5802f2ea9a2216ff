"""A page keyed in from a form, in the room or by the authority: one way to keep it."""

from typing import TYPE_CHECKING

from django.utils import timezone

from portal.decisions import Refused
from portal.form_tokens import BadToken, new_token, number_in, read_token

from ..actions.keying import key_in_page
from ..room_enums import RoomReason

if TYPE_CHECKING:
    from portal.accounts.models import User

    from ..forms.room_pages import NewPageForm
    from ..models import Inquiry


def kept_page(form: "NewPageForm", *, inquiry: "Inquiry", by: "User") -> bool:
    """Keeps what a valid form holds, once: whether it is kept; otherwise the form says why not.

    The same form sent twice is kept already. A token that nobody can read any more is no reason to
    lose a page.
    """
    try:
        number = read_token(form.cleaned_data["token"], minimum=0)
    except BadToken:
        number = number_in(new_token())
    given = form.given
    try:
        key_in_page(
            inquiry=inquiry,
            keyed_by=by,
            form_token=number,
            scan=given.clean if given else None,
            scan_name=given.name if given else "",
            at=timezone.now(),
            **form.written(),
        )
    except Refused as refused:
        if refused.reason != RoomReason.ALREADY_SENT:
            form.add_error("received_at", refused.reason.label)
            return False
    return True
