"""A full cycle: open, 30 of 34 report through the admin, publish, read, alter, be named."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from engagements.models import Commitment, Review, ReviewLine
from portal import frozen_rows
from tests.factories.reviews import SIGNED, plan
from tests.support.clock import days

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site")]


def report(browser, commitment: Commitment, text: str) -> None:
    """One department's news, through the form of the admin that publishes it."""
    address = reverse("engagements_commitment_modeladmin_progress", args=[commitment.pk])
    sent = browser.post(
        address,
        {
            "reported_on": timezone.localdate().isoformat(),
            "status": "under_way",
            "status_reason": "",
            "text": text,
            "author_function": "Direction des achats",
            "due_on": "",
            "due_precision": "month",
            "next_step": "",
            "evidence_url": "",
            "evidence_label": "",
        },
    )
    assert sent.status_code == 302, sent.content.decode()


def conduct(browser) -> Review:
    """The review of the last six months, opened and written through the admin."""
    today = timezone.localdate()
    browser.post(
        reverse("reviews:open"),
        {"title": "Bilan", "starts_on": today - timedelta(days=181), "ends_on": today},
    )
    return Review.objects.get()


def fill(browser, review: Review) -> None:
    """Agenda, attendance, opinions: what the body types."""
    address = reverse("reviews:work", args=[review.pk])
    page = browser.get(address).content.decode()
    opinions = dict.fromkeys(re.findall(r'name="(opinions-text_\d+)"', page), "Avis favorable.")
    browser.post(
        address,
        {
            "title": "Bilan de printemps",
            "reports_due_on": review.reports_due_on,
            "due_on": review.due_on,
            "agenda": "Engagement par engagement",
            "attendance-TOTAL_FORMS": "1",
            "attendance-INITIAL_FORMS": "0",
            "attendance-0-function": "Direction générale",
            "attendance-0-present": "2",
            "attendance-0-excused": "0",
            **opinions,
        },
    )


def test_thirty_of_thirty_four(client, client_of, communications, time_machine, now):
    commitments = plan(34, priorities=5)
    browser = client_of(communications)
    review = conduct(browser)
    for commitment in commitments[:30]:
        report(browser, commitment, f"Avancée {commitment.number}.")
    fill(browser, review)
    time_machine.move_to(days(1))

    sent = browser.post(
        reverse("reviews:publish", args=[review.pk]), {"signed_off_by": SIGNED, "confirmed": "on"}
    )

    assert sent.status_code == 302
    page = client.get(Review.objects.get().get_absolute_url()).content.decode()
    assert re.findall(r'<tr [^>]*id="engagement-(\d+)"', page) == [str(n) for n in range(1, 35)]
    assert page.count("Aucune nouvelle reçue") == 4
    assert "30 engagements sur 34 ont reçu des nouvelles." in page.replace("\u00a0", " ")
    call_command("verify_reviews", stdout=StringIO())

    frozen_rows.remove(connection)
    altered = ReviewLine.objects.get(number=12)
    ReviewLine.objects.filter(pk=altered.pk).update(text="Tout est fait.")
    frozen_rows.install(connection)
    errors = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_reviews", stderr=errors)

    assert ended.value.code == 1
    said = errors.getvalue()
    assert f"engagements_reviewline, ligne {altered.pk}, champ text" in said
    assert "Avancée 12." in said and "Tout est fait." in said
