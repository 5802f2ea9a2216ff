"""Numbered coupons in the admin: drawn, laid on sheets, printed again."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from participation.enums import CouponLayout
from participation.models import Coupon, CouponBatch
from participation.queries.paper import sheets
from portal.accounts.models import User
from tests.factories.paper import keyed_entry, printed_coupons
from tests.factories.participation import IdeaConsultationFactory, ThemeFactory
from tests.support import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_a_batch_is_drawn_and_printed(client_of: Any, officer: User) -> None:
    call = IdeaConsultationFactory.create(themes=[ThemeFactory.create(name="Climat")])
    closed = IdeaConsultationFactory.create(title="Appel clos", closes_at=clock.days(-1))
    browser = client_of(officer)
    make = reverse("coupons:make")
    assert "Appel clos" not in text_of(browser.get(f"{make}?appel={call.pk}"))
    for wrong in ({"count": 0}, {"count": 501}, {"activity": closed.pk}):
        assert browser.post(make, {"activity": call.pk, "count": 3, **wrong}).status_code == 200
    assert CouponBatch.objects.count() == 0
    sent = browser.post(make, {"activity": call.pk, "count": 3, "label": "Accueil"})
    batch = CouponBatch.objects.get()
    assert sent.headers["Location"] == reverse("coupons:batch", args=[batch.pk])
    assert (batch.made_by, batch.label, batch.coupons.count()) == (officer, "Accueil", 3)
    printed = text_of(browser.get(reverse("coupons:print", args=[batch.pk])))
    for coupon in batch.coupons.all():
        # On the part the city keeps, on the receipt, and twice for who does not see.
        assert printed.count(coupon.receipt_display) == 4
    for words in ("Climat", "Participer à l’instance de suivi", "Anonyme", "testserver/suivi/"):
        assert words in printed
    assert "style=" not in printed


def test_only_what_did_not_come_back_is_printed_again(client_of: Any, officer: User) -> None:
    call = IdeaConsultationFactory.create()
    [used, unused] = printed_coupons(call, 2)
    keyed_entry(call, number=used.receipt)
    browser = client_of(officer)
    listed = text_of(browser.get(reverse("coupons:index")))
    assert "Accueil" in listed
    page = reverse("coupons:batch", args=[used.batch_id])
    assert browser.get(page).context["unused_count"] == 1
    printed = text_of(browser.get(f"{page}print/?unused=on&layout={CouponLayout.SINGLE}"))
    assert unused.receipt_display in printed
    assert used.receipt_display not in printed
    keyed_entry(call, number=unused.receipt)
    nothing = text_of(browser.get(f"{page}print/?unused=on&layout=inconnu"))
    assert "il ne reste rien à imprimer" in nothing


def faces(coupons: list[Any], layout: str) -> list[list[tuple[bool, Any]]]:
    laid = sheets(coupons, layout)
    return [[(face.is_front, None if face.is_empty else face.coupon) for face in s] for s in laid]


def test_each_back_lies_behind_its_front() -> None:
    a, b, c = (Coupon(receipt=letter * 10) for letter in "ABC")
    front, back = True, False
    assert faces([a, b, c], CouponLayout.PAIRS) == [
        [(front, a), (front, b)],
        [(back, b), (back, a)],
        [(front, c), (front, None)],
        [(back, None), (back, c)],
    ]
    assert faces([a, b], CouponLayout.FOLDED) == [
        [(front, a), (back, a)],
        [(front, b), (back, b)],
    ]
    assert faces([a], CouponLayout.SINGLE) == [[(front, a)], [(back, a)]]
    assert faces([], CouponLayout.PAIRS) == []


def test_printing_costs_the_same_whatever_the_size(client_of: Any, officer: User) -> None:
    call = IdeaConsultationFactory.create(themes=[ThemeFactory.create()])
    browser = client_of(officer)
    costs = []
    for count in (1, 30):
        address = reverse("coupons:print", args=[printed_coupons(call, count)[0].batch_id])
        browser.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).context["coupon_count"] == count
        costs.append(len(queries))
    assert costs[0] == costs[1]
