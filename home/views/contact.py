"""The contact page: its form, what is wrong with it, and the thanks."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.enums import Wish
from portal.accounts.models import User
from portal.cms.models import SiteSettings
from portal.decisions import Refused
from portal.throttle import client_key

from ..actions import record_contact_message
from ..forms import ContactForm
from ..models import ContactPage

SENT = "envoye"
# Which wish a link to the page asks to be chosen: /contact/?souhait=suivi
ASKED = "souhait"
WISHES = {
    "suivi": Wish.FOLLOW_UP,
    "information": Wish.INFORMATION,
    "idee": Wish.IDEA,
    "commentaire": Wish.COMMENT,
}


def contact(request: HttpRequest, page: ContactPage) -> HttpResponse:
    """Shows the form, keeps what it sends, then thanks at an address that can be reloaded."""
    if request.method != "POST":
        if SENT in request.GET:
            return _answer(request, page, "home/contact_thanks.html")
        initial = {**_known(request), "wish": WISHES.get(request.GET.get(ASKED, ""))}
        return _answer(request, page, page.template, form=ContactForm(initial=initial))
    form = ContactForm(request.POST)
    if not form.is_valid():
        return _answer(request, page, page.template, form=form)
    limit, seconds = settings.CONTRIBUTION_LIMIT, settings.CONTRIBUTION_WINDOW_SECONDS
    if not form.take("contact", client_key(request), limit=limit, seconds=seconds):
        message = _(
            "Many messages came from your connection in the last hour. Your text is kept: try "
            "again later, or telephone us."
        )
        form.add_error(None, message)
        return _answer(request, page, page.template, form=form, status=429)
    return _record(request, page, form)


def _record(request: HttpRequest, page: ContactPage, form: ContactForm) -> HttpResponse:
    try:
        record_contact_message(
            **form.message_fields(),
            form_token=form.form_token,
            at=timezone.now(),
            notify=SiteSettings.for_request(request).contact_email,
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return _answer(request, page, page.template, form=form, status=409)
    return HttpResponseRedirect(f"{page.get_url(request)}?{SENT}=oui")


def _known(request: HttpRequest) -> dict[str, Any]:
    """What a signed-in person need not type again."""
    user = request.user
    if not isinstance(user, User):
        return {}
    return {
        "name": user.display_name,
        "department_name": user.department_name,
        "email": user.email,
    }


def _answer(
    request: HttpRequest, page: ContactPage, template: str, *, status: int = 200, **extra: Any
) -> HttpResponse:
    context = {**page.get_context(request), **extra}
    return TemplateResponse(request, template, context, status=status)
