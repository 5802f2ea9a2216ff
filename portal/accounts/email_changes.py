"""The writer of changes of address: nothing changes before both addresses have agreed."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from portal.decisions import Refused, require
from portal.sealed import BadSeal, seal, unseal
from portal.security.actions import record_event

from . import notifications, rules
from .enums import EmailChangeReason
from .models import EmailChange, User

_PURPOSES = {"new": "accounts.email.new", "old": "accounts.email.old"}


@transaction.atomic
def ask(*, user: User, new_email: str, at: datetime) -> EmailChange:
    """Asks for another address: a link to each of the two.

    Whether the new one belongs to somebody else is told to its owner by mail, never on screen.
    """
    new_email = new_email.strip().lower()
    require(rules.may_ask_email(current=user.email, new=new_email))
    EmailChange.objects.filter(user=user).delete()
    change = EmailChange.objects.create(user=user, new_email=new_email, asked_at=at)
    record_event("accounts.email.change_asked", actor=user, at=at)
    if _is_taken(new_email, user):
        notifications.write("email_taken", to=new_email)
    else:
        notifications.write("email_new", to=new_email, context={"url": link("new", change)})
    notifications.write("email_old", to=user.email, context={"url": link("old", change)})
    return change


def _is_taken(email: str, user: User) -> bool:
    owned = User.objects.filter(email__iexact=email) | User.objects.filter(
        emailaddress__email__iexact=email, emailaddress__verified=True
    )
    return owned.exclude(pk=user.pk).exists()


def link(side: str, change: EmailChange) -> str:
    """The address of the page mailed to one side (`new` or `old`)."""
    token = seal(_PURPOSES[side], change.pk, change.number)
    return str(settings.WAGTAILADMIN_BASE_URL) + reverse(f"account_email_{side}", args=[token])


def find(side: str, token: str, *, at: datetime) -> EmailChange | None:
    """The pending change that this mailed link is about."""
    try:
        pk, number = unseal(_PURPOSES[side], token, seconds=settings.EMAIL_CHANGE_SECONDS)
    except (BadSeal, ValueError):
        return None
    found = EmailChange.objects.filter(pk=pk, number=number).select_related("user").first()
    return found if found and _is_pending(found, at) else None


def pending_of(user: User, *, at: datetime) -> EmailChange | None:
    """The change that this account waits for."""
    found = EmailChange.objects.filter(user=user).first()
    return found if found and _is_pending(found, at) else None


def _is_pending(change: EmailChange, at: datetime) -> bool:
    return rules.is_pending(change, at=at, seconds=settings.EMAIL_CHANGE_SECONDS)


@transaction.atomic
def confirm(*, change: EmailChange, side: str, at: datetime) -> bool:
    """One of the two addresses agrees; says whether the address of the account is changed now."""
    held = _held(change, at)
    field = f"{side}_confirmed_at"
    if getattr(held, field) is None:
        setattr(held, field, at)
        held.save(update_fields=[field])
    return _complete(held, at, by="mail")


@transaction.atomic
def confirm_by_factor(*, user: User, proved: set[int], at: datetime) -> bool:
    """The second factor, just proved (its keys), stands in for a former mailbox that is lost."""
    change = EmailChange.objects.filter(user=user).first()
    if change is None:
        raise Refused(EmailChangeReason.OVER)
    held = _held(change, at)
    added = Authenticator.objects.filter(user=user, pk__in=proved)
    moments = added.values_list("created_at", flat=True)
    require(rules.may_stand_in(moments, at=at, seconds=settings.EMAIL_CHANGE_SECONDS))
    held.old_confirmed_at = held.old_confirmed_at or at
    held.save(update_fields=["old_confirmed_at"])
    return _complete(held, at, by="second_factor")


@transaction.atomic
def cancel(*, change: EmailChange, by: str, at: datetime) -> None:
    """It was not me, or I changed my mind: the address stays (`by`: "mail" or "account")."""
    held = _held(change, at)
    record_event("accounts.email.change_cancelled", actor=held.user, at=at, by=by)
    held.delete()


def _held(change: EmailChange, at: datetime) -> EmailChange:
    """The row itself, held until the end: two links opened at once are two turns."""
    found = (
        EmailChange.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(pk=change.pk, number=change.number)
        .first()
    )
    if found is None or not _is_pending(found, at):
        raise Refused(EmailChangeReason.OVER)
    return found


def _complete(change: EmailChange, at: datetime, *, by: str) -> bool:
    if change.new_confirmed_at is None or change.old_confirmed_at is None:
        return False
    user, former = change.user, change.user.email
    if _is_taken(change.new_email, user):
        raise Refused(EmailChangeReason.TAKEN)
    try:
        with transaction.atomic():
            user.email = change.new_email
            user.save(update_fields=["email"])
            EmailAddress.objects.filter(user=user).delete()
            EmailAddress.objects.create(
                user=user, email=change.new_email, verified=True, primary=True
            )
    except IntegrityError as error:
        # Taken by somebody else at this very moment.
        raise Refused(EmailChangeReason.TAKEN) from error
    change.delete()
    record_event("accounts.email.changed", actor=user, at=at, by=by)
    notifications.write("email_changed", to=former)
    return True


@transaction.atomic
def give(*, user: User, former: str, by: User, at: datetime) -> None:
    """Whoever manages people gave this account another address, saved already.

    The former one opens nothing any more and is told; the new one proves itself at the next
    sign-in, by the code or link that it receives.
    """
    EmailChange.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=user.email.lower(), verified=False, primary=True)
    record_event("accounts.email.given", actor=by, at=at, user=user.pk)
    notifications.write("email_given", to=former)


def erase_old(*, at: datetime, dry_run: bool = False) -> int:
    """Forgets changes that were never confirmed by both; returns how many."""
    end = at - timedelta(seconds=settings.EMAIL_CHANGE_SECONDS)
    old = EmailChange.objects.filter(asked_at__lte=end)
    return old.count() if dry_run else old.delete()[0]
