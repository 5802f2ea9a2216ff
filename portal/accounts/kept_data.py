"""What this app and allauth keep about a person beside the account, which owndata tells."""

from collections.abc import Iterable
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext

from .models import EmailChange, OpenSession
from .personal_data import DataSource, Kept, Person, Taken, register_source


def _pk(person: Person) -> int:
    """The account of this person; 0, which nobody has, without one."""
    return person.user_id or 0


def _factors(person: Person) -> Iterable[Taken]:
    """That there is a factor, and when it served; never its secret."""
    for factor in Authenticator.objects.filter(user_id=_pk(person)).order_by("pk"):
        yield Taken(
            values={
                "type": factor.type,
                "name": factor.data.get("name", ""),
                "created_at": factor.created_at,
                "last_used_at": factor.last_used_at,
            },
            labels={
                "type": _("Kind of second factor"),
                "name": _("Name of the key"),
                "created_at": _("Added"),
                "last_used_at": _("Last used"),
            },
        )


def _factor_figures(person: Person) -> Iterable[Kept]:
    count = Authenticator.objects.filter(user_id=_pk(person)).count()
    yield Kept(npgettext("own data", "second factor", "second factors", count), count)


def _erase_factors(person: Person, at: datetime) -> int:
    return Authenticator.objects.filter(user_id=_pk(person)).delete()[0]


def _sessions(person: Person) -> Iterable[Taken]:
    for session in OpenSession.objects.filter(user_id=_pk(person)).order_by("pk"):
        yield Taken(
            values={
                "device": session.device,
                "opened_at": session.opened_at,
                "seen_at": session.seen_at,
            },
            labels={
                "device": _("Browser"),
                "opened_at": _("Signed in"),
                "seen_at": _("Last seen"),
            },
        )


def _session_figures(person: Person) -> Iterable[Kept]:
    count = OpenSession.objects.filter(user_id=_pk(person)).count()
    yield Kept(npgettext("own data", "open session", "open sessions", count), count)


def _erase_sessions(person: Person, at: datetime) -> int:
    held = OpenSession.objects.filter(user_id=_pk(person))
    keys = list(held.values_list("session_id", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    return len(keys)


def _changes(person: Person) -> Iterable[Taken]:
    for change in EmailChange.objects.filter(user_id=_pk(person)):
        yield Taken(
            values={"new_email": change.new_email, "asked_at": change.asked_at},
            labels={"new_email": _("New address"), "asked_at": _("Asked")},
        )


def _change_figures(person: Person) -> Iterable[Kept]:
    count = EmailChange.objects.filter(user_id=_pk(person)).count()
    label = npgettext(
        "own data", "change of address under way", "changes of address under way", count
    )
    yield Kept(label, count)


def _erase_changes(person: Person, at: datetime) -> int:
    """Of this account; and of any account that asked for an address of this person."""
    own = EmailChange.objects.filter(user_id=_pk(person))
    theirs = EmailChange.objects.filter(new_email__in=person.emails)
    return (own | theirs).delete()[0]


def register() -> None:
    """Says what is kept; called once, when the app is ready."""
    register_source(
        DataSource(
            "second_factors",
            _("Second factors"),
            _factors,
            _erase_factors,
            order=900,
            summary=_factor_figures,
        )
    )
    register_source(
        DataSource(
            "sessions",
            _("Open sessions"),
            _sessions,
            _erase_sessions,
            order=910,
            summary=_session_figures,
        )
    )
    register_source(
        DataSource(
            "email_change",
            _("Change of address"),
            _changes,
            _erase_changes,
            order=905,
            summary=_change_figures,
        )
    )
