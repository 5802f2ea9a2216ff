"""Amendments received, decided, integrated: what the actions keep, refuse and count."""

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from participation.actions import counters, refuse_contribution
from participation.actions.answers import answer_contribution
from participation.drafting import actions
from participation.drafting.actions.counting import recount_paragraphs
from participation.drafting.enums import AmendmentKind, ClashKind, DraftingReason
from participation.drafting.models import (
    Decision,
    Drafting,
    Paragraph,
    Retouch,
    TextAmendment,
    TextVersion,
)
from participation.drafting.queries.working import working_text
from participation.enums import Reason, RefusalReason
from portal.decisions import Refused
from tests.factories.drafting import (
    DraftingFactory,
    decided_amendment,
    make_amendment,
    next_version,
    paragraph_of,
    published_amendment,
    words_of,
)
from tests.support import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now", "portal_site")]
ADD, DELETE, REMARK = AmendmentKind.ADD, AmendmentKind.DELETE, AmendmentKind.REMARK


@pytest.fixture
def drafting() -> Drafting:
    return DraftingFactory.create()


def refused(work: Any, *args: Any, **given: Any) -> Any:
    with pytest.raises(Refused) as caught:
        work(*args, **given)
    return caught.value.reason


def counts(drafting: Drafting, label: str = "1.1") -> tuple[int, int, int]:
    row = Paragraph.objects.get(pk=paragraph_of(drafting, label).pk)
    return row.amendment_count, row.remark_count, row.decided_count


def test_text_is_brought_once_with_numbers_and_a_fingerprint(drafting: Drafting) -> None:
    version = TextVersion.objects.get()
    assert [row.label for row in version.parts.all()] == ["1", "1.1", "1.2", "2", "2.1"]
    assert len(version.fingerprint) == 64
    assert actions.bring_text(drafting=drafting, by=None, at=clock.NOW) is None
    keys = set(drafting.paragraphs.values_list("key", flat=True))
    drafting.text[1].value = "La maison ouvre le dimanche. Elle accueille les familles du quartier."
    drafting.save()
    second = actions.bring_text(drafting=drafting, by=None, at=clock.NOW)
    assert second is not None and second.number == 2
    assert set(drafting.paragraphs.values_list("key", flat=True)) == keys
    row = second.parts.get(label="1.1")
    assert [piece[1] for piece in row.pieces] == ["initial", "group", "initial"]


def test_what_says_nothing_is_not_taken(drafting: Drafting) -> None:
    assert refused(make_amendment, drafting, change=None, proposed=words_of(drafting)) == (
        DraftingReason.NOTHING_CHANGES
    )
    heading = {"label": "1", "kind": DELETE}
    assert refused(make_amendment, drafting, **heading) == DraftingReason.HEADING_STAYS
    assert refused(make_amendment, drafting, at=clock.at_closing(drafting)) == Reason.CLOSED
    bare = DraftingFactory.create(version=False)
    version = actions.proposing.latest_version(bare.pk)
    assert version is None
    decided_amendment(drafting)
    next_version(drafting)
    old = {"paragraph": paragraph_of(drafting), "read": 1, "kind": "replace", "title": "Encore un"}
    assert (
        refused(
            actions.propose_amendment, drafting=drafting, proposed="Autre.", at=clock.NOW, **old
        )
        == DraftingReason.PARAGRAPH_CHANGED
    )


def test_counters_of_a_paragraph_follow_what_is_public(drafting: Drafting) -> None:
    make_amendment(drafting)
    assert counts(drafting) == (0, 0, 0)
    published_amendment(drafting, kind=REMARK)
    gone = decided_amendment(drafting)
    assert counts(drafting) == (1, 1, 1)
    refuse_contribution(
        contribution=gone,
        moderator=None,
        reason=RefusalReason.OFFENSIVE,
        at=clock.NOW,
        on_report=True,
    )
    assert counts(drafting) == (0, 1, 0)
    assert working_text(drafting).decisions == []
    assert recount_paragraphs(drafting=drafting) is False
    assert counters.recount(activity=drafting) is False


def test_each_decision_says_what_is_adopted_and_why(drafting: Drafting) -> None:
    amendment = published_amendment(drafting)

    def decide(outcome: str, reason: str = "Oui.", text: str = "") -> Decision:
        return actions.decide_amendment(
            amendment=amendment, outcome=outcome, reason=reason, text=text, by=None, at=clock.NOW
        )

    assert refused(decide, "retained", " ") == DraftingReason.REASON_MISSING
    assert refused(decide, "partly") == DraftingReason.ADOPTED_TEXT_MISSING
    assert refused(decide, "partly", text=words_of(drafting)) == (DraftingReason.ADOPTED_TEXT_SAME)
    assert refused(decide, "declined", text="Un.") == DraftingReason.ADOPTED_TEXT_ALONE
    assert refused(decide, "answered") == Reason.DECISION_MISSING
    remark = published_amendment(drafting, kind=REMARK)
    waiting = make_amendment(drafting)
    for other, reason in (
        (remark, DraftingReason.REMARK_IS_ANSWERED),
        (waiting, Reason.NOT_PUBLISHED_YET),
    ):
        given = {"outcome": "retained", "reason": "Oui.", "by": None, "at": clock.NOW}
        assert refused(actions.decide_amendment, amendment=other, **given) == reason
    # The core's own screens never say what the group has not decided.
    for verdict, contribution, reason in (
        ("retained", amendment, DraftingReason.DECIDE_ON_DESK),
        ("retained", remark, DraftingReason.REMARK_IS_ANSWERED),
    ):
        said = {"verdict": verdict, "text": "Oui.", "author": None, "at": clock.NOW}
        assert refused(answer_contribution, contribution=contribution, **said) == reason
    answer_contribution(
        contribution=remark, verdict="answered", text="Merci.", author=None, at=clock.NOW
    )
    decide("retained")
    amendment.refresh_from_db()
    assert (amendment.verdict, amendment.get_verdict_display()) == ("retained", "Adopté")
    decide("declined", "Tout compte fait, non.")
    amendment.refresh_from_db()
    assert amendment.answer.get_verdict_display() == "Rejeté"
    assert counts(drafting) == (1, 1, 1)


def test_a_version_integrates_what_was_adopted_and_says_where_it_comes_from(
    drafting: Drafting,
) -> None:
    whole = decided_amendment(drafting)
    part = decided_amendment(
        drafting,
        change=("familles", "familles et les voisins"),
        outcome="partly",
        adopted=words_of(drafting).replace("familles", "familles et les habitants"),
    )
    decided_amendment(drafting, change=("quartier", "secteur"), outcome="declined")
    gone = decided_amendment(drafting, label="1.2", kind=DELETE)
    more = decided_amendment(drafting, label="2.1", kind=ADD, proposed="Un bilan suit.")
    actions.retouch_paragraph(
        drafting=drafting,
        paragraph=paragraph_of(drafting, "2.1"),
        text=words_of(drafting, "2.1").replace("trimestre", "saison"),
        reason="Le rythme des saisons.",
        by=None,
        at=clock.NOW,
    )
    version = next_version(drafting)
    texts = dict(version.parts.values_list("label", "text"))
    assert list(texts) == ["1", "1.1", "2", "2.1", "2.2"]
    assert texts["1.1"] == (
        "La maison ouvre le dimanche. Elle accueille les familles et les habitants du quartier."
    )
    said = [
        [(one.kind, one.number) for one in sentence.origins]
        for sentence in version.parts.get(label="1.1").sentences
    ]
    assert said == [
        [("initial", None), ("amendment", whole.number)],
        [("initial", None), ("amendment", part.number), ("group", part.number)],
    ]
    assert version.parts.get(label="2.2").pieces == [["Un bilan suit.", "amendment", more.number]]
    assert ["saison", "group"] in version.parts.get(label="2.1").pieces
    assert version.decisions.count() == len({whole.number, part.number, gone.number, more.number})
    assert Retouch.objects.get().integrated_in == version
    _nothing_left(drafting, whole)


def _nothing_left(drafting: Drafting, whole: TextAmendment) -> None:
    again: dict[str, Any] = {"outcome": "declined", "reason": "Non.", "by": None, "at": clock.NOW}
    assert refused(actions.decide_amendment, amendment=whole, **again) == (
        DraftingReason.ALREADY_INTEGRATED
    )
    assert refused(next_version, drafting) == DraftingReason.NOTHING_TO_INTEGRATE


def test_conflicts_are_settled_before_a_version(drafting: Drafting) -> None:
    first = decided_amendment(drafting)
    second = decided_amendment(drafting, change=("samedi", "lundi"))
    clash = working_text(drafting).clashes[0]
    assert (clash.first, clash.second, clash.kind) == (
        first.number,
        second.number,
        ClashKind.OVERLAP,
    )
    assert refused(next_version, drafting) == DraftingReason.CONFLICTS_LEFT
    actions.decide_amendment(
        amendment=second, outcome="declined", reason="Le dimanche.", by=None, at=clock.NOW
    )
    one = decided_amendment(drafting, kind=ADD, proposed="Premier.")
    two = decided_amendment(drafting, kind=ADD, proposed="Second.")
    assert [c.kind for c in working_text(drafting).clashes] == [ClashKind.SAME_PLACE]
    same = {one.number: 1, two.number: 1}
    assert refused(actions.choose_order, drafting=drafting, ranks=same, by=None) == (
        DraftingReason.WRONG_ORDER
    )
    actions.choose_order(drafting=drafting, ranks={one.number: 2, two.number: 1}, by=None)
    seen = working_text(drafting).digest
    decided_amendment(drafting, label="1.2", change=("café", "salon"))
    assert refused(next_version, drafting, seen=seen) == DraftingReason.CHANGED_MEANWHILE
    assert refused(next_version, drafting, note=" ") == DraftingReason.NOTE_MISSING
    version = next_version(drafting)
    assert [row.text for row in version.parts.all()][2:4] == ["Second.", "Premier."]


def test_an_amendment_to_an_older_version_still_applies_where_nothing_touched_it(
    drafting: Drafting,
) -> None:
    elsewhere = published_amendment(drafting, change=("familles", "voisins"))
    same = published_amendment(drafting, change=("le samedi", "chaque jour"))
    gone = published_amendment(drafting, label="1.2", change=("café", "salon"))
    decided_amendment(drafting)
    decided_amendment(drafting, label="1.2", kind=DELETE)
    next_version(drafting)
    given = {"outcome": "retained", "reason": "Oui.", "by": None, "at": clock.NOW}
    decision = actions.decide_amendment(amendment=elsewhere, **given)
    assert decision.text == "La maison ouvre le dimanche. Elle accueille les voisins du quartier."
    assert refused(actions.decide_amendment, amendment=same, **given) == (
        DraftingReason.NO_LONGER_FITS
    )
    assert refused(actions.decide_amendment, amendment=gone, **given) == (
        DraftingReason.PARAGRAPH_GONE
    )


def test_the_final_version_closes_the_text(drafting: Drafting) -> None:
    decided_amendment(drafting)
    left = published_amendment(drafting, change=("familles", "voisins"))
    late = clock.after(drafting)
    assert refused(next_version, drafting, is_final=True) == DraftingReason.NOT_ALL_DECIDED
    assert refused(next_version, drafting, is_final=True, at=late) == (
        DraftingReason.NOT_ALL_DECIDED
    )
    actions.decide_amendment(amendment=left, outcome="declined", reason="Non.", by=None, at=late)
    version = next_version(drafting, is_final=True, at=late)
    assert version.is_final
    assert refused(next_version, drafting, at=late) == DraftingReason.TEXT_IS_FINAL
    given = {"outcome": "retained", "reason": "Oui.", "by": None, "at": late}
    assert refused(actions.decide_amendment, amendment=left, **given) == (
        DraftingReason.TEXT_IS_FINAL
    )


def test_the_database_keeps_versions_decisions_and_orders(drafting: Drafting) -> None:
    one = decided_amendment(drafting, kind=ADD, proposed="Premier.")
    two = decided_amendment(drafting, kind=ADD, proposed="Second.")
    actions.choose_order(drafting=drafting, ranks={one.number: 1, two.number: 2}, by=None)

    def breaks(statement: str, error: type[Exception] = DatabaseError) -> None:
        with pytest.raises(error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    breaks("UPDATE drafting_decision SET rank = 1", IntegrityError)
    breaks("UPDATE drafting_decision SET outcome = 'autre'", IntegrityError)
    next_version(drafting)
    for statement in (
        "UPDATE drafting_textversion SET note = 'autre'",
        "UPDATE drafting_versionparagraph SET text = 'autre'",
        "DELETE FROM drafting_versionparagraph",
        "UPDATE drafting_decision SET text = 'autre'",
        "DELETE FROM drafting_decision",
    ):
        breaks(statement)
    breaks("UPDATE drafting_paragraph SET decided_count = 99", IntegrityError)
