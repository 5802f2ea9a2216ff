"""Deciding on many texts by one gesture: confirmed, one transaction a text, a report, fast."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participation import actions
from participation.actions import counters
from participation.enums import Moderation, Reason, RefusalReason
from participation.models import Contribution, ModerationDecision
from portal.accounts.models import User
from portal.decisions import Refused
from tests.factories.moderation import make_appeal, make_comment, make_report
from tests.factories.participation import (
    IdeaConsultationFactory,
    make_idea,
    publish,
    published_idea,
)
from tests.support import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]

BULK = "/admin/moderation/ensemble/"
QUEUE = "/admin/moderation/"
REFUSING = {"action": "refuse", "reason": "advertising", "note": "C’est une publicité."}


@pytest.fixture
def reader(client_of: Any, moderator: User) -> Any:
    return client_of(moderator)


def chosen(*texts: Any) -> dict[str, list[str]]:
    return {
        "chosen": [
            f"{'contribution' if isinstance(text, Contribution) else 'comment'}-{text.pk}"
            for text in texts
        ]
    }


def told(response: Any) -> list[str]:
    return [str(message).strip() for message in response.context["messages"]]


def states(*texts: Any) -> list[str]:
    for text in texts:
        text.refresh_from_db()
    return [text.moderation for text in texts]


def test_what_is_ticked_is_confirmed_then_published(reader: Any, moderator: User) -> None:
    call = IdeaConsultationFactory.create()
    idea, left = make_idea(call), make_idea(call)
    comment = make_comment(published_idea(call))
    asked = reader.post(BULK, {"action": "publish", **chosen(idea, comment)})
    assert asked.context["keys"] == chosen(idea, comment)["chosen"]
    assert states(idea, comment) == ["pending", "pending"]
    sent = {"action": "publish", "confirmed": "1", **chosen(idea, comment)}
    response = reader.post(BULK, sent, follow=True)
    assert response.redirect_chain[-1] == (QUEUE, 302)
    assert told(response) == ["2 textes publiés."]
    assert states(idea, comment, left) == ["published", "published", "pending"]
    assert idea.moderated_by == moderator
    assert counters.recount(activity=call) is False


def test_what_is_ticked_is_refused_for_one_reason_with_an_explanation(reader: Any) -> None:
    first, second = make_idea(), make_idea()
    sent = {**REFUSING, **chosen(first, second), "confirmed": "1"}
    for missing in ("reason", "note"):
        page = reader.post(BULK, {**sent, missing: ""})
        assert list(page.context["form"].errors) == [missing]
    assert states(first, second) == ["pending", "pending"]
    assert told(reader.post(BULK, sent, follow=True)) == ["2 textes refusés."]
    assert states(first, second) == ["refused", "refused"]
    assert second.refusal_note == "C’est une publicité."


def test_what_somebody_else_decided_meanwhile_is_counted_and_left(reader: Any) -> None:
    first, second, third = make_idea(), make_idea(), make_idea()
    publish(second)
    response = reader.post(
        BULK, {**REFUSING, **chosen(first, second, third), "confirmed": "1"}, follow=True
    )
    assert told(response) == [
        "2 textes refusés.",
        "1 texte avait déjà été décidé par quelqu’un d’autre\u00a0: rien n’a changé pour lui.",
    ]
    assert states(first, second, third) == ["refused", "published", "refused"]


def test_a_text_that_cannot_be_decided_does_not_stop_the_others(moderator: User) -> None:
    first, second = make_idea(), make_idea()
    stale = Contribution.objects.get(pk=first.pk)
    publish(first)
    report = actions.decide_many(
        texts=[stale, second], decision=Moderation.PUBLISHED, moderator=moderator, at=clock.NOW
    )
    assert (report.done, report.already_decided, report.other) == (1, 1, 0)


def test_nothing_is_refused_without_a_reason(moderator: User) -> None:
    idea = make_idea()
    with pytest.raises(Refused) as refused:
        actions.decide_many(
            texts=[idea], decision=Moderation.REFUSED, moderator=moderator, at=clock.NOW
        )
    assert (refused.value.reason, states(idea)) == (Reason.REASON_MISSING, ["pending"])


def test_personal_data_is_left_to_be_read_unless_one_says_otherwise(reader: Any) -> None:
    plain, flagged = make_idea(), make_idea(text="Appelez-moi au 06 12 34 56 78, merci beaucoup.")
    asked = reader.post(BULK, {"action": "publish", **chosen(plain, flagged)})
    assert asked.context["flagged_count"] == 1
    sent = {"action": "publish", "confirmed": "1", **chosen(plain, flagged)}
    response = reader.post(BULK, {**sent, "leave_flagged": "1"}, follow=True)
    assert told(response) == ["1 texte publié."]
    assert states(plain, flagged) == ["published", "pending"]
    assert told(reader.post(BULK, sent, follow=True))[0] == "1 texte publié."
    assert states(flagged) == ["published"]


def test_everything_of_a_call_is_chosen_the_oldest_first_and_frozen(
    reader: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("participation.views.bulk.MOST", 3)
    call = IdeaConsultationFactory.create()
    ideas = [make_idea(call, at=clock.days(number - 9)) for number in range(5)]
    make_idea()
    asked = reader.post(f"{BULK}?activity={call.pk}", {"all": "publish"})
    assert asked.context["keys"] == chosen(*ideas[:3])["chosen"]
    make_idea(call, at=clock.days(-9.5))
    sent = {"action": "publish", "confirmed": "1", "chosen": asked.context["keys"]}
    reader.post(f"{BULK}?activity={call.pk}", sent)
    assert states(*ideas) == ["published"] * 3 + ["pending"] * 2


def test_reports_and_objections_are_never_decided_together(reader: Any) -> None:
    report, appeal = make_report(), make_appeal()
    keys = [f"report-{report.pk}", f"appeal-{appeal.pk}", "contribution-x", "comment-" + "9" * 30]
    response = reader.post(
        BULK, {"action": "publish", "confirmed": "1", "chosen": keys}, follow=True
    )
    assert told(response) == ["Rien n’a été fait\u00a0: aucun de ces textes n’attend plus."]
    assert reader.post(BULK, {"all": "refuse"}, follow=True).redirect_chain
    report.refresh_from_db()
    appeal.refresh_from_db()
    assert (report.handled_at, appeal.decided_at) == (None, None)


def test_nothing_ticked_is_said(reader: Any) -> None:
    response = reader.post(BULK, {"action": "publish"}, follow=True)
    assert told(response) == ["Cochez d’abord au moins un texte."]
    assert reader.get(BULK).status_code == 302


# What one text costs, whatever their number: its transaction, its row, its counters, its record.
EACH = 28


def test_a_whole_call_is_moderated_by_a_constant_number_of_queries_a_text(reader: Any) -> None:
    call = IdeaConsultationFactory.create()
    costs = []
    for count in (5, 25):
        ideas = [make_idea(call, email="a@test.example") for _ in range(count)]
        sent = {"action": "publish", "confirmed": "1", **chosen(*ideas)}
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert reader.post(BULK, sent).status_code == 302
        costs.append(len(seen))
    assert (costs[1] - costs[0]) / 20 <= EACH
    assert ModerationDecision.objects.count() == 30
    assert counters.recount(activity=call) is False


def test_the_reason_of_a_bulk_refusal_is_of_the_charter(reader: Any) -> None:
    idea = make_idea()
    page = reader.post(BULK, {**REFUSING, "reason": "autre", "confirmed": "1", **chosen(idea)})
    assert list(page.context["form"].errors) == ["reason"]
    assert str(RefusalReason.ADVERTISING.label) in page.content.decode()
