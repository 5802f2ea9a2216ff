"""What every mechanism stands on: words, facets, supports, comments, their counters."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from participation import actions
from participation.actions import counters
from participation.enums import Moderation, ModerationMode, Reason, Verdict, Wish
from participation.ideas.models import Idea, IdeaConsultation
from participation.models import ActivityTally, Contribution, FacetCount, Support, Supporter
from portal.accounts.models import User
from portal.cms.folding import fold
from portal.decisions import Refused
from tests.factories.participation import (
    IdeaConsultationFactory,
    ThemeFactory,
    answered_idea,
    make_idea,
    publish,
    published_idea,
    refused_idea,
)
from tests.support import clock

pytestmark = pytest.mark.usefixtures("portal_site")


@pytest.fixture
def call() -> IdeaConsultation:
    return IdeaConsultationFactory.create()


def found(words: str, lookup: str = "all_words") -> set[str]:
    rows = Contribution.objects.filter(**{f"stems__{lookup}": fold(words)})
    return set(rows.values_list("title", flat=True))


def facets(call: IdeaConsultation) -> dict[tuple[str, str], int]:
    rows = FacetCount.objects.filter(activity=call, count__gt=0)
    return {(row.kind, row.value): row.count for row in rows}


def test_words_are_found_whatever_their_form(call: IdeaConsultation) -> None:
    make_idea(call, title="Garer des vélos devant l’école")
    make_idea(call, title="Planter des arbres dans la cour")
    assert found("vélo écoles") == {"Garer des vélos devant l’école"}
    assert found("vélo écoles", "all_usual_words") == found("vélo écoles")
    assert found("arbre VELO") == found("arbre VELO", "all_usual_words") == set()
    assert found("arbre VELO", "any_word") == {
        "Garer des vélos devant l’école",
        "Planter des arbres dans la cour",
    }


def test_words_follow_a_text_that_changes_and_one_that_goes(call: IdeaConsultation) -> None:
    idea = make_idea(call, title="Un gymnase")
    idea.title = "Une piscine"
    idea.save()
    assert (found("gymnase"), found("piscine")) == (set(), {"Une piscine"})
    Idea.objects.filter(pk=idea.pk).delete()
    assert found("piscine") == set()


@pytest.mark.parametrize("words", ["", "  ", "de la", "x" * 9_999, "' OR 1=1 --", '"', "*", "NOT"])
def test_no_words_break_the_index(call: IdeaConsultation, words: str) -> None:
    make_idea(call)
    assert found(words) == set()
    assert found(words, "any_word") == set()


def test_facets_are_counted_as_ideas_come_and_go(call: IdeaConsultation) -> None:
    theme = ThemeFactory.create(slug="velo")
    idea = published_idea(call, theme=theme, wishes=[Wish.FOLLOW_UP])
    make_idea(call, theme=theme)
    counted = {
        ("channel", "online"): 1,
        ("neighbourhood", ""): 1,
        ("standing", ""): 1,
        ("theme", "velo"): 1,
        ("verdict", ""): 1,
        ("wish", "follow_up"): 1,
    }
    assert facets(call) == counted
    actions.refuse_contribution(
        contribution=idea, moderator=None, reason="off_topic", at=clock.NOW, on_report=True
    )
    assert facets(call) == {}
    assert counters.recount(activity=call) is False


def test_an_answer_moves_the_facet_of_its_verdict(call: IdeaConsultation) -> None:
    answered_idea(call, verdict=Verdict.PARTLY)
    assert facets(call)["verdict", "partly"] == 1
    assert ("verdict", "") not in facets(call)
    assert counters.recount(activity=call) is False


def test_a_recount_mends_what_was_wrong(call: IdeaConsultation) -> None:
    published_idea(call)
    refused_idea(call)
    ActivityTally.objects.filter(activity=call).update(published_count=0)
    FacetCount.objects.filter(activity=call).update(count=7)
    assert counters.recount(activity=call) is True
    assert counters.recount(activity=call) is False
    assert call.tally.__class__.objects.get(activity=call).published_count == 1


def test_after_publication_an_idea_is_public_and_still_to_be_read(call: IdeaConsultation) -> None:
    IdeaConsultation.objects.filter(pk=call.pk).update(moderation_mode=ModerationMode.AFTER)
    call.refresh_from_db()
    idea = make_idea(call)
    assert (idea.is_public, idea.awaits_reading) == (True, True)
    assert list(Contribution.objects.to_read()) == [Contribution.objects.get(pk=idea.pk)]
    publish(idea)
    assert not Contribution.objects.to_read().exists()
    assert counters.recount(activity=call) is False


def test_an_address_that_must_be_confirmed_holds_the_idea_back(call: IdeaConsultation) -> None:
    IdeaConsultation.objects.filter(pk=call.pk).update(confirms_email=True)
    call.refresh_from_db()
    idea = make_idea(call, email="tilleul@test.example")
    assert idea.moderation == Moderation.UNCONFIRMED
    assert make_idea(call).moderation == Moderation.PENDING
    confirmed = actions.confirm_contribution(contribution=idea, at=clock.NOW)
    assert (confirmed.moderation, confirmed.confirmed_at) == (Moderation.PENDING, clock.NOW)
    with pytest.raises(Refused) as refused:
        actions.confirm_contribution(contribution=idea, at=clock.NOW)
    assert refused.value.reason == Reason.ALREADY_CONFIRMED


def test_a_support_counts_once_and_can_be_withdrawn(call: IdeaConsultation, resident: User) -> None:
    idea = published_idea(call)
    supporter = actions.supporter_of(user=resident, at=clock.NOW)
    asked: dict[str, Any] = {
        "contribution": idea,
        "supporter": supporter,
        "user": resident,
        "at": clock.NOW,
    }
    assert actions.support_contribution(**asked) is True
    assert actions.support_contribution(**asked) is False
    idea.refresh_from_db()
    assert idea.support_count == 1
    assert actions.withdraw_support(**asked) is True
    assert actions.withdraw_support(**asked) is False
    idea.refresh_from_db()
    assert idea.support_count == 0
    assert counters.recount(activity=call) is False


def test_an_account_and_its_address_are_one_supporter(resident: User) -> None:
    by_mail = actions.supporter_of(email=resident.email.upper(), at=clock.NOW)
    assert actions.supporter_of(user=resident, at=clock.NOW) == by_mail
    assert Supporter.objects.get() == by_mail
    by_mail.refresh_from_db()
    assert by_mail.user == resident


def test_the_database_refuses_a_second_support(call: IdeaConsultation) -> None:
    idea = published_idea(call)
    supporter = actions.supporter_of(email="a@test.example", at=clock.NOW)
    Support.objects.create(contribution=idea, supporter=supporter, given_at=clock.NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Support.objects.create(contribution=idea, supporter=supporter, given_at=clock.NOW)


@pytest.mark.parametrize("state", ["pending", "refused", "closed", "not_allowed"])
def test_what_may_not_be_supported(call: IdeaConsultation, state: str) -> None:
    idea = {"pending": make_idea, "refused": refused_idea}.get(state, published_idea)(call)
    if state == "not_allowed":
        IdeaConsultation.objects.filter(pk=call.pk).update(supports_allowed=False)
    at = clock.after(call) if state == "closed" else clock.NOW
    supporter = actions.supporter_of(email="a@test.example", at=at)
    with pytest.raises(Refused) as refused:
        actions.support_contribution(contribution=idea, supporter=supporter, user=None, at=at)
    hidden = state in {"pending", "refused"}
    assert refused.value.reason == (Reason.NOT_PUBLIC if hidden else Reason.SUPPORTS_CLOSED)


def test_a_reply_to_a_reply_joins_the_thread(call: IdeaConsultation) -> None:
    IdeaConsultation.objects.filter(pk=call.pk).update(moderation_mode=ModerationMode.AFTER)
    idea = published_idea(call)
    first = actions.add_comment(contribution=idea, text="Oui.", at=clock.NOW)
    reply = actions.add_comment(contribution=idea, text="Non.", at=clock.NOW, parent=first)
    third = actions.add_comment(contribution=idea, text="Si.", at=clock.NOW, parent=reply)
    assert (first.parent, reply.parent, third.parent) == (None, first, first)


def test_comments_are_counted_once_public(call: IdeaConsultation) -> None:
    idea = published_idea(call)
    comment = actions.add_comment(contribution=idea, text="Bonne idée.", at=clock.NOW)
    idea.refresh_from_db()
    assert idea.comment_count == 0
    actions.publish_comment(comment=comment, moderator=None, at=clock.NOW)
    idea.refresh_from_db()
    assert idea.comment_count == 1
    actions.refuse_comment(
        comment=comment, moderator=None, reason="offensive", at=clock.NOW, on_report=True
    )
    idea.refresh_from_db()
    assert idea.comment_count == 0
    assert counters.recount(activity=call) is False


@pytest.mark.django_db(transaction=True)
def test_two_hundred_supports_of_one_person_at_once_make_one() -> None:
    idea = published_idea(IdeaConsultationFactory.create())

    def support(_n: int) -> bool:
        try:
            supporter = actions.supporter_of(email="a@test.example", at=clock.NOW)
            return actions.support_contribution(
                contribution=Contribution.objects.get(pk=idea.pk),
                supporter=supporter,
                user=None,
                at=clock.NOW,
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        made = list(pool.map(support, range(200)))
    idea.refresh_from_db()
    assert (made.count(True), idea.support_count, Support.objects.count()) == (1, 1, 1)
