"""Supports: who is one person, what the link carries, what is erased; rules, races, counters."""

from typing import Any

import pytest
from django.core import mail

from participation import actions, rules
from participation.actions import counters
from participation.enums import Moderation, Reason
from participation.ideas.models import IdeaConsultation
from participation.models import Activity, Contribution, Support, Supporter
from participation.queries.supports import Person, supported_among
from participation.support_links import address_in, support_token
from portal.accounts.enums import Audience
from portal.accounts.models import User
from portal.decisions import Refused
from portal.sealed import BadSeal, SealExpired, seal
from tests.factories.accounts import UserFactory
from tests.factories.participation import (
    AgentConsultationFactory,
    IdeaConsultationFactory,
    published_idea,
)
from tests.factories.reactions import supported
from tests.participation.test_actions import together
from tests.support import clock


@pytest.fixture
def call(portal_site: Any) -> IdeaConsultation:
    return IdeaConsultationFactory.create()


_PEOPLE = {
    "nobody": None,
    "resident": User(pk=1, email="a@test.example"),
    "agent": User(pk=2, email="b@test.example", is_agent=True),
}
_OPEN, _CLOSED, _COMING = clock.NOW, clock.days(30), clock.days(-30)


@pytest.mark.parametrize(
    ("person", "audience", "moderation", "allowed", "at", "reason"),
    [
        ("nobody", "everyone", "published", True, _OPEN, None),
        ("resident", "everyone", "published", True, _OPEN, None),
        ("agent", "everyone", "published", True, _OPEN, None),
        ("nobody", "residents", "published", True, _OPEN, None),
        ("nobody", "agents", "published", True, _OPEN, Reason.AGENTS_ONLY),
        ("resident", "agents", "published", True, _OPEN, Reason.AGENTS_ONLY),
        ("agent", "agents", "published", True, _OPEN, None),
        ("agent", "everyone", "published", False, _OPEN, "closed"),
        ("agent", "everyone", "published", True, _CLOSED, "closed"),
        ("nobody", "agents", "published", True, _CLOSED, "closed"),
        ("agent", "everyone", "published", True, _COMING, Reason.NOT_YET_OPEN),
        ("agent", "everyone", "pending", True, _OPEN, Reason.NOT_PUBLIC),
        ("agent", "everyone", "refused", True, _OPEN, Reason.NOT_PUBLIC),
        ("agent", "everyone", "merged", True, _OPEN, Reason.NOT_PUBLIC),
        ("agent", "everyone", "unconfirmed", True, _OPEN, Reason.NOT_PUBLIC),
        ("agent", "everyone", "unverified", True, _OPEN, Reason.NOT_PUBLIC),
        ("agent", "everyone", "staged", True, _OPEN, Reason.NOT_PUBLIC),
    ],
)
def test_who_may_react_to_what_and_when(
    person: str, audience: str, moderation: str, allowed: bool, at: Any, reason: Any
) -> None:
    activity = Activity(
        live=True,
        audience=audience,
        visibility=Audience.EVERYONE,
        opens_at=clock.days(-10),
        closes_at=clock.days(20),
        supports_allowed=allowed,
        comments_allowed=allowed,
    )
    idea = Contribution(activity=activity, moderation=moderation)
    closed = {True: Reason.SUPPORTS_CLOSED, False: Reason.COMMENTS_CLOSED}
    for is_support, rule in ((True, rules.may_support), (False, rules.may_comment)):
        decision = rule(idea, _PEOPLE[person], at)
        assert decision.reason == (closed[is_support] if reason == "closed" else reason)


@pytest.mark.parametrize("moderation", Moderation.values)
def test_what_the_public_reads_may_be_reported(moderation: str) -> None:
    decision = rules.may_report(Contribution(moderation=moderation))
    assert bool(decision) is (moderation == "published")


# ---- one person ------------------------------------------------------------------------------


def test_an_address_and_its_account_are_one_person_in_whichever_order(
    call: IdeaConsultation, resident: User
) -> None:
    first, second = published_idea(call), published_idea(call)
    supported(first, resident.email.upper())
    assert actions.give_support(contribution=first, user=resident, at=clock.NOW)[1] is False
    actions.give_support(contribution=second, user=resident, at=clock.NOW)
    assert supported(second, resident.email) == Supporter.objects.get()
    assert Support.objects.count() == 2
    assert counters.recount(activity=call) is False


def test_an_account_opened_after_the_support_by_mail_is_the_same_person(
    call: IdeaConsultation,
) -> None:
    idea = published_idea(call)
    supported(idea, "tilleul@test.example")
    user = UserFactory.create(email="tilleul@test.example")
    assert supported_among(Person(user=user), [idea]) == {idea.pk}
    assert actions.give_support(contribution=idea, user=user, at=clock.NOW)[1] is False


def test_an_erased_address_does_not_make_a_second_person_of_an_account(
    call: IdeaConsultation, resident: User
) -> None:
    idea = published_idea(call)
    actions.give_support(contribution=idea, user=resident, at=clock.NOW)
    Supporter.objects.update(email=None)
    by_link = actions.give_support(contribution=idea, email=resident.email, at=clock.NOW)
    assert by_link == (Supporter.objects.get(), False)


def test_an_address_left_behind_is_not_given_to_the_next_account(call: IdeaConsultation) -> None:
    idea = published_idea(call)
    before = UserFactory.create(email="service@test.example")
    actions.give_support(contribution=idea, user=before, at=clock.NOW)
    User.objects.filter(pk=before.pk).update(email="ailleurs@test.example")
    after = UserFactory.create(email="service@test.example")
    assert actions.give_support(contribution=idea, user=after, at=clock.NOW)[1] is True
    assert actions.give_support(contribution=idea, user=after, at=clock.NOW)[1] is False
    assert Supporter.objects.count() == 2


def test_nothing_is_kept_of_somebody_who_may_not_support(portal_site: Any) -> None:
    call = AgentConsultationFactory.create(visibility=Audience.EVERYONE)
    idea = published_idea(call, author=UserFactory.create(is_agent=True))
    with pytest.raises(Refused) as refused:
        actions.give_support(contribution=idea, email="a@test.example", at=clock.NOW)
    assert refused.value.reason == Reason.AGENTS_ONLY
    assert not Supporter.objects.exists()


# ---- the link --------------------------------------------------------------------------------


def test_the_link_hides_the_address_and_proves_it_for_one_idea() -> None:
    token = support_token(7, " Tilleul@Test.Example ")
    assert "illeul" not in token
    assert address_in(token, 7) == "tilleul@test.example"
    for forged in ("", "x", "é" * 20, token[:-6], "A" * 5_000, seal("other", 7, "a")):
        with pytest.raises(BadSeal):
            address_in(forged, 7)
    with pytest.raises(BadSeal):
        address_in(token, 8)


def test_the_link_ends(settings: Any, now: Any) -> None:
    token = support_token(7, "a@test.example")
    settings.SUPPORT_LINK_SECONDS = -1
    with pytest.raises(SealExpired):
        address_in(token, 7)


def test_a_link_sealed_before_the_key_changed_still_opens(settings: Any) -> None:
    token = support_token(7, "a@test.example")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "y" * 60
    assert address_in(token, 7) == "a@test.example"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(BadSeal):
        address_in(token, 7)


def test_sending_the_link_stores_nothing_and_logs_no_address(
    call: IdeaConsultation,
    logged: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    idea = published_idea(call)
    with django_capture_on_commit_callbacks(execute=True):
        actions.send_support_link(contribution=idea, email="tilleul@test.example", at=clock.NOW)
    (message,) = mail.outbox
    assert message.to == ["tilleul@test.example"]
    assert idea.title not in message.subject
    assert f"{idea.url}soutenir/" in message.body
    assert f"{idea.url}soutenir/" in str(message.alternatives[0][0])
    assert not Supporter.objects.exists()
    (record,) = logged("participation.contribution.support_link_sent")
    assert "tilleul" not in str(vars(record))


# ---- what is erased --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("closes", "answer_by", "erased"),
    [(-400, None, 1), (-400, -380, 1), (-400, -300, 0), (-300, None, 0), (20, None, 0)],
)
def test_addresses_go_once_the_last_call_is_over_and_supports_stay(
    call: IdeaConsultation, closes: int, answer_by: int | None, erased: int
) -> None:
    old, idea = published_idea(), published_idea(call)
    supported(old, "a@test.example")
    supported(idea, "a@test.example")
    Activity.objects.filter(pk=old.activity_id).update(
        closes_at=clock.days(-500), opens_at=clock.days(-600), answer_by=None
    )
    Activity.objects.filter(pk=call.pk).update(
        opens_at=clock.days(-500),
        closes_at=clock.days(closes),
        answer_by=clock.days(answer_by).date() if answer_by else None,
    )
    assert actions.erase_supporter_addresses(at=clock.NOW, dry_run=True) == erased
    assert actions.erase_supporter_addresses(at=clock.NOW) == erased
    assert Supporter.objects.filter(email=None).count() == erased
    assert Support.objects.count() == 2
    assert counters.recount(activity=call) is False


def test_who_supports_nothing_any_more_is_forgotten_the_day_after(call: IdeaConsultation) -> None:
    idea = published_idea(call)
    supporter = supported(idea, "a@test.example")
    actions.withdraw_support(contribution=idea, supporter=supporter, user=None, at=clock.NOW)
    assert actions.erase_supporter_addresses(at=clock.NOW) == 0
    assert actions.erase_supporter_addresses(at=clock.days(1.1)) == 1
    assert not Supporter.objects.exclude(email=None).exists()


def test_addresses_of_comments_go_with_those_of_ideas(call: IdeaConsultation) -> None:
    idea = published_idea(call)
    comment = actions.add_comment(
        contribution=idea, text="Oui.", email="a@test.example", at=clock.NOW
    )
    assert actions.erase_comment_addresses(at=clock.days(300)) == 0
    assert actions.erase_comment_addresses(at=clock.days(500), dry_run=True) == 1
    assert actions.erase_comment_addresses(at=clock.days(500)) == 1
    comment.refresh_from_db()
    assert (comment.email, comment.text) == ("", "Oui.")


# ---- races -----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("portal_site")
def test_supports_and_withdrawals_at_once_keep_the_counters_right() -> None:
    call = IdeaConsultationFactory.create()
    idea = published_idea(call)
    supporter = supported(idea, "a@test.example")

    def press(number: int) -> bool:
        act = actions.withdraw_support if number % 2 else actions.support_contribution
        held = Contribution.objects.get(pk=idea.pk)
        return act(contribution=held, supporter=supporter, user=None, at=clock.NOW)

    together(20, press)
    idea.refresh_from_db()
    assert idea.support_count == Support.objects.count() <= 1
    assert counters.recount(activity=call) is False


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("portal_site")
def test_an_account_and_its_address_at_once_are_one_person() -> None:
    call = IdeaConsultationFactory.create()
    idea, user = published_idea(call), UserFactory.create()

    def support(number: int) -> bool:
        held = Contribution.objects.get(pk=idea.pk)
        who: dict[str, Any] = {"user": user} if number % 2 else {"email": user.email}
        return actions.give_support(contribution=held, at=clock.NOW, **who)[1]

    made = together(16, support)
    assert (made.count(True), Supporter.objects.count(), Support.objects.count()) == (1, 1, 1)
    assert counters.recount(activity=call) is False
