"""The public register: what is counted, by activity and half-year, for whom; charter and CSV."""

import csv
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from participation import actions
from participation.enums import CHARTER, Channel, ModerationMode, RefusalReason
from participation.ideas.actions import enter_idea
from participation.ideas.models import Idea
from participation.models.activities import RESERVED_SLUGS
from participation.queries.kept_figures import kept_register
from participation.queries.register import HalfYear, RegisterRow
from portal.accounts.models import User
from tests.factories.moderation import make_appeal, make_comment, make_report
from tests.factories.participation import (
    AgentConsultationFactory,
    IdeaConsultationFactory,
    make_idea,
    published_idea,
)
from tests.support import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site")]

PAGE, TABLE = "/participer/moderation/", "/participer/moderation.csv"
SPRING, AUTUMN = clock.NOW, clock.days(200)


def refuse(idea: Idea, reason: str, at: datetime = SPRING) -> Any:
    return actions.refuse_contribution(
        contribution=idea, moderator=None, reason=reason, note="Dupont a tort.", at=at
    )


def found(user: Any = None) -> dict[tuple[str, int, int], RegisterRow]:
    return {
        (row.activity.slug, row.year, row.half): row
        for half in kept_register(user, SPRING)
        for row in half.rows
    }


def read_after(call: Any, hours: float, at: datetime = SPRING) -> Idea:
    return published_idea(call, at=at + timedelta(hours=hours))


def test_decisions_are_counted_by_half_year_and_reason() -> None:
    call = IdeaConsultationFactory.create(slug="tri")
    published_idea(call, at=SPRING)
    published_idea(call, at=AUTUMN)
    refuse(make_idea(call), RefusalReason.OFF_TOPIC)
    refuse(make_idea(call), RefusalReason.OFF_TOPIC)
    refuse(make_idea(call), RefusalReason.ADVERTISING, at=AUTUMN)
    comment = make_comment(published_idea(call, at=SPRING))
    actions.publish_comment(comment=comment, moderator=None, at=SPRING)
    rows = found()
    assert list(rows) == [("tri", 2026, 2), ("tri", 2026, 1)]
    spring, autumn = rows["tri", 2026, 1], rows["tri", 2026, 2]
    assert (spring.read_count, spring.published, spring.refused) == (5, 3, {"off_topic": 2})
    assert (autumn.read_count, autumn.published, autumn.refused) == (2, 1, {"advertising": 1})
    assert spring.reasons == [(RefusalReason.OFF_TOPIC, 2)]


def test_the_half_year_turns_at_midnight_in_paris() -> None:
    call = IdeaConsultationFactory.create(slug="tri")
    midnight = datetime(2026, 7, 1, 0, 0, tzinfo=clock.PARIS)
    published_idea(call, at=midnight - clock.INSTANT)
    published_idea(call, at=midnight)
    assert {key: row.published for key, row in found().items()} == {
        ("tri", 2026, 1): 1,
        ("tri", 2026, 2): 1,
    }


def test_reports_and_objections_are_counted_apart_from_readings() -> None:
    call = IdeaConsultationFactory.create(slug="tri", moderation_mode=ModerationMode.AFTER)
    idea = published_idea(call)
    for upheld in (False, True):
        actions.handle_report(
            report=make_report(idea),
            moderator=None,
            upheld=upheld,
            reason=RefusalReason.OFFENSIVE,
            answer="Relu.",
            at=SPRING,
        )
    make_report(published_idea(call))
    for upheld in (True, False, None):
        appeal = make_appeal(refuse(make_idea(call), RefusalReason.UNREADABLE))
        if upheld is not None:
            actions.decide_appeal(
                appeal=appeal, moderator=None, upheld=upheld, answer="Relu.", at=SPRING
            )
    (row,) = found().values()
    assert (row.published, row.refused_count, row.withdrawn) == (2, 3, 1)
    assert (row.reports, row.reports_upheld) == (3, 1)
    assert (row.appeals, row.appeals_upheld, row.appeals_dismissed, row.appeals_waiting) == (
        (3, 1, 1, 1)
    )


@pytest.mark.parametrize(
    ("hours", "median"), [([5], 5), ([1, 3], 2), ([30, 1, 2], 2), ([1, 2, 40, 4], 3)]
)
def test_the_median_delay_is_that_of_first_readings(hours: list[int], median: int) -> None:
    call = IdeaConsultationFactory.create()
    other = IdeaConsultationFactory.create()
    read_after(other, 1000)
    for hour in hours:
        idea = make_idea(call, at=SPRING)
        at = SPRING + timedelta(hours=hour)
        actions.publish_contribution(contribution=idea, moderator=None, at=at)
    row = found()[call.slug, 2026, 1]
    assert row.median_delay == timedelta(hours=median)


def test_what_older_calls_decided_is_not_counted() -> None:
    call = IdeaConsultationFactory.create()
    old = enter_idea(
        consultation=call, title="Ancienne", channel=Channel.UNRECORDED, at=clock.days(-2000)
    )
    actions.publish_contribution(contribution=old, moderator=None, at=SPRING)
    assert found() == {}


def test_what_is_for_agents_is_told_to_agents_only(
    client: Any, agent: User, client_of: Any
) -> None:
    call = AgentConsultationFactory.create(title="Entre agents", slug="agents")
    idea = make_idea(call, author=agent)
    actions.publish_contribution(contribution=idea, moderator=None, at=SPRING)
    draft = IdeaConsultationFactory.create(slug="brouillon")
    published_idea(draft)
    draft.live = False
    draft.save()
    assert list(found()) == []
    assert [slug for slug, *_ in found(agent)] == ["agents"]
    for address in (PAGE, TABLE):
        assert "Entre agents" not in whole(client.get(address))
        assert "Entre agents" in whole(client_of(agent).get(address))


def whole(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return str(content.decode("utf-8-sig"))


def test_the_page_holds_the_charter_and_no_personal_data(client: Any, moderator: User) -> None:
    call = IdeaConsultationFactory.create()
    refuse(make_idea(call, title="Secret", email="a@test.example"), RefusalReason.OFFENSIVE)
    page = whole(client.get(PAGE))
    for reason in RefusalReason:
        assert f'id="motif-{reason.value}"' in page
        assert str(reason.label) in page
    assert set(CHARTER) == set(RefusalReason)
    for private in ("Secret", "Dupont", "a@test.example", str(moderator)):
        assert private not in page
        assert private not in whole(client.get(TABLE))


def test_the_empty_register_says_so(client: Any) -> None:
    assert "Aucun texte n’a encore été modéré" in whole(client.get(PAGE))


def test_the_table_says_the_same_as_the_page(client: Any) -> None:
    call = IdeaConsultationFactory.create(title="=Tri", slug="tri")
    for reason in (RefusalReason.OFF_TOPIC, RefusalReason.DUPLICATE):
        idea = make_idea(call, at=SPRING)
        refuse(idea, reason, at=SPRING + timedelta(hours=2, minutes=30))
    response = client.get(TABLE)
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    header, row = csv.reader(StringIO(whole(response)), delimiter=";")
    assert len(header) == len(row) == 6 + len(RefusalReason) + 7
    cells = dict(zip(header, row, strict=True))
    assert cells["semestre"] == "2026-S1"
    assert cells["temps de participation"] == "'=Tri"
    assert (cells["textes lus"], cells["refusés"]) == ("2", "2")
    assert row[-1] == "2,5"


@pytest.mark.parametrize("count", [1, 3])
def test_the_register_asks_five_queries(count: int, django_assert_num_queries: Any) -> None:
    for _ in range(count):
        call = IdeaConsultationFactory.create()
        published_idea(call)
        make_report(published_idea(call))
        make_appeal(refuse(make_idea(call), RefusalReason.OFF_TOPIC))
    with django_assert_num_queries(5):
        halves: list[HalfYear] = kept_register(None, SPRING)
    assert [len(half.rows) for half in halves] == [count]


@pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS))
def test_an_activity_cannot_take_an_address_of_the_portal(slug: str) -> None:
    call = IdeaConsultationFactory.build(slug=slug)
    with pytest.raises(ValidationError) as refused:
        call.clean()
    assert list(refused.value.message_dict) == ["slug"]
