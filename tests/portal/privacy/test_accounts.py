"""Unused accounts: warned once, erased whole a month later, staff never; bounds to the day."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from portal.accounts import personal_data
from portal.accounts.models import User
from portal.accounts.personal_data import DataSource, Person
from portal.privacy.actions import erase_inactive, erase_unconfirmed_accounts, warn_inactive
from portal.privacy.models import InactivityWarning
from portal.privacy.queries.accounts import inactive_staff
from portal.security.models import SecurityEvent
from tests.factories.accounts import StaffFactory, SuperuserFactory, UserFactory
from tests.support.clock import NOW, days

pytestmark = pytest.mark.django_db
UNUSED, NOTICE = 1095, 30


def seen(days_ago: int, **fields: Any) -> User:
    user: User = UserFactory.create(**fields)
    User.objects.filter(pk=user.pk).update(
        last_login=days(-days_ago), date_joined=days(-days_ago - 10)
    )
    return user


def warned(user: User, days_ago: int) -> User:
    InactivityWarning.objects.create(user=user, warned_at=days(-days_ago))
    return user


def open_with_address(joined: datetime, *, verified: bool = False) -> User:
    user: User = UserFactory.create()
    User.objects.filter(pk=user.pk).update(date_joined=joined)
    EmailAddress.objects.create(user=user, email=user.email, verified=verified, primary=True)
    return user


@pytest.fixture
def forgetful() -> Any:
    """An app that has something to forget; what it was asked is in the list."""
    asked: list[Person] = []
    before = dict(personal_data._sources)
    yield (
        asked,
        lambda erase: personal_data.register_source(
            DataSource(name="forgetful", label="", export=lambda person: [], erase=erase, order=5)
        ),
    )
    personal_data._sources.clear()
    personal_data._sources.update(before)


def test_the_warning_leaves_a_month_before(portal_site, django_capture_on_commit_callbacks):
    gone, kept = seen(UNUSED - NOTICE + 1), seen(UNUSED - NOTICE - 1)

    assert warn_inactive(at=NOW, dry_run=True) == 1
    with django_capture_on_commit_callbacks(execute=True):
        assert warn_inactive(at=NOW) == 1
        assert warn_inactive(at=NOW) == 0

    [sent] = mail.outbox
    assert sent.to == [gone.email]
    assert "10 juin 2026" in sent.body.replace("\u00a0", " ")
    assert gone.email not in sent.subject
    assert not InactivityWarning.objects.filter(user=kept).exists()


def test_whoever_comes_back_is_warned_again_years_later(portal_site):
    user = warned(seen(UNUSED), 2000)

    assert warn_inactive(at=NOW) == 1

    assert InactivityWarning.objects.get(user=user).warned_at == NOW


def test_accounts_go_three_years_after_the_last_visit_once_warned():
    gone = warned(seen(UNUSED + 1), NOTICE)
    kept = [
        warned(seen(UNUSED - 1), NOTICE),
        warned(seen(UNUSED + 1), NOTICE - 1),
        seen(UNUSED + 1),
    ]

    assert erase_inactive(at=NOW, dry_run=True) == 1
    assert erase_inactive(at=NOW) == 1

    assert list(User.objects.order_by("pk")) == kept
    event = SecurityEvent.objects.get(event="privacy.account.erased")
    assert event.details == {"erased": gone.pk, "why": "inactive"}


def test_staff_is_listed_and_never_erased(portal_site):
    admin = warned(SuperuserFactory.create(), NOTICE)
    moderator = warned(StaffFactory.create(role="moderators"), NOTICE)
    User.objects.update(last_login=days(-UNUSED - 1))

    assert warn_inactive(at=NOW) == 0
    assert erase_inactive(at=NOW) == 0

    assert list(inactive_staff(NOW)) == [admin, moderator]


def test_an_account_goes_with_everything_or_stays_whole(forgetful):
    asked, install = forgetful
    first, second = warned(seen(UNUSED + 1), NOTICE), warned(seen(UNUSED + 1), NOTICE)

    def erase(person: Person, at: datetime) -> int:
        asked.append(person)
        User.objects.filter(pk=person.user_id).update(display_name="à moitié effacé")
        if person.user_id == second.pk:
            raise RuntimeError
        return 1

    install(erase)
    with pytest.raises(RuntimeError):
        erase_inactive(at=NOW)

    assert [user.pk for user in User.objects.all()] == [second.pk]
    second.refresh_from_db()
    assert second.display_name != "à moitié effacé"
    assert asked[0] == Person(user_id=first.pk, emails=frozenset({first.email}))


def test_unconfirmed_accounts_go_after_a_week(forgetful):
    asked, install = forgetful
    install(lambda person, at: asked.append(person) or 0)
    gone = open_with_address(days(-7) - timedelta(seconds=1))
    kept = [
        open_with_address(days(-7)),
        open_with_address(days(-30), verified=True),
        # An administrator made it: there is no address to confirm.
        UserFactory.create(date_joined=days(-30)),
    ]

    assert erase_unconfirmed_accounts(at=NOW, dry_run=True) == 1
    assert erase_unconfirmed_accounts(at=NOW) == 1

    assert list(User.objects.order_by("pk")) == kept
    # Nobody proved the address: what others did with the same one stays theirs.
    assert asked == [Person(user_id=gone.pk, emails=frozenset())]
