"""Forgetting who took part: texts, answers and figures stay, the person goes out of them.

Called by the erasure of a person, in its transaction (portal.accounts.personal_data).
"""

from collections import Counter
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.personal_data import Person
from portal.owndata.masking import mask
from portal.owndata.persons import names_of

from .. import consent_rules
from ..enums import Moderation, RefusalReason
from ..models import (
    Appeal,
    Comment,
    Contribution,
    Report,
    Support,
    Supporter,
    SupportQuestion,
)
from ..queries import own_data
from ..queries.flags import AGENT_NAMES
from . import counters
from .files import erase_attachments
from .journal import locked, locked_row, log, own_texts
from .withdrawing import withdraw_comment, withdraw_contribution
from .words import forget_words

if TYPE_CHECKING:
    from django.db.models import QuerySet


def withdraw_own(person: Person, at: datetime) -> int:
    """Takes back what this person gave to calls that are open; says how many texts."""
    count = 0
    for contribution in _in_order(own_data.contributions_of(person)):
        held = locked(contribution)
        if consent_rules.may_withdraw(held, at):
            withdraw_contribution(held, at=at)
            count += 1
    for comment in _in_order(own_data.comments_of(person)):
        own = locked_row(comment)
        if consent_rules.may_withdraw_comment(own, at):
            withdraw_comment(own, at=at)
            count += 1
    return count


def forget_contributions(person: Person, at: datetime) -> int:
    """Takes the person out of what they gave; what nobody confirmed goes as a whole.

    Titles and texts stay, without what surely names the person; files go, for nobody can say what
    they show. Public figures do not change.
    """
    names = names_of(person, *own_data.phones_of(person))
    forget_promotions(person)
    own_data.lent_addresses(Contribution, person).update(email="")
    erased = _erase_unconfirmed(person)
    count = 0
    for contribution in _in_order(own_data.contributions_of(person)):
        held = locked(contribution)
        _forget_paper(held)
        _forget_contribution(held, names, has_account=bool(person.user_id))
        count += 1
    log("contribution.authors_forgotten", count=count, erased=erased)
    cache.delete(AGENT_NAMES)
    return count + erased


def _forget_contribution(held: Contribution, names: list[str], *, has_account: bool) -> None:
    held.display_name = _signature(held.display_name, has_account=has_account)
    held.email, held.author = "", None
    before = held.stems
    for field in ("title", "text", "place"):
        setattr(held, field, mask(getattr(held, field), names, _("[erased]")))
    held.save()
    forget_words(before, held.stems)
    _mask_own_texts(held, names)
    erase_attachments(contributions=[held.pk])
    _mask_around(Appeal.objects.filter(contribution=held), names)


def _mask_own_texts(held: Contribution, names: list[str]) -> None:
    own, fields = own_texts(held)
    if fields:
        masked = {field: mask(getattr(own, field), names, _("[erased]")) for field in fields}
        type(own)._default_manager.filter(pk=held.pk).update(**masked)


def _signature(display_name: str, *, has_account: bool) -> str:
    # What was anonymous stays so: a new word would tell that these texts are by the same person.
    return str(_("Deleted account")) if display_name and has_account else ""


def _forget_paper(held: Contribution) -> None:
    """Erases the scan, the telephone number and the corrections; who compared them stays known."""
    entry = getattr(held, "paper_entry", None)
    if entry is None:
        return
    if entry.scan:
        name = entry.scan.name
        transaction.on_commit(partial(default_storage.delete, name), robust=True)
    entry.scan = entry.scan_type = entry.phone = ""
    entry.corrections = {}
    entry.save(update_fields=["scan", "scan_type", "phone", "corrections"])


def _erase_unconfirmed(person: Person) -> int:
    """Nobody proved to have written it and nobody read it: it is erased with its files."""
    mine = own_data.contributions_of(person).filter(moderation=Moderation.UNCONFIRMED)
    found = list(mine.values_list("pk", "activity_id"))
    keys = [pk for pk, _activity in found]
    erase_attachments(contributions=keys)
    Contribution.objects.filter(pk__in=keys).delete()
    for activity, count in sorted(Counter(activity for _pk, activity in found).items()):
        counters.tally(activity, contribution_count=-count)
    return len(keys)


def forget_comments(person: Person, at: datetime) -> int:
    """Takes the person out of their comments; what was said in the city's name is signed by it."""
    names = names_of(person, *own_data.phones_of(person))
    own_data.lent_addresses(Comment, person).update(email="")
    count = 0
    for comment in _in_order(own_data.comments_of(person)):
        held = locked_row(comment)
        signature = "" if held.is_official else held.display_name
        held.display_name = _signature(signature, has_account=bool(person.user_id))
        held.email, held.author = "", None
        held.text = mask(held.text, names, _("[erased]"))
        held.save()
        _mask_around(Appeal.objects.filter(comment=held), names)
        count += 1
    log("comment.authors_forgotten", count=count)
    return count


def _mask_around(appeals: "QuerySet[Appeal]", names: list[str]) -> None:
    for appeal in appeals:
        appeal.text = mask(appeal.text, names, _("[erased]"))
        appeal.answer = mask(appeal.answer, names, _("[erased]"))
        appeal.save(update_fields=["text", "answer"])


def forget_promotions(person: Person) -> int:
    """Forgets under which name an agent agreed to be public."""
    signed = own_data.promotions_of(person).exclude(display_name="")
    return signed.update(display_name="")


def forget_reports(person: Person, at: datetime) -> int:
    """Erases the address of who reported; the report is still handled."""
    names, count = names_of(person), 0
    for report in _in_order(own_data.reports_of(person)):
        held = locked_row(report)
        held.email, held.text = "", mask(held.text, names, _("[erased]"))
        held.save(update_fields=["email", "text"])
        count += 1
    log("report.authors_forgotten", count=count)
    return count


def forget_supporters(person: Person, at: datetime) -> int:
    """Forgets who supported; the supports stay counted, as those of nobody known.

    Questions that nobody answered go: there is nobody left to answer them.
    """
    keys = list(own_data.supporters_of(person).values_list("pk", flat=True))
    theirs = Support.objects.filter(supporter__in=keys)
    count = theirs.count()
    SupportQuestion.objects.filter(support__in=theirs, accepted__isnull=True).delete()
    rows = Supporter.objects.filter(pk__in=keys)
    rows.filter(supports__isnull=True).delete()
    rows.update(user=None, email=None)
    # An account that left this address behind: its supports are its own.
    own_data.supporters_with_address(person).update(email=None)
    log("supporter.forgotten", count=count)
    return count


def rename_signatures(person: Person, old: str, new: str) -> int:
    """Shows under a new name what the person signed with the old one; says how many texts."""
    if person.user_id is None or not old:
        return 0
    texts = Contribution.objects.filter(author=person.user_id, display_name=old)
    said = Comment.objects.filter(author=person.user_id, display_name=old, is_official=False)
    count = texts.update(display_name=new) + said.update(display_name=new)
    log("signature.renamed", count=count)
    return count


def ask_removal(person: Person, keys: list[str], at: datetime) -> int:
    """Asks the moderators to look at texts in which their author may be recognised.

    One report each, without any of the words: the moderators see what was spotted beside the text.
    """
    text = _(
        "Request of the author, who asks to be erased: words of this text tell who wrote it, and "
        "should go. Nobody can be written to."
    )
    asked = [int(key) for key in keys if key.isdecimal() and len(key) < 19]
    own = own_data.contributions_of(person).filter(pk__in=asked)
    public = own.filter(moderation=Moderation.PUBLISHED).order_by("pk")
    waiting = Report.objects.filter(text=text, handled_at__isnull=True)
    count = 0
    for contribution in public.exclude(reports__in=waiting):
        Report.objects.create(
            contribution=contribution,
            reason=RefusalReason.PERSONAL_DATA,
            text=text,
            filed_at=at,
        )
        count += 1
    log("own_text.removal_asked", count=count)
    return count


def _in_order(rows: "QuerySet[Any]") -> list[Any]:
    """In one fixed order, read before anything changes what is found."""
    return list(rows.order_by("pk"))
