"""A change of address: both sides confirm it, either may stop it, nothing is told to strangers."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from portal.accounts import email_changes, rules
from portal.accounts.enums import EmailChangeReason
from portal.accounts.models import EmailChange, User
from portal.decisions import Refused
from portal.security.models import SecurityEvent
from tests.factories.accounts import PASSWORD, UserFactory
from tests.support.client import StrictClient
from tests.support.factors import SECRET, code_of, confirm_address, give_application, unproved
from tests.support.html import main_of, plain
from tests.support.threads import together

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site")]
OLD, NEW = "voisine@test.example", "nouvelle@test.example"


@pytest.fixture
def neighbour() -> User:
    user = UserFactory.create(email=OLD)
    confirm_address(user)
    return user


@pytest.fixture(autouse=True)
def _mails_leave(request: pytest.FixtureRequest) -> Iterator[None]:
    """What waits for a commit is sent at the end of each request, as in real life."""
    if "transaction" in request.keywords["django_db"].kwargs:
        yield
        return
    capture = request.getfixturevalue("django_capture_on_commit_callbacks")
    with capture(execute=True):
        yield


def _ask(user: User, email: str = NEW, at: datetime | None = None) -> tuple[str, str]:
    """Asks for a change; the links of the new and of the former address."""
    change = email_changes.ask(user=user, new_email=email, at=at or timezone.now())
    return tuple(  # type: ignore[return-value]
        re.sub(r"^https?://[^/]+", "", email_changes.link(side, change)) for side in ("new", "old")
    )


def _events() -> list[str]:
    found = SecurityEvent.objects.filter(event__startswith="accounts.email.").order_by("pk")
    return list(found.values_list("event", flat=True))


@pytest.mark.parametrize("order", [("new", "old"), ("old", "new")])
def test_both_sides_in_any_order(neighbour, order):
    links = dict(zip(("new", "old"), _ask(neighbour), strict=True))
    first, second = (links[side] for side in order)

    waiting = StrictClient().post(first, {"action": "confirm"})
    neighbour.refresh_from_db()
    assert neighbour.email == OLD
    done = StrictClient().post(second, {"action": "confirm"})

    neighbour.refresh_from_db()
    assert (waiting.status_code, done.status_code) == (200, 200)
    assert neighbour.email == NEW
    [address] = EmailAddress.objects.all()
    assert (address.email, address.verified, address.primary) == (NEW, True, True)
    assert not EmailChange.objects.exists()
    assert _events() == ["accounts.email.change_asked", "accounts.email.changed"]
    assert StrictClient().get(first).status_code == 410


def test_reading_a_link_confirms_nothing(neighbour):
    for link in _ask(neighbour):
        assert StrictClient().get(link).status_code == 200

    change = EmailChange.objects.get()
    assert (change.new_confirmed_at, change.old_confirmed_at) == (None, None)


def test_one_side_twice_is_one_side(neighbour):
    _new, old = _ask(neighbour)

    for _ in range(2):
        StrictClient().post(old, {"action": "confirm"})

    neighbour.refresh_from_db()
    assert neighbour.email == OLD


def test_it_was_not_me(neighbour):
    new, old = _ask(neighbour)
    StrictClient().post(new, {"action": "confirm"})

    page = StrictClient().post(old, {"action": "cancel"})

    neighbour.refresh_from_db()
    assert neighbour.email == OLD
    assert main_of(page).find("a", href=reverse("account_reset_password"))
    assert StrictClient().get(new).status_code == 410
    event = SecurityEvent.objects.get(event="accounts.email.change_cancelled")
    assert (event.actor, event.details) == (neighbour, {"by": "mail"})


def test_new_address_cannot_speak_for_the_former(neighbour):
    new, old = _ask(neighbour)
    token = new.rstrip("/").rpartition("/")[2]

    forged = StrictClient().get(reverse("account_email_old", args=[token]))

    assert forged.status_code == 410
    assert old != new


def test_links_of_a_former_request_are_void(neighbour):
    new, _old = _ask(neighbour, "autre@test.example")
    _ask(neighbour)

    assert StrictClient().post(new, {"action": "confirm"}).status_code == 410


@pytest.mark.parametrize(("hours", "status"), [(71, 200), (72, 410)])
def test_three_days(neighbour, hours, status):
    new, _old = _ask(neighbour, at=timezone.now() - timedelta(hours=hours, seconds=1))
    # The seal is dated too: the row alone is older here.
    assert StrictClient().get(new).status_code == status


def test_old_requests_are_forgotten(neighbour):
    _ask(neighbour, at=timezone.now() - timedelta(days=4))

    assert email_changes.erase_old(at=timezone.now(), dry_run=True) == 1
    assert email_changes.erase_old(at=timezone.now()) == 1
    assert not EmailChange.objects.exists()


def test_same_address_is_refused(neighbour):
    with pytest.raises(Refused) as refused:
        email_changes.ask(user=neighbour, new_email=OLD.upper(), at=timezone.now())

    assert refused.value.reason == EmailChangeReason.SAME


def test_address_of_somebody_else_looks_the_same_and_never_changes(neighbour, resident):
    """The page says the same, as many mails leave; only the owner of the address learns more."""
    seen = []
    for email in (NEW, resident.email):
        browser = _proved(neighbour)
        page = browser.post(
            reverse("account_email"), {"action": "ask", "email": email}, follow=True
        )
        seen.append(plain(main_of(page)).replace(email, "…"))
    assert seen[0] == seen[1]

    new, old = _ask(neighbour, resident.email)
    StrictClient().post(old, {"action": "confirm"})
    page = StrictClient().post(new, {"action": "confirm"})

    neighbour.refresh_from_db()
    assert neighbour.email == OLD
    assert str(EmailChangeReason.TAKEN.label).split()[0] in plain(main_of(page))


@pytest.mark.django_db(transaction=True)
def test_two_mails_leave_whoever_owns_the_address():
    person, other = UserFactory.create(email=OLD), UserFactory.create()
    for email in (NEW, other.email):
        mail.outbox.clear()
        email_changes.ask(user=person, new_email=email, at=timezone.now())
        assert sorted(message.to[0] for message in mail.outbox) == sorted([OLD, email])
        assert OLD not in "".join(message.subject for message in mail.outbox)
        theirs = next(message for message in mail.outbox if message.to == [email])
        assert ("/compte/email/nouvelle/" in theirs.body) is (email == NEW)


def _proved(user: User) -> StrictClient:
    browser = unproved(user)
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return browser


def test_asking_needs_a_fresh_proof(neighbour):
    response = unproved(neighbour).post(reverse("account_email"), {"action": "ask", "email": NEW})

    assert response.url.startswith(reverse("account_reauthenticate"))
    assert not EmailChange.objects.exists()


def test_page_says_where_the_change_stands(neighbour):
    browser = _proved(neighbour)
    browser.post(reverse("account_email"), {"action": "ask", "email": NEW})

    page = plain(main_of(browser.get(reverse("account_email"))))
    home = plain(main_of(browser.get(reverse("account"))))

    assert NEW in page
    assert "n’a pas encore confirmé" in page
    assert "attend ses confirmations" in home


def test_person_cancels_the_change(neighbour):
    browser = _proved(neighbour)
    browser.post(reverse("account_email"), {"action": "ask", "email": NEW})

    browser.post(reverse("account_email"), {"action": "cancel"})

    assert not EmailChange.objects.exists()


def test_second_factor_stands_in_for_a_lost_mailbox(neighbour):
    made = give_application(neighbour)
    made.created_at = timezone.now() - timedelta(days=4)
    made.save()
    browser = _proved(neighbour)
    new, _old = _ask(neighbour)
    StrictClient().post(new, {"action": "confirm"})

    sent = browser.post(reverse("account_email"), {"action": "factor"})
    assert sent.url.startswith(reverse("mfa_reauthenticate"))
    browser.post(sent.url, {"code": code_of(SECRET)})
    browser.post(reverse("account_email"), {"action": "factor"})

    neighbour.refresh_from_db()
    assert neighbour.email == NEW
    event = SecurityEvent.objects.get(event="accounts.email.changed")
    assert event.details == {"by": "second_factor"}


def test_factor_just_added_never_stands_in(neighbour):
    """Who learned the password adds a factor of their own: it does not give them the account."""
    give_application(neighbour)
    browser = _proved(neighbour)
    new, _old = _ask(neighbour)
    StrictClient().post(new, {"action": "confirm"})
    browser.post(reverse("mfa_reauthenticate"), {"code": code_of(SECRET)})

    page = browser.post(reverse("account_email"), {"action": "factor"}, follow=True)

    neighbour.refresh_from_db()
    assert neighbour.email == OLD
    assert "trop récent" in plain(main_of(page))


DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("ages", "reason"),
    [
        ([], EmailChangeReason.NO_FACTOR),
        ([2 * DAY], EmailChangeReason.NEW_FACTOR),
        ([3 * DAY], None),
        ([DAY, 5 * DAY], None),
    ],
)
def test_what_may_stand_in(ages, reason):
    at = timezone.now()

    decision = rules.may_stand_in([at - age for age in ages], at=at, seconds=3 * 24 * 3600)

    assert decision.reason == reason


def test_password_alone_never_stands_in(neighbour):
    new, _old = _ask(neighbour)
    StrictClient().post(new, {"action": "confirm"})

    _proved(neighbour).post(reverse("account_email"), {"action": "factor"})

    neighbour.refresh_from_db()
    assert neighbour.email == OLD


def test_requests_are_limited(neighbour):
    browser = _proved(neighbour)
    data = {"action": "ask", "email": NEW}

    codes = [browser.post(reverse("account_email"), data).status_code for _ in range(6)]

    assert codes == [302] * 5 + [429]


@pytest.mark.django_db(transaction=True)
def test_both_links_pressed_at_once_change_it_once():
    person = UserFactory.create(email=OLD)
    new, old = _ask(person)
    links = [new, old] * 4

    def press(number: int) -> int:
        status: int = StrictClient().post(links[number], {"action": "confirm"}).status_code
        return status

    codes = together(8, press)

    person.refresh_from_db()
    assert person.email == NEW
    assert set(codes) <= {200, 410}
    assert _events().count("accounts.email.changed") == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one after the other")
def test_two_accounts_never_take_the_same_address_at_once():
    people = [UserFactory.create() for _ in range(4)]
    changes: list[Any] = []
    for person in people:
        change = email_changes.ask(user=person, new_email=NEW, at=timezone.now())
        email_changes.confirm(change=change, side="old", at=timezone.now())
        changes.append(change)

    found = together(
        4, lambda n: email_changes.confirm(change=changes[n], side="new", at=timezone.now())
    )

    assert sorted(map(str, found)) == sorted(["True", *[str(EmailChangeReason.TAKEN)] * 3])
    assert User.objects.filter(email=NEW).count() == 1
