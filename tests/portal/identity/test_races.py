"""Races: an identity opens one account, an account keeps a way in, whoever comes first."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.utils import timezone

from portal.identity.actions import link_identity, unlink_identity
from portal.identity.enums import Reason
from tests.factories.accounts import UserFactory
from tests.factories.cms import make_site
from tests.support.threads import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _site(transactional_db: None) -> None:
    """Mails are signed with the city's name."""
    make_site()


def test_identity_linked_by_two_accounts_at_once_opens_one():
    users = [UserFactory.create() for _each in range(4)]

    answers = together(
        4,
        lambda number: link_identity(
            user=users[number], provider="franceconnect", subject="abc", at=timezone.now()
        ),
    )

    [linked] = SocialAccount.objects.all()
    assert answers.count(Reason.LINKED_ELSEWHERE) == 3
    assert linked in answers


def test_account_links_one_of_two_identities_at_once():
    user = UserFactory.create()

    answers = together(
        4,
        lambda number: link_identity(
            user=user, provider="franceconnect", subject=f"abc-{number}", at=timezone.now()
        ),
    )

    assert SocialAccount.objects.count() == 1
    assert answers.count(Reason.HAS_ONE_ALREADY) == 3


def test_account_whose_identities_go_at_once_keeps_one(settings):
    """Each leaves when it sees the other; both gone, nobody could sign in."""
    user = UserFactory.create()
    user.set_unusable_password()
    user.save()
    held = [
        SocialAccount.objects.create(user=user, provider=provider, uid="x")
        for provider in ("franceconnect", "proconnect")
    ]

    answers = together(
        2,
        lambda number: unlink_identity(
            user=user,
            pk=held[number].pk,
            configured=["franceconnect", "proconnect"],
            at=timezone.now(),
        ),
    )

    assert SocialAccount.objects.count() == 1
    assert answers.count(Reason.LAST_WAY_IN) == 1
