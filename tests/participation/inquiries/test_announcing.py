"""What the order and the notice say is there before the announcement, whatever the regime."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from participation.inquiries import actions
from participation.inquiries.forms.depositing import ObservationForm
from participation.inquiries.models import Inquiry, Regime
from tests.factories.inquiries import announced, observation, prepared, regime_of
from tests.support import clock
from tests.support.html import main_of, plain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]

# Code de l'environnement, art. R123-9: what the order says.
ORDER = {
    "decisions": "",
    "authority": "",
    "applicant": "",
    "responsible_name": "",
    "responsible_phone": "",
    "order_number": "",
    "order_date": None,
    "order_document": None,
    "mailbox": "",
    "postal_address": "",
    "help_contact": "",
    "seat": "",
    "report_place": "",
}


def lacking(inquiry: Inquiry) -> list[str]:
    with pytest.raises(actions.NotReady) as refused:
        actions.announce_inquiry(inquiry=inquiry, by=None, at=clock.NOW)
    return [one.about for one in refused.value.missing]


@pytest.mark.parametrize("name", ORDER)
def test_each_thing_that_the_order_says_is_demanded(name: str) -> None:
    assert lacking(prepared(**{name: ORDER[name]})) == ["order"]


@pytest.mark.parametrize("name", ["members", "sessions", "places"])
def test_people_permanences_and_places_are_demanded(name: str) -> None:
    inquiry = prepared()
    getattr(inquiry, name).all().delete()
    assert lacking(Inquiry.objects.get(pk=inquiry.pk)) == ["people"]


@pytest.mark.parametrize(
    ("code", "days"),
    [
        ("enquete-publique", 30),
        ("participation-electronique", 30),
        ("concertation-prealable", 15),
        ("decision-reglementaire", 21),
    ],
)
def test_each_regime_has_its_shortest_duration(code: str, days: int) -> None:
    def lasting(count: int) -> Inquiry:
        closes_at = (clock.days(20) + timedelta(days=count - 1)).replace(hour=17)
        return prepared(regime=regime_of(code), closes_at=closes_at)

    assert lacking(lasting(days - 1)) == ["dates"]
    actions.announce_inquiry(inquiry=lasting(days), by=None, at=clock.NOW)


def test_notice_waits_so_many_days_as_the_regime_says() -> None:
    inquiry = prepared()
    days = inquiry.regime.notice_days
    late = inquiry.opens_at - timedelta(days=days) + clock.INSTANT
    with pytest.raises(actions.NotReady):
        actions.announce_inquiry(inquiry=inquiry, by=None, at=late)
    actions.announce_inquiry(inquiry=inquiry, by=None, at=late - clock.INSTANT)


def test_every_regime_is_data_that_a_legal_service_reads() -> None:
    regime_of()
    assert Regime.objects.count() == 6
    for regime in Regime.objects.all():
        regime.full_clean()
        assert regime.references and regime.summary and regime.confirmed_on is None


def test_nobody_is_asked_for_age_residence_or_nationality() -> None:
    assert set(ObservationForm.base_fields) == {
        "text",
        "name",
        "email",
        "pictures",
        "document",
        "website",
        "token",
        "work",  # What a robot would have to compute.
    }


def test_open_and_closed_are_told_apart_at_the_second_on_the_pages(client: Any) -> None:
    """In autumn an hour comes twice in Paris: the second half past two is an hour later."""
    opens_at = clock.days(20).replace(month=9, day=25, hour=9)
    closes_at = opens_at.replace(month=10, day=25, hour=2, minute=30, fold=1)
    inquiry = announced(opens_at=opens_at, closes_at=closes_at)
    first_half_past = closes_at.replace(fold=0)
    for moment, status in (
        (inquiry.opens_at - clock.INSTANT, 403),
        (inquiry.opens_at, 200),
        (first_half_past, 200),
        (inquiry.closes_at - clock.INSTANT, 200),
        (inquiry.closes_at, 403),
    ):
        with time_machine.travel(moment, tick=False):
            assert client.get(inquiry.contribute_url).status_code == status, moment
    assert inquiry.closes_at - first_half_past.astimezone(inquiry.closes_at.tzinfo) == timedelta(
        hours=1
    )
    line = observation(inquiry, at=inquiry.closes_at - clock.INSTANT)
    assert "Gardez les arbres" in plain(main_of(client.get(line.url)))
