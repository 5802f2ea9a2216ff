"""What is being written is nowhere: neither for the public nor for officers."""

from typing import Any

import pytest
from django.urls import reverse

from participation import actions
from participation.actions.import_jobs import BATCH, batches
from participation.actions.import_writing import stage_batch
from participation.enums import Moderation
from participation.models import Answer, Contribution, ContributionImport
from participation.queries.imports import LineReader, opened
from tests.factories.imports import checked_import, csv_of
from tests.factories.participation import IdeaConsultationFactory
from tests.support import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]

ROWS = csv_of(
    "N°;Titre;Décision;Réponse;Date de réponse", "7;SECRETE;retenue;SECRETE aussi;01/05/2026"
)


@pytest.fixture
def staged() -> ContributionImport:
    """An import whose lines are written, and whose worker stopped before the last step."""
    call = IdeaConsultationFactory.create()
    imported = checked_import(ROWS, call, moderation="published")
    actions.ask_import(imported=imported, user=imported.created_by)
    imported = ContributionImport.objects.select_related("activity").get(pk=imported.pk)
    with opened(imported) as table:
        reader = LineReader(imported, table.headers, clock.NOW)
        for batch in batches(table.rows(), BATCH):
            lines = reader.read(batch)
            stage_batch(
                imported=imported, reader=reader, lines=lines, done_rows=len(batch), at=clock.NOW
            )
    assert Contribution.objects.get().moderation == Moderation.STAGED
    return imported


def test_the_public_sees_nothing_of_it(staged: Any, client: Any) -> None:
    url = staged.activity.url
    receipt = Contribution.objects.get().receipt_display
    for address in (url, f"{url}idees/flux/", "/recherche/?q=secrete", "/participer/"):
        assert "SECRETE" not in client.get(address).content.decode(), address
    for kind in ("csv", "json"):
        assert "SECRETE" not in client.get(f"{url}idees.{kind}").getvalue().decode()
    assert client.get(f"{url}idees/7/").status_code == 404
    assert client.get(f"/suivi/{receipt}/").status_code == 404


def test_officers_see_nothing_of_it(staged: Any, client_of: Any, administrator: Any) -> None:
    browser = client_of(administrator)
    idea, answer = Contribution.objects.get(), Answer.objects.get()
    for name in ("contributions:index", "answering:index"):
        assert "SECRETE" not in browser.get(reverse(name)).content.decode(), name
    assert browser.get(reverse("contributions:edit", args=[idea.pk])).status_code == 404
    listing = reverse(Answer.snippet_viewset.get_url_name("list"))
    assert "SECRETE" not in browser.get(listing).content.decode()
    assert answer.live is False
    dashboard = browser.get(reverse("calls:dashboard", args=[staged.activity_id]))
    assert "<dd>1</dd>" not in dashboard.content.decode()
