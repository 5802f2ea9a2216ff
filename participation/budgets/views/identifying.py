"""The third step of a vote: proving who one is, then confirming; only this press counts."""

from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal import text_messages
from portal.decisions import Refused
from portal.throttle import address_key, client_key, exhausted, take

from ...models import Activity
from ..actions.voting import send_code, vote
from ..enums import BudgetReason, KeyKind, VoteChannel
from ..forms.identity import AskMailForm, AskPhoneForm, PaperCodeForm, TypedCodeForm, VoteForm
from ..proofs import Proof, masked
from ..queries.paper import code_standing
from ..queries.voting import entry_of
from ..vote_words import withdrawn_words
from ..voters import known_voter
from .baskets import hand_receipt, remember
from .parts import found_budget
from .vote_parts import (
    Visit,
    contact_of,
    known_values,
    may_take_part,
    no_rules,
    page_of,
    save_for_known,
    unavailable,
    visit,
    vote_context,
)
from .voting import ready

_HOUR = 3600
# Reasons that concern the name and the date of birth, said beside them.
_OF_PERSON = {BudgetReason.SAME_PERSON, BudgetReason.OTHER_PERSON}
# Reasons for which nothing more can be done on this page.
_OF_MOMENT = {BudgetReason.CLOSED, BudgetReason.NOT_OPENED, BudgetReason.PAUSED}


@dataclass
class Asked:
    """The forms of the page; the one that was sent holds its errors."""

    forms: dict[str, Form] = field(default_factory=dict)
    faulty: Form | None = None
    status: int = 200

    def refuse(self, form: Form, message: Any = None, *, status: int = 200) -> None:
        """Shows this form again, with a message of its own when it had no error."""
        if message is not None:
            form.add_error(None, message)
        self.faulty, self.status = form, status


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def confirm(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Who votes, by one of the ways of the rules; then one press casts the ballot."""
    here = visit(request, activity)
    if here is None:
        return unavailable(request, None, found_budget(activity), no_rules())
    decision = may_take_part(request, here)
    if not decision:
        return unavailable(request, here, here.budget, decision)
    if not ready(here):
        return HttpResponseRedirect(here.address("contribute"))
    if request.method != "POST":
        return _page(request, here, Asked())
    press = _PRESSES.get(request.POST.get("action", ""), _page_again)
    return press(request, here)


def _page_again(request: HttpRequest, here: Visit) -> HttpResponse:
    return _back(here)


def _ask_mail(request: HttpRequest, here: Visit) -> HttpResponse:
    form = AskMailForm(request.POST, auto_id="mail-%s")
    return _ask_code(request, here, KeyKind.MAIL, form)


def _ask_phone(request: HttpRequest, here: Visit) -> HttpResponse:
    form = AskPhoneForm(request.POST, auto_id="phone-%s")
    return _ask_code(request, here, KeyKind.PHONE, form)


def _ask_code(
    request: HttpRequest, here: Visit, kind: KeyKind, form: AskMailForm | AskPhoneForm
) -> HttpResponse:
    """Sends a code; the choices wait in the browser meanwhile."""
    asked = Asked(forms={str(kind): form})
    if kind not in offered(here):
        return _back(here)
    if not form.is_valid():
        asked.refuse(form)
        return _page(request, here, asked)
    if message := _asked_too_often(request, form):
        asked.refuse(form, message, status=429)
        return _page(request, here, asked)
    try:
        pending = send_code(budget=here.budget, kind=kind, to=form.to, at=here.at)
    except text_messages.NotSent:
        asked.refuse(
            form,
            _("The text message could not leave. Try again in a moment, or in another way."),
            status=503,
        )
        return _page(request, here, asked)
    return _back(here.with_kept(replace(here.kept, pending=pending, proof=None)))


def _asked_too_often(request: HttpRequest, form: AskMailForm | AskPhoneForm) -> str:
    """Why no more codes are sent now, to this connection or to this address; else nothing."""
    limit = settings.VOTE_CODE_LIMIT
    if not form.take("vote-code", client_key(request), limit=limit, seconds=_HOUR):
        return _(
            "Many codes were asked for from your connection in the last hour. Try again later: "
            "your basket is kept."
        )
    mailbox = settings.VOTE_CODES_PER_ADDRESS
    if not take("vote-code-to", address_key(form.to), limit=mailbox, seconds=_HOUR):
        return _(
            "Several codes were already sent there in the last hour. The last one works; look also "
            "among unwanted mail. Your basket is kept."
        )
    return ""


def _type_code(request: HttpRequest, here: Visit) -> HttpResponse:
    """Believes whoever types the code that was sent: five tries, half an hour."""
    pending, now = here.kept.pending, int(here.at.timestamp())
    if pending is None:
        return _back(here)
    form = TypedCodeForm(request.POST, auto_id="code-%s")
    asked = Asked(forms={"typed": form})
    tries = {"limit": settings.VOTE_CODE_TRIES, "seconds": 24 * _HOUR}
    is_spent = exhausted("vote-code-try", pending.number, **tries)
    if pending.is_over(now, settings.VOTE_CODE_SECONDS) or is_spent:
        form.is_valid()
        asked.refuse(form, _("This code is over: ask for another one. Your basket is kept."))
        return _page(request, here, asked)
    if not form.is_valid():
        asked.refuse(form)
        return _page(request, here, asked)
    if not pending.matches(form.cleaned_data["code"]):
        take("vote-code-try", pending.number, **tries)
        form.add_error("code", _("This is not the code that we sent last. Compare each digit."))
        asked.refuse(form)
        return _page(request, here, asked)
    return _believe(request, here, Proof(pending.kind, pending.to, now))


def _paper_code(request: HttpRequest, here: Visit) -> HttpResponse:
    """Believes whoever types a code of a letter, unless many were mistyped from there."""
    form = PaperCodeForm(request.POST, auto_id="paper-%s")
    asked = Asked(forms={str(KeyKind.CODE): form})
    if KeyKind.CODE not in offered(here):
        return _back(here)
    key, limit = client_key(request), settings.VOTE_PAPER_CODE_LIMIT
    if exhausted("vote-paper-code", key, limit=limit, seconds=_HOUR):
        form.is_valid()
        message = _("Many codes were tried from your connection. Try again in an hour.")
        asked.refuse(form, message, status=429)
        return _page(request, here, asked)
    if not form.is_valid():
        asked.refuse(form)
        return _page(request, here, asked)
    envelope = here.kept.basket.envelope
    standing = code_standing(here.budget, form.cleaned_data["code"], envelope)
    if standing.decision.reason is not None:
        take("vote-paper-code", key, limit=limit, seconds=_HOUR)
        form.add_error("code", standing.decision.reason.label)
        asked.refuse(form)
        return _page(request, here, asked)
    return _believe(request, here, Proof(KeyKind.CODE, standing.code, int(here.at.timestamp())))


def _believe(request: HttpRequest, here: Visit, proof: Proof) -> HttpResponse:
    """Keeps the proof in the browser, the basket on our side too, and goes on."""
    here = here.with_kept(replace(here.kept, pending=None, proof=proof))
    save_for_known(request, here)
    return _back(here)


def _other_way(request: HttpRequest, here: Visit) -> HttpResponse:
    """Forgets the code that was sent, and the proof: another way is chosen."""
    return _back(here.with_kept(replace(here.kept, pending=None, proof=None)))


def _cast(request: HttpRequest, here: Visit) -> HttpResponse:
    """Puts the ballot in the box and leads to its receipt; every refusal keeps the basket."""
    values = known_values(request, here)
    if not values:
        return _back(here)
    contact = contact_of(request, here)
    form = _vote_form(here, contact, request.POST)
    asked = Asked(forms={"vote": form})
    if not form.is_valid():
        asked.refuse(form)
        return _page(request, here, asked)
    if here.kept.lost:
        # What would be cast is no more what was read: it is read again first.
        asked.refuse(form, withdrawn_words(here.rules, here.kept.lost), status=409)
        return _page(request, here.told(), asked)
    if not take("vote", client_key(request), limit=settings.VOTE_LIMIT, seconds=_HOUR):
        message = _("Many ballots came from your connection. Your basket is kept: try later.")
        asked.refuse(form, message, status=429)
        return _page(request, here, asked)
    basket = here.kept.basket
    contact = contact or form.cleaned_data.get("contact") or ""
    try:
        cast = vote(
            budget=here.budget,
            voter=known_voter(here.budget.pk, VoteChannel.ONLINE, [*values, *form.person]),
            envelope=basket.envelope,
            choices=basket.choices,
            contact=contact,
            at=here.at,
        )
    except Refused as refused:
        return _not_cast(request, here, asked, refused)
    response = HttpResponseRedirect(here.address("vote_receipt"))
    # “See other”: a ballot was cast, its receipt is read.
    response.status_code = HTTPStatus.SEE_OTHER
    day = timezone.localdate(here.at)
    remember(response, here.budget, here.kept.after_vote(day), here.at)
    shown = {"receipt": cast.receipt, "change": cast.is_change, "mailed": bool(contact)}
    hand_receipt(response, here.budget, {**shown, "day": day.isoformat()})
    return response


def _not_cast(request: HttpRequest, here: Visit, asked: Asked, refused: Refused) -> HttpResponse:
    """Says why at its place; the basket stays as it was."""
    form = asked.forms["vote"]
    if refused.reason in _OF_MOMENT:
        # Closed or interrupted between the page and the press.
        decision = may_take_part(request, here)._replace(allowed=False, reason=refused.reason)
        return unavailable(request, here, here.budget, decision)
    if refused.reason in _OF_PERSON and "surname" in form.fields:
        form.add_error("surname", refused.reason.label)
        asked.refuse(form, status=409)
    else:
        asked.refuse(form, refused.reason.label, status=409)
    return _page(request, here, asked)


def offered(here: Visit) -> list[str]:
    """The ways to prove oneself here: those of the rules, without messages nobody could send."""
    ways = [one for one in here.rules.channels if one != "paper"]
    if not text_messages.is_configured():
        ways = [one for one in ways if one != KeyKind.PHONE]
    return ways


def _vote_form(here: Visit, contact: str, data: Any = None) -> VoteForm:
    today = timezone.localdate(here.at)
    return VoteForm(data, rules=here.rules, today=today, contact=contact, auto_id="vote-%s")


def _page(request: HttpRequest, here: Visit, asked: Asked) -> HttpResponse:
    """The question of the moment: which way, which code, or the last press."""
    values, pending = known_values(request, here), here.kept.pending
    context = vote_context(request, here, _("Confirm"))
    context |= {
        "page_of_ballot": page_of(here),
        "form": asked.faulty,
        "pending_to": masked(pending.kind, pending.to) if pending else "",
        "offered": offered(here),
        "known": "",
        "entry": None,
    }
    if values:
        context |= _known(request, here, values, asked)
    elif pending:
        context["typed_form"] = asked.forms.get("typed") or TypedCodeForm(auto_id="code-%s")
        context["is_mail"] = pending.kind == KeyKind.MAIL
    else:
        context |= _ways(here, asked)
    return _remembering(
        render(request, "budgets/vote_confirm.html", context, status=asked.status), here.told()
    )


def _known(
    request: HttpRequest, here: Visit, values: list[tuple[KeyKind, str]], asked: Asked
) -> dict[str, Any]:
    """The last press of somebody known, and the day of the vote that it would replace."""
    kind, value = values[0]
    contact = contact_of(request, here)
    shown = contact if kind == KeyKind.ACCOUNT else masked(kind, value)
    voter = known_voter(here.budget.pk, VoteChannel.ONLINE, values)
    return {
        "known": str(kind),
        "known_as": shown,
        "entry": entry_of(here.budget, voter),
        "contact": contact,
        "vote_form": asked.forms.get("vote") or _vote_form(here, contact),
    }


def _ways(here: Visit, asked: Asked) -> dict[str, Any]:
    """The forms of each way offered, fresh or as they were sent."""
    ways = offered(here)
    fresh: dict[str, Any] = {
        "mail_form": (KeyKind.MAIL, lambda: AskMailForm(auto_id="mail-%s")),
        "phone_form": (KeyKind.PHONE, lambda: AskPhoneForm(auto_id="phone-%s")),
        "paper_form": (KeyKind.CODE, lambda: PaperCodeForm(auto_id="paper-%s")),
    }
    return {
        name: (asked.forms.get(str(kind)) or made()) if kind in ways else None
        for name, (kind, made) in fresh.items()
    }


def _back(here: Visit) -> HttpResponse:
    """The same page again, by reading it: a reload sends nothing twice."""
    return _remembering(HttpResponseRedirect(here.address("confirm")), here)


def _remembering(response: HttpResponse, here: Visit) -> HttpResponse:
    remember(response, here.budget, here.kept, here.at)
    return response


_PRESSES = {
    "courriel": _ask_mail,
    "telephone": _ask_phone,
    "courrier": _paper_code,
    "code": _type_code,
    "autre": _other_way,
    "voter": _cast,
}
