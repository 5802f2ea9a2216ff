"""Supporting an idea: one press when one is known, a mailed link when not."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.decisions import Decision, Refused
from portal.sealed import BadSeal, SealExpired
from portal.throttle import address_key, client_key, take

from ... import actions, rules
from ...forms.reactions import SupportLinkForm
from ...models import Activity, Contribution
from ...queries.supports import Person, supported_among, supporter_known_as, supporter_with
from ...support_links import address_in
from ...views.supporters import person_of, remember
from .reactions import found_idea, reaction_page, refusal

_HOUR = 3600
WITHDRAW = "retirer"
# What the page's script says of itself, to receive the button drawn anew instead of a page.
_SCRIPT = "support"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def support(request: HttpRequest, activity: Activity, number: int) -> HttpResponse:
    """Supports or takes back at one press; asks a stranger for an address."""
    idea, at = found_idea(activity, number), timezone.now()
    person = person_of(request)
    decision = rules.may_support(idea, person.user, at)
    if not decision:
        return refusal(request, idea, _label(), decision)
    if request.method == "POST" and "email" in request.POST:
        return _ask_link(request, idea, at)
    if request.method == "POST" and person.is_known:
        return _press(request, idea, person, at)
    if "envoye" in request.GET:
        page = reaction_page(idea, _label(), days=settings.SUPPORT_LINK_SECONDS // 86_400)
        return render(request, "ideas/support_sent.html", page)
    form = None if person.is_known else SupportLinkForm()
    return render(request, "ideas/support.html", reaction_page(idea, _label(), form=form))


def _label() -> str:
    return pgettext("action", "Support")


def _press(request: HttpRequest, idea: Contribution, person: Person, at: datetime) -> HttpResponse:
    """Counts or takes back the support of somebody known, and goes back where one was."""
    limit = settings.SUPPORT_LIMIT
    who = f"user:{person.user.pk}" if person.user else f"supporter:{person.supporter_id}"
    if not take("support", who, limit=limit, seconds=_HOUR):
        return _too_many(request, idea)
    try:
        done = _change(request, idea, person, at)
    except Refused as refused:
        return refusal(request, idea, _label(), Decision(False, refused.reason))
    if not done:
        # The browser remembers somebody whose supports were all erased: ask again.
        page = reaction_page(idea, _label(), form=SupportLinkForm())
        return render(request, "ideas/support.html", page)
    if request.headers.get("X-Requested-With") == _SCRIPT:
        return _drawn(request, idea)
    return HttpResponseRedirect(_way_back(request, idea))


def _change(request: HttpRequest, idea: Contribution, person: Person, at: datetime) -> bool:
    """Supports or withdraws; False when the person remembered is not known any more."""
    withdrawing = request.POST.get("action") == WITHDRAW
    if person.user and not withdrawing:
        actions.give_support(contribution=idea, user=person.user, at=at)
        return True
    supporter = supporter_known_as(person)
    if supporter is None:
        return person.user is not None
    act = actions.withdraw_support if withdrawing else actions.support_contribution
    act(contribution=idea, supporter=supporter, user=person.user, at=at)
    return True


def _drawn(request: HttpRequest, idea: Contribution) -> JsonResponse:
    """The same box, drawn anew, and what to say aloud."""
    idea.refresh_from_db(fields=["support_count"])
    row = request.POST.get("vue") == "rang"
    name = "support_row" if row else "support"
    context = {"idea": idea, "page_of_ideas": {"items": [idea]}}
    html = render_to_string(f"ideas/includes/{name}.html", context, request)
    withdrawn = request.POST.get("action") == WITHDRAW
    said = _("Your support is withdrawn.") if withdrawn else _("Your support is counted.")
    return JsonResponse({"html": html, "said": said})


def _way_back(request: HttpRequest, idea: Contribution) -> str:
    """The list one came from, at this idea, or the idea's own page."""
    back = request.POST.get("suite", "")
    if back.startswith("/") and url_has_allowed_host_and_scheme(back, {request.get_host()}):
        return f"{back.split('#')[0]}#soutenir-{idea.number}"
    return f"{idea.url}#soutenir"


def _too_many(request: HttpRequest, idea: Contribution) -> HttpResponse:
    message = _("Many supports came from you in the last hour. Try again later.")
    context = reaction_page(idea, _label(), message=message)
    return render(request, "participation/reaction_refused.html", context, status=429)


def _ask_link(request: HttpRequest, idea: Contribution, at: datetime) -> HttpResponse:
    """Mails the link; the answer is the same whoever the address belongs to."""
    form = SupportLinkForm(request.POST)
    if not form.is_valid():
        return render(request, "ideas/support.html", reaction_page(idea, _label(), form=form))
    email = form.cleaned_data["email"]
    if message := _asked_too_often(request, form, email):
        form.add_error(None, message)
        page = reaction_page(idea, _label(), form=form)
        return render(request, "ideas/support.html", page, status=429)
    try:
        actions.send_support_link(contribution=idea, email=email, at=at)
    except Refused as refused:
        return refusal(request, idea, _label(), Decision(False, refused.reason))
    return HttpResponseRedirect(f"{request.path}?envoye=oui")


def _asked_too_often(request: HttpRequest, form: SupportLinkForm, email: str) -> str:
    """Why no more links are sent now, to this connection or to this address; else nothing."""
    connection = settings.SUPPORT_LINK_LIMIT
    if not form.take("support-link", client_key(request), limit=connection, seconds=_HOUR):
        return _(
            "Many links were asked for from your connection in the last hour. Try again later."
        )
    mailbox = settings.SUPPORT_LINKS_PER_ADDRESS
    if not take("support-link-to", address_key(email), limit=mailbox, seconds=_HOUR):
        return _(
            "Several links were already sent to this address in the last hour. Look in the "
            "mailbox, also among unwanted mail, or try again later."
        )
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def support_link(request: HttpRequest, activity: Activity, number: int, token: str) -> HttpResponse:
    """Where the mailed link leads: reading it changes nothing, its button supports."""
    idea, at = found_idea(activity, number), timezone.now()
    decision = rules.may_support(idea, None, at)
    if not decision:
        return refusal(request, idea, _label(), decision)
    try:
        email = address_in(token, idea.pk)
    except BadSeal as error:
        page = reaction_page(idea, _label(), expired=isinstance(error, SealExpired))
        return render(request, "ideas/support_link_dead.html", page, status=410)
    if request.method == "POST":
        return _follow(request, idea, email, at)
    supporter = supporter_with(email)
    known = Person(supporter_id=supporter.pk) if supporter else Person()
    page = reaction_page(
        idea,
        _label(),
        supported=bool(supported_among(known, [idea])),
        days_remembered=settings.SUPPORTER_COOKIE_SECONDS // 86_400,
        just_done="fait" in request.GET,
    )
    return render(request, "ideas/support_link.html", page)


def _follow(request: HttpRequest, idea: Contribution, email: str, at: datetime) -> HttpResponse:
    """Supports or takes back for the address that the link proves."""
    if not take("support", address_key(email), limit=settings.SUPPORT_LIMIT, seconds=_HOUR):
        return _too_many(request, idea)
    try:
        if request.POST.get("action") == WITHDRAW:
            if supporter := supporter_with(email):
                actions.withdraw_support(contribution=idea, supporter=supporter, user=None, at=at)
            return HttpResponseRedirect(f"{request.path}?fait=oui")
        supporter, _is_new = actions.give_support(contribution=idea, email=email, at=at)
    except Refused as refused:
        return refusal(request, idea, _label(), Decision(False, refused.reason))
    if "partage" in request.POST or request.user.is_authenticated:
        return HttpResponseRedirect(f"{request.path}?fait=oui")
    back = HttpResponseRedirect(f"{idea.url}#soutenir")
    remember(back, supporter)
    return back
