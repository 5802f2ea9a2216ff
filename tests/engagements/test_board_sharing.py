"""What others take of the board: the embedded summary, feeds, open data."""

import csv
import io
import json
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest
import time_machine
from bs4 import BeautifulSoup
from wagtail.models import PageViewRestriction

from engagements.enums import CommitmentStatus
from tests.factories.engagements import CommitmentFactory, ObjectiveFactory, priority_page
from tests.factories.progress import figure, indicator, milestone, news
from tests.support.html import soup

pytestmark = pytest.mark.django_db

AT = datetime(2026, 5, 11, 9, tzinfo=UTC)
ATOM = {"atom": "http://www.w3.org/2005/Atom"}
S = CommitmentStatus


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def two(portal_site):
    """Two commitments of two priorities, with news, a correction, a step and a figure."""
    made = [
        CommitmentFactory(
            number=number,
            wording=f"Engagement {number} = promesse",
            objective=ObjectiveFactory(priority=priority_page(number)),
            status=S.UNDER_WAY,
            due_on=date(2026, 12, 1),
        )
        for number in (1, 2)
    ]
    wrong = news(made[0], date(2026, 3, 1), "=SOMME(1;2) <b>agents</b>", is_example=True)
    fix = news(made[0], date(2026, 4, 1), "Dix agents.", corrects=wrong)
    news(made[1], date(2026, 2, 1), "Les travaux.", next_step="En juin.")
    milestone(made[0], planned_on=date(2026, 6, 1), planned_precision="month")
    measured = indicator(made[0])
    figure(measured, wrong, "12.5")
    figure(measured, fix, "10")
    return made


def entries(response):
    return ElementTree.fromstring(response.content).findall("atom:entry", ATOM)  # noqa: S314


def titles(response):
    found = [entry.findtext("atom:title", namespaces=ATOM) for entry in entries(response)]
    return [title.replace("\u00a0", " ") for title in found]


def identifiers(response):
    return [entry.findtext("atom:id", namespaces=ATOM) for entry in entries(response)]


# ---- the summary that other sites frame -------------------------------------------------------


def test_the_summary_alone_may_be_framed(client, two):
    response = client.get("/engagements/resume/")

    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert "X-Frame-Options" not in response
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response["Cache-Control"] == "public, max-age=0, s-maxage=60"
    assert not response.cookies
    for address in ("/engagements/", "/engagements/integrer/", "/engagements/1/"):
        other = client.get(address)
        assert other["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'self'" in other["Content-Security-Policy"]


def test_the_summary_is_small_without_script_and_leads_out_of_the_frame(client, two):
    response = client.get("/engagements/resume/")
    page = soup(response)

    assert len(response.content) < 5_000
    assert not page.find_all("script")
    assert [(link["href"], link["target"]) for link in page.find_all("a")] == [
        ("http://testserver/engagements/", "_top")
    ]


def test_an_empty_summary_says_so(client, portal_site):
    assert "Aucun engagement" in client.get("/engagements/resume/").content.decode()


def test_the_code_to_copy_frames_the_summary(client, portal_site):
    page = soup(client.get("/engagements/integrer/"))
    code = BeautifulSoup(page.find("textarea").get_text(), "html.parser")

    assert code.iframe["src"] == "http://testserver/engagements/resume/"
    assert code.iframe["title"]
    assert page.find("iframe", class_="embedded")["src"] == "/engagements/resume/"


# ---- feeds -------------------------------------------------------------------------------------


def test_the_feed_of_all_tells_news_and_corrections(client, two):
    response = client.get("/engagements/flux/")

    assert response["Content-Type"].startswith("application/atom+xml")
    assert titles(response) == [
        "Engagement 1, correction : En cours",
        "Engagement 1 : En cours",
        "Engagement 2 : En cours",
    ]
    summary = entries(response)[1].findtext("atom:summary", namespaces=ATOM)
    assert "&lt;b&gt;agents" in summary
    assert "Direction des achats" in response.content.decode()


def test_feeds_of_a_priority_and_of_a_commitment_keep_to_it(client, two):
    assert titles(client.get("/engagements/priorites/2/flux/")) == ["Engagement 2 : En cours"]
    assert titles(client.get("/engagements/2/flux/")) == ["Engagement 2 : En cours"]
    for address in ("/engagements/9/flux/", "/engagements/priorites/9/flux/"):
        assert client.get(address).status_code == 404


def test_entries_keep_their_identifiers_and_lead_to_the_news(client, two):
    first = entries(client.get("/engagements/1/flux/"))[0]
    before = identifiers(client.get("/engagements/flux/"))
    news(two[1], date(2026, 5, 1), "Encore.")
    after = identifiers(client.get("/engagements/flux/"))

    assert after[1:] == before
    assert first.findtext("atom:id", namespaces=ATOM) == before[0]
    anchor = before[0].rpartition("#")[2]
    assert soup(client.get("/engagements/1/")).find(id=anchor)


def test_a_control_character_published_long_ago_breaks_no_feed(client, portal_site):
    told = "Une ligne\x0bpuis une autre"
    news(CommitmentFactory(), date(2026, 5, 1), told, author_function="Achats\x02")

    answer = client.get("/engagements/flux/")

    assert answer.status_code == 200
    assert "puis une autre" in answer.content.decode()


def test_a_feed_read_again_is_not_sent_again(client, two):
    first = client.get("/engagements/flux/")

    assert first["Cache-Control"] == "public, max-age=0, s-maxage=60"
    again = client.get("/engagements/flux/", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    since = client.get("/engagements/flux/", headers={"if-modified-since": first["Last-Modified"]})
    assert since.status_code == 304


def test_an_empty_feed_is_a_feed(client, portal_site):
    assert entries(client.get("/engagements/flux/")) == []


@pytest.mark.parametrize("address", ["/engagements/", "/engagements/1/"])
def test_pages_announce_their_feed(client, two, address):
    link = soup(client.get(address)).find("link", type="application/atom+xml")
    assert link["href"] == f"{address}flux/"


def test_a_closed_priority_is_in_no_feed_nor_file(client, two):
    page = two[0].objective.priority
    PageViewRestriction.objects.create(page=page, restriction_type="login")

    assert titles(client.get("/engagements/flux/")) == ["Engagement 2 : En cours"]
    assert client.get("/engagements/1/flux/").status_code == 404
    assert client.get("/engagements/priorites/1/flux/").status_code == 404
    assert client.get("/engagements/1/chiffres.csv").status_code == 404
    for name in ("engagements", "nouvelles", "jalons", "chiffres"):
        rows = data(client, name)
        assert all(row.get("commitment", row.get("number")) == 2 for row in rows), name


# ---- open data ---------------------------------------------------------------------------------


def data(client, name):
    response = client.get(f"/engagements/donnees/{name}.json")
    return json.loads(b"".join(response.streaming_content))["data"]


def table(client, address):
    body = b"".join(client.get(address).streaming_content).decode()
    return list(csv.DictReader(io.StringIO(body)))


def test_each_file_has_the_columns_that_its_schema_says(client, two):
    package = client.get("/engagements/donnees/datapackage.json").json()

    assert [one["name"] for one in package["resources"]] == [
        "engagements",
        "nouvelles",
        "jalons",
        "chiffres",
    ]
    assert package["licenses"][0]["name"] == "etalab-2.0"
    for resource in package["resources"]:
        schema = client.get(f"/engagements/donnees/{resource['name']}.schema.json").json()
        names = [one["name"] for one in schema["fields"]]
        assert schema == resource["schema"]
        rows = table(client, f"/engagements/donnees/{resource['path']}")
        assert list(rows[0]) == names
        assert list(data(client, resource["name"])[0]) == names


def test_values_are_of_the_type_that_the_schema_says(client, two):
    types = {"integer": int, "number": (int, float), "boolean": bool, "string": str, "date": str}
    for name in ("engagements", "nouvelles", "jalons", "chiffres"):
        fields = client.get(f"/engagements/donnees/{name}.schema.json").json()["fields"]
        for row in data(client, name):
            for one in fields:
                value = row[one["name"]]
                assert value is None or isinstance(value, types[one["type"]]), one
                if value and "enum" in one.get("constraints", {}):
                    assert value in one["constraints"]["enum"]


def test_dates_figures_and_corrections_are_as_published(client, two):
    (first, _second) = data(client, "engagements")
    assert (first["due_on"], first["starts_on"]) == ("2026-12", None)
    assert first["news_age"] == "recent"
    wrong, fix = data(client, "chiffres")
    assert (wrong["value"], fix["value"]) == (12.5, 10)
    assert (wrong["correction"], fix["correction"], wrong["example"]) == (False, True, True)
    told = data(client, "nouvelles")
    assert told[1]["corrects"] == told[0]["id"]
    assert told[0]["url"].startswith("http://testserver/engagements/1/#nouvelle-")


def test_no_cell_is_a_formula(client, two):
    rows = table(client, "/engagements/donnees/nouvelles.csv")
    assert rows[0]["text"].startswith("'=SOMME")
    assert data(client, "nouvelles")[0]["text"].startswith("=SOMME")


def test_the_figures_of_one_commitment_are_a_file(client, two):
    rows = table(client, "/engagements/1/chiffres.csv")
    assert [row["value"] for row in rows] == ["12.5", "10"]
    assert table(client, "/engagements/2/chiffres.csv") == []


def test_the_list_of_files_leads_to_each(client, two):
    page = soup(client.get("/engagements/donnees/"))
    links = {link["href"] for link in page.main.find_all("a")}
    for name in ("engagements", "nouvelles", "jalons", "chiffres"):
        for end in (".csv", ".json", ".schema.json"):
            assert f"/engagements/donnees/{name}{end}" in links
    assert "Licence Ouverte 2.0" in page.get_text()


def test_an_unknown_file_is_not_found_and_head_reads_no_row(client, two):
    assert client.get("/engagements/donnees/autre.csv").status_code == 404
    assert client.get("/engagements/donnees/autre.schema.json").status_code == 404
    head = client.head("/engagements/donnees/nouvelles.csv")
    assert head["Content-Type"] == "text/csv; charset=utf-8"
