"""Coupons printed, papers keyed in, verified, taken back, their scans erased."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from PIL import Image

from participation import actions, receipts
from participation.actions.counters import recount
from participation.enums import (
    Channel,
    FacetKind,
    Moderation,
    ModerationMode,
    Reason,
    RefusalReason,
    Wish,
)
from participation.ideas.models import Idea
from participation.models import Contribution, Coupon, CouponBatch, Neighbourhood, PaperEntry
from portal.accounts.models import User
from portal.decisions import Refused
from portal.uploads import CleanFile, scan
from tests.factories.accounts import AgentFactory
from tests.factories.paper import keyed_entry, printed_coupons
from tests.factories.participation import IdeaConsultationFactory, ThemeFactory
from tests.support import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site")]


def picture() -> CleanFile:
    """A small scan, as the desk receives it."""
    drawn = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(drawn, "JPEG")
    return scan(drawn)


def verify(entry: PaperEntry, by: User | None = None, **fields: Any) -> Contribution:
    officer = by or AgentFactory.create()
    return actions.verify_entry(entry=entry, verified_by=officer, at=clock.days(1), **fields)


def refusal(work: Any) -> Reason:
    with pytest.raises(Refused) as refused:
        work()
    reason: Reason = refused.value.reason
    return reason


def test_a_batch_has_numbers_that_nothing_else_has(logged: Any) -> None:
    call = IdeaConsultationFactory.create()
    coupons = printed_coupons(call, 500)
    numbers = {coupon.receipt for coupon in coupons}
    assert len(numbers) == 500
    assert all(receipts.normalise(str(coupon)) == coupon.receipt for coupon in coupons)
    [record] = logged("participation.coupons.made")
    assert (record.count, record.activity) == (500, call.pk)


def test_a_batch_costs_the_same_whatever_its_size() -> None:
    call = IdeaConsultationFactory.create()
    counts = []
    for size in (1, 500):
        with CaptureQueriesContext(connection) as captured:
            printed_coupons(call, size)
        sent = [query["sql"] for query in captured if "participation_" in query["sql"]]
        # SQLite takes so many values at once: 500 rows need three statements, PostgreSQL one.
        written = sum('INTO "participation_coupon"' in sql for sql in sent)
        counts.append(len(sent) - written)
        assert written <= 3
    assert counts[0] == counts[1] <= 5


def test_a_number_already_drawn_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    call = IdeaConsultationFactory.create()
    [taken] = printed_coupons(call)
    drawn = iter([taken.receipt, keyed_entry(call).contribution.receipt])
    fresh = receipts.new_receipt
    monkeypatch.setattr(receipts, "new_receipt", lambda: next(drawn, None) or fresh())
    [coupon] = printed_coupons(call)
    assert coupon.receipt not in {taken.receipt, keyed_entry(call).contribution.receipt}


def test_no_coupon_is_printed_for_a_closed_call() -> None:
    call = IdeaConsultationFactory.create()
    batch = {"activity": call, "count": 5, "label": "", "made_by": None}
    after = clock.after(call)
    assert refusal(lambda: actions.make_batch(at=after, **batch)) == Reason.CLOSED
    assert CouponBatch.objects.count() == 0


@pytest.mark.parametrize("count", [0, 501])
def test_a_batch_has_a_sane_size(count: int) -> None:
    call = IdeaConsultationFactory.create()
    with pytest.raises(IntegrityError, match="sane_size|CHECK"), transaction.atomic():
        CouponBatch.objects.create(activity=call, count=count, made_at=clock.NOW)


def test_a_coupon_keyed_in_has_its_date() -> None:
    [coupon] = printed_coupons()
    coupon.contribution_id = keyed_entry().contribution_id
    with pytest.raises(IntegrityError, match="has_its_date|CHECK"), transaction.atomic():
        coupon.save()


def test_keying_in_takes_the_number_of_the_coupon(logged: Any) -> None:
    call = IdeaConsultationFactory.create()
    [coupon] = printed_coupons(call)
    officer = AgentFactory.create()
    received = clock.days(-3).date()
    entry = keyed_entry(
        call, number=coupon.receipt, keyed_by=officer, received_on=received,
        channel=Channel.MAIL, place_received="Accueil", wishes=[Wish.FOLLOW_UP],
        email="tilleul@test.example", phone="01 02 03 04 05",
    )  # fmt: skip
    idea = Idea.objects.get(pk=entry.contribution_id)
    coupon.refresh_from_db()
    assert (idea.receipt, idea.moderation) == (coupon.receipt, Moderation.UNVERIFIED)
    assert (idea.channel, idea.submitted_at.date(), idea.author) == (Channel.MAIL, received, None)
    assert (coupon.contribution_id, coupon.used_at) == (idea.pk, clock.NOW)
    assert (entry.keyed_by, entry.phone, entry.place_received) == (
        officer, "01 02 03 04 05", "Accueil",
    )  # fmt: skip
    [record] = logged("participation.paper.keyed_in")
    assert (record.user, record.contribution) == (officer.pk, idea.pk)
    assert mail.outbox == []
    assert recount(activity=call) is False


def test_a_coupon_is_keyed_in_once_and_for_its_own_call() -> None:
    call = IdeaConsultationFactory.create()
    [coupon, other] = printed_coupons(call, 2)
    keyed_entry(call, number=coupon.receipt)
    assert refusal(lambda: keyed_entry(call, number=coupon.receipt)) == Reason.COUPON_USED
    assert refusal(lambda: keyed_entry(number=other.receipt)) == Reason.COUPON_ELSEWHERE
    drawn = receipts.new_receipt()
    assert refusal(lambda: keyed_entry(call, number=drawn)) == Reason.COUPON_UNKNOWN
    assert Contribution.objects.count() == 1
    assert recount(activity=call) is False


def test_what_came_too_late_is_refused_and_leaves_no_file() -> None:
    call = IdeaConsultationFactory.create()
    late = {"received_on": clock.after(call).date(), "at": clock.days(30), "scan": picture()}
    assert refusal(lambda: keyed_entry(call, **late)) == Reason.RECEIVED_TOO_LATE
    in_time = keyed_entry(call, at=clock.days(30), received_on=clock.NOW.date())
    assert in_time.contribution.submitted_at == clock.NOW


def test_the_same_page_sent_twice_makes_one_entry() -> None:
    call = IdeaConsultationFactory.create()
    keyed_entry(call, form_token="desk-a", scan=picture())
    again = {"form_token": "desk-a", "scan": picture()}
    assert refusal(lambda: keyed_entry(call, **again)) == Reason.ALREADY_SENT
    assert PaperEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("mode", "state"),
    [
        (ModerationMode.BEFORE, Moderation.PENDING),
        (ModerationMode.AFTER, Moderation.PUBLISHED),
    ],
)
def test_verified_it_goes_the_way_of_those_sent_online(
    mode: ModerationMode,
    state: Moderation,
    logged: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    call = IdeaConsultationFactory.create(moderation_mode=mode)
    entry = keyed_entry(call, email="tilleul@test.example")
    with django_capture_on_commit_callbacks(execute=True):
        verified = verify(entry)
    entry.refresh_from_db()
    assert (verified.moderation, verified.is_public) == (state, mode == ModerationMode.AFTER)
    assert entry.corrections == {}
    assert [message.to for message in mail.outbox] == [["tilleul@test.example"]]
    facets = dict(call.facet_counts.filter(kind=FacetKind.CHANNEL).values_list("value", "count"))
    assert facets == ({Channel.PAPER: 1} if verified.is_public else {})
    assert len(logged("participation.paper.verified")) == 1
    assert recount(activity=call) is False


def test_corrections_are_made_and_kept_without_addresses() -> None:
    theme = ThemeFactory.create(name="Climat")
    call = IdeaConsultationFactory.create(
        themes=[theme], moderation_mode=ModerationMode.AFTER, closes_at=clock.days(3)
    )
    entry = keyed_entry(
        call, title="Planter des abres", wishes=[Wish.IDEA], email="tileul@test.example",
        received_on=clock.days(-2).date(),
    )  # fmt: skip
    quarter = Neighbourhood.objects.create(name="Le Port", slug="le-port")
    idea = verify(
        entry, title="Planter des arbres", theme=theme, neighbourhood=quarter,
        email="tilleul@test.example", phone="01 02 03 04 05", channel=Channel.MEETING,
        received_on=clock.days(-1).date(), wishes=[Wish.COMMENT, Wish.FOLLOW_UP],
    )  # fmt: skip
    entry.refresh_from_db()
    assert entry.corrections == {
        "title": "Planter des abres",
        "theme": "",
        "neighbourhood": "",
        "email": "",
        "phone": "",
        "channel": "paper",
        "received_on": clock.days(-2).date().isoformat(),
        "wishes": "idea",
    }
    assert (idea.title, idea.theme, idea.email) == (
        "Planter des arbres", theme, "tilleul@test.example",
    )  # fmt: skip
    assert (idea.submitted_at, idea.stems) == (clock.days(-1), Idea.objects.get().stems)
    assert "arbr" in idea.stems
    assert sorted(idea.wishes.values_list("wish", flat=True)) == ["comment", "follow_up"]
    assert recount(activity=call) is False


def test_a_day_out_of_the_call_is_no_correction() -> None:
    call = IdeaConsultationFactory.create()
    entry = keyed_entry(call)
    early = clock.days(-30).date()
    assert refusal(lambda: verify(entry, received_on=early)) == Reason.RECEIVED_TOO_EARLY
    entry.contribution.refresh_from_db()
    assert entry.contribution.moderation == Moderation.UNVERIFIED


def test_nobody_verifies_what_they_keyed_in() -> None:
    officer = AgentFactory.create()
    entry = keyed_entry(keyed_by=officer)
    assert refusal(lambda: verify(entry, officer)) == Reason.SAME_PERSON
    entry.verified_by, entry.verified_at = officer, clock.NOW
    with pytest.raises(IntegrityError, match="somebody_else|CHECK"), transaction.atomic():
        entry.save()


def test_an_entry_is_verified_once() -> None:
    entry = keyed_entry()
    verify(entry)
    assert refusal(lambda: verify(entry)) == Reason.ALREADY_HANDLED
    discard = {"entry": entry, "by": AgentFactory.create(), "at": clock.NOW}
    assert refusal(lambda: actions.discard_entry(**discard)) == Reason.ALREADY_HANDLED


def test_an_entry_taken_back_leaves_nothing_and_frees_its_coupon(
    django_capture_on_commit_callbacks: Any,
) -> None:
    call = IdeaConsultationFactory.create()
    [coupon] = printed_coupons(call)
    entry = keyed_entry(call, number=coupon.receipt, scan=picture(), wishes=[Wish.IDEA])
    name = entry.scan.name
    assert default_storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        actions.discard_entry(entry=entry, by=AgentFactory.create(), at=clock.NOW)
    assert (Idea.objects.count(), PaperEntry.objects.count()) == (0, 0)
    assert not default_storage.exists(name)
    again = keyed_entry(call, number=coupon.receipt)
    assert again.contribution.receipt == coupon.receipt
    assert recount(activity=call) is False


def test_the_number_of_an_erased_contribution_never_serves_again() -> None:
    [coupon] = printed_coupons(call := IdeaConsultationFactory.create())
    entry = keyed_entry(call, number=coupon.receipt)
    Contribution.objects.filter(pk=entry.contribution_id).delete()
    coupon.refresh_from_db()
    assert (coupon.contribution_id, coupon.used_at) == (None, clock.NOW)
    assert refusal(lambda: keyed_entry(call, number=coupon.receipt)) == Reason.COUPON_USED


def test_scans_go_with_addresses() -> None:
    over = IdeaConsultationFactory.create(answer_by=clock.days(10).date())
    asked = IdeaConsultationFactory.create(answer_by=clock.days(200).date())
    gone = keyed_entry(over, scan=picture(), phone="01 02 03 04 05")
    kept = keyed_entry(asked, scan=picture(), phone="01 02 03 04 05")
    untouched = keyed_entry(over)
    names = [gone.scan.name, kept.scan.name]

    assert actions.erase_scans(at=clock.days(400), dry_run=True) == 1
    assert all(default_storage.exists(name) for name in names)
    # A file that somebody lost already does not stop the others.
    default_storage.delete(names[0])
    assert actions.erase_scans(at=clock.days(400)) == 1
    assert actions.erase_scans(at=clock.days(400)) == 0

    for entry in (gone, kept, untouched):
        entry.refresh_from_db()
    assert (gone.scan.name, gone.scan_type, gone.phone) == ("", "", "")
    assert (kept.scan.name, kept.phone) == (names[1], "01 02 03 04 05")
    assert [default_storage.exists(name) for name in names] == [False, True]
    assert gone.keyed_at == untouched.keyed_at == clock.NOW


def test_the_scan_of_a_refused_text_goes_with_its_words(now: Any) -> None:
    entry = keyed_entry(scan=picture(), title="Injure")
    idea = verify(entry, title="Une injure")
    actions.refuse_contribution(
        contribution=idea, moderator=None, reason=RefusalReason.OFFENSIVE, at=clock.NOW
    )
    name = entry.scan.name
    assert actions.erase_scans(at=clock.days(300)) == 0
    said = StringIO()
    late = now + timedelta(days=366)
    assert actions.erase_scans(at=late) == 1
    call_command("erase_old_data", "--dry-run", stdout=said)
    entry.refresh_from_db()
    assert (entry.scan.name, entry.corrections) == ("", {})
    assert not default_storage.exists(name)
    assert "Images des papiers, téléphones et corrections\u00a0: 0." in said.getvalue()


def together(count: int, work: Any) -> list[Any]:
    """Runs `work(n)` in threads at once; a refusal gives its reason."""

    def run(number: int) -> Any:
        try:
            return work(number)
        except Refused as refused:
            return refused.reason
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


@pytest.mark.django_db(transaction=True)
def test_two_people_who_verify_at_once_cannot_both_do() -> None:
    call = IdeaConsultationFactory.create(moderation_mode=ModerationMode.AFTER)
    entry = keyed_entry(call)
    officers = AgentFactory.create_batch(4)

    def work(number: int) -> str:
        found = PaperEntry.objects.select_related("contribution").get(pk=entry.pk)
        verify(found, officers[number], title=f"Titre {number}")
        return "verified"

    done = together(4, work)
    assert sorted(done) == [Reason.ALREADY_HANDLED] * 3 + ["verified"]
    entry.refresh_from_db()
    winner = done.index("verified")
    assert (entry.verified_by, entry.contribution.title) == (officers[winner], f"Titre {winner}")
    assert recount(activity=call) is False


@pytest.mark.django_db(transaction=True)
def test_two_people_who_key_in_one_coupon_at_once_make_one_entry() -> None:
    call = IdeaConsultationFactory.create()
    [coupon] = printed_coupons(call)
    done = together(4, lambda number: keyed_entry(call, number=coupon.receipt).contribution_id)
    assert done.count(Reason.COUPON_USED) == 3
    assert Contribution.objects.get().receipt == Coupon.objects.get().receipt
    assert recount(activity=call) is False
