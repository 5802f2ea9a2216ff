"""The outbox in the admin: told on its home page, tried again, cancelled; no words shown."""

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.notifications.enums import MailState
from portal.notifications.mails import queue
from portal.notifications.models import OutgoingMail
from portal.notifications.queries import note_sign_of_life

pytestmark = pytest.mark.django_db


def _given_up(count):
    for number in range(count):
        queue(kind="letter", subject="Secret", to=f"p{number}@test.example", text="Mot secret")
    OutgoingMail.objects.update(
        state=MailState.FAILED, settled_at=timezone.now(), failure="Refus (550)."
    )


def test_nothing_is_said_when_all_is_well(portal_site, client_of, administrator):
    note_sign_of_life(timezone.now())

    page = client_of(administrator).get(reverse("wagtailadmin_home"))

    assert "Courriels à surveiller" not in page.text


@pytest.mark.parametrize("count", [1, 3])
def test_what_was_given_up_is_told_and_tried_again(portal_site, client_of, administrator, count):
    _given_up(count)
    browser, address = client_of(administrator), reverse("outbox")
    assert "Courriels à surveiller" in browser.get(reverse("wagtailadmin_home")).text
    page = browser.get(address)
    assert "Refus (550)." in page.text
    assert "secret" not in page.text.lower()
    assert "p0@test.example" not in page.text

    first = OutgoingMail.objects.earliest("pk")
    browser.post(address, {"mail": first.pk, "action": "retry"})
    first.refresh_from_db()
    assert first.state == MailState.WAITING
    assert browser.get(address, {"liste": "en-attente"}).status_code == 200
    browser.post(address, {"mail": first.pk, "action": "cancel"})
    again = browser.post(address, {"mail": first.pk, "action": "cancel"}, follow=True)
    first.refresh_from_db()
    assert first.state == MailState.CANCELLED
    assert "n’attend plus" in again.text
    assert browser.get(address, {"liste": "partis"}).status_code == 200


def test_others_see_nothing_of_it(portal_site, client_of, moderator):
    _given_up(1)
    browser = client_of(moderator)

    assert "Courriels à surveiller" not in browser.get(reverse("wagtailadmin_home")).text
    assert browser.get(reverse("outbox")).status_code in {302, 403}


def test_list_costs_the_same_for_one_and_three(
    portal_site, client_of, administrator, django_assert_num_queries
):
    browser, address = client_of(administrator), reverse("outbox")
    browser.get(address)
    for count in (1, 2):
        _given_up(count)
        with django_assert_num_queries(13):
            browser.get(address)
