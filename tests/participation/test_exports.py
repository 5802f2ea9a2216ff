"""What leaves the portal: open data for everybody, contacts with a reason, no formula anywhere."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from participation import actions
from participation.enums import Moderation, Reason, Wish
from participation.exports.open_data import COLUMNS, published
from participation.models import Contribution, ExportRecord
from portal.decisions import Refused
from tests.factories.engagements import CommitmentFactory
from tests.factories.imports import csv_of, done_import
from tests.factories.participation import (
    AgentConsultationFactory,
    IdeaConsultationFactory,
    ThemeFactory,
    answered_idea,
    make_idea,
    published_idea,
    refused_idea,
)
from tests.support import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]

DANGEROUS = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\tOnglet", "＝HYPERLINK(1)", "＠x"]
SECRET = {
    "display_name": "Ana Martin",
    "department_name": "Voirie nord",
    "email": "ana@example.org",
    "place": "12 rue Haute",
}


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_the_columns_are_a_contract(client: Any) -> None:
    call = IdeaConsultationFactory.create(slug="achats")
    theme = ThemeFactory.create(name="Eau")
    commitment = CommitmentFactory.create(number=12)
    idea = answered_idea(call, theme=theme, commitments=[commitment], title="Planter", **SECRET)
    response = client.get(f"{call.url}idees.csv")
    content = response.getvalue()
    [headings, row] = rows_of(content)
    assert headings == list(COLUMNS)
    day = clock.NOW.date().isoformat()
    sent = timezone.localdate(idea.submitted_at).isoformat()
    assert dict(zip(headings, row, strict=True)) == {
        "number": "1",
        "title": "Planter",
        "text": idea.text,
        "theme": "Eau",
        "neighbourhood": "",
        "concerned_department": "",
        "given_by": "",
        "channel": "online",
        "received_on": sent,
        "published_on": day,
        "verdict": "retained",
        "answer": "Nous le ferons avec les services.",
        "answering_department": "",
        "answered_on": day,
        "commitments": "12",
        "supports": "0",
        "comments": "0",
        "url": f"http://testserver{idea.url}",
    }
    assert response.headers["Content-Disposition"].endswith(f'"achats-idees-{day}.csv"')


def test_json_says_the_same(client: Any) -> None:
    call = IdeaConsultationFactory.create()
    answered_idea(call, commitments=[CommitmentFactory.create(number=7)], title="Été « à l’ombre »")
    published_idea(call)
    response = client.get(f"{call.url}idees.json")
    document = json.loads(response.getvalue())
    assert response.headers["Content-Type"] == "application/json"
    assert list(document) == ["activity", "columns", "ideas"]
    assert document["columns"] == list(COLUMNS) == list(document["ideas"][0])
    first, second = document["ideas"]
    assert (first["title"], first["commitments"]) == ("Été « à l’ombre »", [7])
    assert (second["verdict"], second["answered_on"], second["theme"]) == (None, None, None)


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_nothing_that_is_not_public_leaves(client: Any, kind: str) -> None:
    call = IdeaConsultationFactory.create()
    published_idea(call, title="Publique", wishes=[Wish.FOLLOW_UP], **SECRET)
    make_idea(call, title="SECRET en attente")
    refused_idea(call, title="SECRET refusée")
    merged = published_idea(call, title="SECRET regroupée")
    Contribution.objects.filter(pk=merged.pk).update(
        moderation=Moderation.MERGED, merged_into=Contribution.objects.get(title="Publique")
    )
    staged = make_idea(call, title="SECRET en cours d’import")
    Contribution.objects.filter(pk=staged.pk).update(moderation=Moderation.STAGED)
    said = client.get(f"{call.url}idees.{kind}").getvalue().decode()
    assert "Publique" in said
    kept = ["SECRET", *SECRET.values(), "follow_up", Contribution.objects.first().receipt]
    assert [word for word in kept if word in said] == []


def test_a_draft_answer_is_not_told(client: Any) -> None:
    call = IdeaConsultationFactory.create()
    idea = answered_idea(call)
    idea.answer.live = False
    idea.answer.save()
    assert "Nous le ferons" not in client.get(f"{call.url}idees.csv").getvalue().decode()


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_a_call_of_agents_gives_its_data_to_agents(
    client: Any, client_of: Any, agent: Any, resident: Any, kind: str
) -> None:
    call = AgentConsultationFactory.create()
    idea = make_idea(call, title="Entre agents", author=agent)
    actions.publish_contribution(contribution=idea, moderator=None, at=clock.NOW)
    address = f"{call.url}idees.{kind}"
    assert client.get(address).status_code == 302
    assert client_of(resident).get(address).status_code == 403
    mine = client_of(agent).get(address)
    assert "Entre agents" in mine.getvalue().decode()
    assert "no-store" in mine.headers["Cache-Control"]


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_a_draft_of_a_call_gives_nothing(client: Any, kind: str) -> None:
    call = IdeaConsultationFactory.create(live=False)
    assert client.get(f"{call.url}idees.{kind}").status_code == 404


def test_shared_caches_may_keep_the_file(client: Any) -> None:
    call = IdeaConsultationFactory.create()
    response = client.get(f"{call.url}idees.csv")
    assert response.headers["Cache-Control"] == "public, max-age=0, s-maxage=60"
    assert client.head(f"{call.url}idees.csv").headers["Content-Type"] == "text/csv; charset=utf-8"


def test_a_call_of_the_past_tells_no_invented_day(client: Any) -> None:
    call = IdeaConsultationFactory.create()
    done_import(csv_of("Titre", "A"), call, moderation="published", channel="unrecorded")
    [headings, row] = rows_of(client.get(f"{call.url}idees.csv").getvalue())
    assert row[headings.index("received_on")] == ""


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_cell_is_a_formula(client: Any, client_of: Any, officer: Any, text: str) -> None:
    call = IdeaConsultationFactory.create()
    idea = published_idea(call, email="ana@example.org", wishes=[Wish.INFORMATION])
    Contribution.objects.filter(pk=idea.pk).update(title=text, text=text, display_name=text)
    public = rows_of(client.get(f"{call.url}idees.csv").getvalue())[1]
    assert public[1:3] == [f"'{text}", f"'{text}"]
    desk = client_of(officer)
    book = desk.get(reverse("calls:open_data", args=[call.pk, "xlsx"]))
    cells = _cells(book)
    assert cells[1:3] == [f"'{text}", f"'{text}"]
    asked = {"reason": "Écrire aux volontaires", "whose": "all"}
    address = reverse("calls:export", args=[call.pk])
    sent = rows_of(desk.post(address, {**asked, "kind": "csv"}).getvalue())[1]
    assert sent[1:3] == [f"'{text}", f"'{text}"]
    assert _cells(desk.post(address, {**asked, "kind": "xlsx"}))[1:3] == [f"'{text}", f"'{text}"]


def _cells(response: Any) -> list[Any]:
    sheet = openpyxl.load_workbook(io.BytesIO(response.getvalue())).active
    return [cell.value for cell in sheet[2]]


def test_rows_are_read_in_batches(monkeypatch: Any, django_assert_num_queries: Any) -> None:
    monkeypatch.setattr("participation.exports.open_data._BATCH", 2)
    call = IdeaConsultationFactory.create()
    for _ in range(5):
        published_idea(call)
    with django_assert_num_queries(7):  # Four batches, the last empty; commitments of three.
        assert [idea.number for idea in published(call)] == [1, 2, 3, 4, 5]


@pytest.fixture
def with_contacts() -> Iterator[Any]:
    call = IdeaConsultationFactory.create()
    published_idea(call, email="suivi@example.org", wishes=[Wish.FOLLOW_UP])
    published_idea(call, email="infos@example.org", wishes=[Wish.INFORMATION, Wish.COMMENT])
    published_idea(call, email="rien@example.org")
    published_idea(call)
    unproved = make_idea(call, email="inconnue@example.org", wishes=[Wish.FOLLOW_UP])
    Contribution.objects.filter(pk=unproved.pk).update(moderation=Moderation.UNCONFIRMED)
    yield call


@pytest.mark.parametrize(
    ("whose", "addresses"),
    [
        ("wish", ["suivi@example.org", "infos@example.org"]),
        ("follow_up", ["suivi@example.org"]),
        ("all", ["suivi@example.org", "infos@example.org", "rien@example.org"]),
    ],
)
def test_contacts_leave_with_their_reason(
    client_of: Any, officer: Any, with_contacts: Any, whose: str, addresses: list[str], logged: Any
) -> None:
    desk = client_of(officer)
    address = reverse("calls:export", args=[with_contacts.pk])
    data = {"reason": "Inviter au suivi du 12 juin", "whose": whose, "kind": "csv"}
    response = desk.post(address, data)
    assert [row[3] for row in rows_of(response.getvalue())[1:]] == addresses
    assert "no-store" in response.headers["Cache-Control"]
    record = ExportRecord.objects.get()
    assert (record.row_count, record.reason, record.exported_by, record.exported_at) == (
        len(addresses), "Inviter au suivi du 12 juin", officer, clock.NOW,
    )  # fmt: skip
    [entry] = logged("participation.contacts.exported")
    assert (entry.user, entry.count) == (officer.pk, len(addresses))
    assert "Inviter" not in str(vars(entry))
    assert "Inviter au suivi du 12 juin" in desk.get(address).content.decode()


@pytest.mark.parametrize("reason", ["", "suivi", "         x"])
def test_contacts_never_leave_without_a_reason(
    client_of: Any, officer: Any, with_contacts: Any, reason: str
) -> None:
    response = client_of(officer).post(
        reverse("calls:export", args=[with_contacts.pk]),
        {"reason": reason, "whose": "all", "kind": "csv"},
    )
    assert "suivi@example.org" not in response.content.decode()
    assert not ExportRecord.objects.exists()
    with pytest.raises(Refused) as refused:
        actions.record_export(
            activity=with_contacts, reason=reason, row_count=1, user=officer, at=clock.NOW
        )
    assert refused.value.reason == Reason.EXPORT_REASON_MISSING


def test_a_moderator_takes_no_contact(client_of: Any, moderator: Any, with_contacts: Any) -> None:
    browser = client_of(moderator)
    address = reverse("calls:export", args=[with_contacts.pk])
    assert "ne permet pas d’exporter" in browser.get(address).content.decode()
    data = {"reason": "Par curiosité seulement", "whose": "all", "kind": "csv"}
    assert browser.post(address, data).status_code in {302, 403}
    assert not ExportRecord.objects.exists()


def test_nobody_to_write_to_makes_no_record(client_of: Any, officer: Any) -> None:
    call = IdeaConsultationFactory.create()
    page = client_of(officer).post(
        reverse("calls:export", args=[call.pk]),
        {"reason": "Inviter au suivi du 12 juin", "whose": "wish", "kind": "csv"},
    )
    assert "Il n’y a personne à qui écrire" in page.content.decode()
    assert not ExportRecord.objects.exists()
