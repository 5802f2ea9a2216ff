"""Mails of a vote: code, receipt, basket that waits. Never a choice, never a project."""

from django.conf import settings
from django.db import connection
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal.notifications.mails import AWAITED, draw_mail, queue, send_mail, sender

from .models import ParticipatoryBudget

MAILS = {
    "vote_code": gettext_lazy("Code to vote"),
    "vote_receipt": gettext_lazy("Receipt of a vote"),
    "vote_draft": gettext_lazy("Basket not cast yet"),
}


def mail_code(*, budget: ParticipatoryBudget, to: str, code: str) -> None:
    """The code by which somebody proves to read an address; tried at once."""
    context = {**_about(budget), "code": code, "minutes": settings.VOTE_CODE_SECONDS // 60}
    subject = _("Your code to vote")
    send_mail(template="vote_code", subject=subject, to=to, context=context, delivery=AWAITED)


def mail_receipt(*, budget: ParticipatoryBudget, to: str, receipt: str) -> None:
    """The number that shows, after the count, that a ballot is in the box.

    A hundred voters a second get the same words but for that number: they are drawn once for each
    state of the vote and of the city's settings.
    """
    subject = _("You have voted")
    state = _state_of(budget)
    words = _receipts.get(budget.pk)
    if words is None or words[0] != state:
        context = {**sender(), **_about(budget), "receipt": _ANY_RECEIPT}
        drawn = draw_mail(template="vote_receipt", subject=subject, to="", context=context)
        words = _receipts[budget.pk] = state, drawn.text, drawn.html
    text, html = (one.replace(_ANY_RECEIPT, receipt) for one in words[1:])
    queue(kind="vote_receipt", subject=subject, to=to, text=text, html=html)


# In no receipt and in no title: what a receipt's place holds until it is known.
_ANY_RECEIPT = "UUUU-IIII-LLLL-OOOO"
# By vote: the state under which its words were drawn, the words, the same with tags.
_receipts: dict[int, tuple[tuple[object, ...], str, str]] = {}


def _state_of(budget: ParticipatoryBudget) -> tuple[object, ...]:
    """All that the words of a receipt depend on, but for its number."""
    with connection.cursor() as cursor:
        cursor.execute(_SETTINGS)
        settled = cursor.fetchone() or ()
    return (*_about(budget).values(), budget.title, budget.closes_at, get_language(), *settled)


# Written out: read for each voter, and only compared.
_SETTINGS = """
    SELECT settings.* FROM cms_sitesettings AS settings
      JOIN wagtailcore_site AS site ON site.id = settings.site_id
     WHERE site.is_default_site LIMIT 1"""


def mail_draft_reminder(*, budget: ParticipatoryBudget, to: str) -> None:
    """That a basket waits and does not count yet; called once for each draft."""
    subject = _("You have not voted yet")
    send_mail(template="vote_draft", subject=subject, to=to, context=_about(budget))


def _about(budget: ParticipatoryBudget) -> dict[str, object]:
    base = settings.WAGTAILADMIN_BASE_URL
    return {"budget": budget, "vote_url": base + budget.contribute_url, "base_url": base}
