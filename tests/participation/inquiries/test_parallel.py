"""The consultation of the environmental authorisation (L181-10-1), as the other regimes: data."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from participation.inquiries import actions, rules
from participation.inquiries.enums import (
    DocumentKind,
    InquiryReason,
    MemberRole,
    SessionKind,
    Step,
)
from participation.inquiries.models import Inquiry, InquirySession, Register
from participation.inquiries.queries import due_of
from portal.decisions import Refused
from tests.factories.inquiries import (
    PARALLEL,
    announced,
    member_of,
    observation,
    pdf_of,
    prepared,
    regime_of,
)
from tests.factories.inquiry_rooms import seat_of, seated
from tests.support import clock
from tests.support.html import main_of, plain

pytestmark = pytest.mark.usefixtures("portal_site", "now")
OPENS = clock.days(20).replace(hour=9, minute=0)
CLOSES = (OPENS + timedelta(days=91)).replace(hour=17, minute=0)


def meeting(inquiry: Inquiry, kind: str, days: float) -> None:
    """A meeting so many days after the opening, or before the closing when negative."""
    start = inquiry.opens_at if days >= 0 else inquiry.closes_at
    begins = start + timedelta(days=days)
    end = begins + timedelta(hours=2)
    InquirySession(
        inquiry=inquiry, kind=kind, starts_at=begins, ends_at=end, place="Salle des fêtes"
    ).save()


def consultation(**fields: Any) -> Inquiry:
    given = {"opens_at": OPENS, "closes_at": CLOSES, "regime": regime_of(PARALLEL), **fields}
    return prepared(**given)


def lacking(inquiry: Inquiry) -> list[str]:
    with pytest.raises(actions.NotReady) as refused:
        actions.announce_inquiry(inquiry=inquiry, by=None, at=clock.NOW)
    return [one.words.replace("\xa0", " ") for one in refused.value.missing]


def test_its_delays_are_settings() -> None:
    regime = regime_of(PARALLEL)
    assert (regime.opening_meeting_days, regime.closing_meeting_days) == (15, 15)
    assert (regime.notice_days, regime.newspapers, regime.report_days) == (15, 2, 21)
    assert regime.publication_days == 365 and regime.confirmed_on is None
    assert not regime.needs_permanence and "L181-10-1" in regime.legal_references
    regime.opening_meeting_days = 20
    regime.full_clean()


@pytest.mark.parametrize(
    ("opening", "closing", "missing"),
    [
        (None, None, ["ouverture", "clôture"]),
        (0, -0.1, []),
        (14, -14, []),
        (15.1, -1, ["ouverture"]),
        (1, -16, ["clôture"]),
        (-30, -1, ["ouverture"]),
    ],
)
def test_both_public_meetings_stand_where_the_text_puts_them(
    opening: float | None, closing: float | None, missing: list[str]
) -> None:
    inquiry = consultation()
    if opening is not None:
        meeting(inquiry, SessionKind.OPENING, opening)
    if closing is not None:
        meeting(inquiry, SessionKind.CLOSING, closing)
    if not missing:
        actions.announce_inquiry(inquiry=inquiry, by=None, at=clock.NOW)
        return
    said = [one for one in lacking(inquiry) if "réunion publique" in one]
    assert [
        word for word in ("ouverture", "clôture") if any(word in one for one in said)
    ] == missing


@pytest.mark.parametrize(
    ("days", "is_long_enough"), [(88, False), (89, True), (123, True), (124, False)]
)
def test_it_lasts_three_months_and_four_at_most(days: int, is_long_enough: bool) -> None:
    closes_at = OPENS + timedelta(days=days - 1)
    inquiry = consultation(closes_at=closes_at)
    meeting(inquiry, SessionKind.OPENING, 1)
    meeting(inquiry, SessionKind.CLOSING, -1)
    if is_long_enough:
        actions.announce_inquiry(inquiry=inquiry, by=None, at=clock.NOW)
    else:
        assert str(days) in " ".join(lacking(inquiry))


def running() -> Inquiry:
    inquiry = consultation()
    meeting(inquiry, SessionKind.OPENING, 1)
    meeting(inquiry, SessionKind.CLOSING, -1)
    actions.announce_inquiry(inquiry=inquiry, by=None, at=clock.NOW)
    return Inquiry.objects.get(pk=inquiry.pk)


def test_opinions_join_as_they_come_and_the_applicant_replies_meanwhile(
    client: Any, client_of: Any
) -> None:
    inquiry = running()
    owner = seated(inquiry, MemberRole.APPLICANT)
    during = clock.during(inquiry)
    piece = actions.GivenPiece(kind="opinion", title="Avis de l’ARS", file=pdf_of("ars.pdf"))
    actions.add_to_dossier(
        inquiry=inquiry, pieces=[piece], reason="Reçu ce jour.", by=None, at=during
    )
    line = observation(inquiry, at=during)
    with time_machine.travel(during, tick=False):
        browser = client_of(owner)
        page = inquiry.page("room_observation", number=line.number)
        assert "arbres" in plain(main_of(browser.get(page)))
        given = {"subject": "Avis de l’ARS", "text": "Le bruit sera mesuré chaque mois."}
        assert browser.post(inquiry.page("room_reply"), given).status_code == 302
        said = plain(main_of(client.get(inquiry.url)))
    assert "Avis de l’ARS" in said and "Le bruit sera mesuré" in said


def test_replies_wait_for_the_opening_and_where_the_regime_says_so_for_the_closing() -> None:
    inquiry = running()
    owner = seat_of(inquiry, seated(inquiry, MemberRole.APPLICANT))
    reply = {"inquiry": inquiry, "by": owner, "text": "Oui.", "subject": "Arbres"}
    with pytest.raises(Refused) as refused:
        actions.reply_to_observation(at=clock.before(inquiry), **reply)
    assert refused.value.reason == InquiryReason.BEFORE_OPENING
    actions.reply_to_observation(at=clock.at_opening(inquiry), **reply)
    regime = inquiry.regime
    regime.replies_while_open = False
    register = Register(inquiry=inquiry, announced_at=clock.NOW)
    assert (
        rules.may_reply(register, owner, clock.during(inquiry)).reason
        == InquiryReason.REPLIES_AFTER
    )
    assert rules.may_reply(register, owner, clock.at_closing(inquiry))
    assert rules.may_reply(None, owner, clock.NOW).reason == InquiryReason.NOT_ANNOUNCED
    assert rules.may_reply(register, None, clock.NOW).reason == InquiryReason.NOT_APPLICANT


def test_report_is_due_three_weeks_after_the_closing() -> None:
    inquiry = running()
    [report] = due_of(inquiry)
    assert (report.step, report.by) == (Step.REPORT, (CLOSES + timedelta(days=21)).date())


def test_the_guarantor_of_a_concertation_files_its_report(client_of: Any) -> None:
    """Code de l'environnement, art. L121-16-1: the report is the guarantor's own."""
    inquiry = prepared(
        regime=regime_of("concertation-prealable"), has_assessment=False, order_number=""
    )
    inquiry.members.all().delete()
    member_of(inquiry, MemberRole.GUARANTOR, name="Anne Roux")
    actions.announce_inquiry(inquiry=inquiry, by=None, at=clock.NOW)
    person = seated(inquiry, MemberRole.GUARANTOR)
    at = clock.after(inquiry)
    with time_machine.travel(at, tick=False):
        browser = client_of(person)
        page = browser.get(inquiry.page("room_documents"))
        kinds = [value for value, _label in page.context["file_form"].fields["kind"].choices]
    assert [kind for kind in kinds if kind] == [DocumentKind.ADDED, DocumentKind.BALANCE]
    given = {"inquiry": inquiry, "title": "Bilan", "given": pdf_of("bilan.pdf"), "at": at}
    by = seat_of(inquiry, person)
    actions.file_document(kind=DocumentKind.BALANCE, by=by, **given)
    assert inquiry.documents.get().filed_as.startswith("Anne Roux")
    for kind in (DocumentKind.MEASURES, DocumentKind.DECISION):
        with pytest.raises(Refused):
            actions.file_document(kind=kind, by=by, **given)
    other = announced()
    commissioner = seat_of(other, seated(other))
    with pytest.raises(Refused):
        actions.file_document(
            **{**given, "inquiry": other}, kind=DocumentKind.BALANCE, by=commissioner
        )
