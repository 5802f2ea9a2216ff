"""The catalogue of open data: every file it names is there, for anybody, whatever the mechanism."""

import json
from typing import Any

import pytest
from django.test import Client

from participation.mechanism import Mechanism, mechanisms
from portal.accounts.enums import Audience
from portal.open_data import datasets
from tests.factories.engagements import CommitmentFactory
from tests.factories.participation import AgentConsultationFactory, IdeaConsultationFactory
from tests.support import clock
from tests.support.client import StrictClient
from tests.support.contract import contracts
from tests.support.html import main_of, plain

pytestmark = pytest.mark.usefixtures("portal_site", "now")
API = "/api/v1/"


def catalogue(client: Client) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(client.get(API).content)
    return found


def named(mechanism: Mechanism) -> str:
    return mechanism.slug


@pytest.mark.parametrize("mechanism", mechanisms(), ids=named)
def test_every_file_of_a_mechanism_is_there(client: StrictClient, mechanism: Mechanism) -> None:
    activity = contracts()[mechanism.slug].activity()
    files = [
        file.path
        for one in datasets(clock.NOW)
        if one.about_path == activity.url
        for file in one.files
    ]
    for path in files:
        assert client.get(path).status_code == 200, path
    assert bool(files) is bool([one for one in mechanism.open_rows if not one.when_closed])


def test_people_and_programs_are_told_the_same(client: StrictClient) -> None:
    CommitmentFactory.create()
    call = IdeaConsultationFactory.create(title="Des bancs")
    page = main_of(client.get("/donnees/"))
    links = [link["href"] for link in page.select(".link-list a")]
    told = catalogue(client)
    urls = [file["url"] for one in told["datasets"] for file in one["files"]]

    assert urls == [f"http://testserver{path}" for path in links]
    assert f"http://testserver{call.url}idees.csv" in urls
    assert {"/calendrier.ics", "/actualites/flux/", "/engagements/donnees/engagements.csv"} <= {
        *links
    }
    assert "Des bancs" in plain(page)
    assert told["licence"]["name"] == "Licence Ouverte 2.0"
    assert len({one["key"] for one in told["datasets"]}) == len(told["datasets"])
    for path in links:
        assert client.get(path).status_code == 200, path


def test_what_is_not_for_everybody_is_not_named(client: StrictClient) -> None:
    AgentConsultationFactory.create(title="Entre nous", visibility=Audience.AGENTS)
    IdeaConsultationFactory.create(title="Brouillon", live=False)

    page = plain(main_of(client.get("/donnees/")))
    assert "Entre nous" not in page and "Brouillon" not in page
    assert {"Entre nous", "Brouillon"}.isdisjoint(
        one["about"]["title"] for one in catalogue(client)["datasets"]
    )


def test_openapi_describes_the_catalogue_and_each_file(client: StrictClient) -> None:
    call = IdeaConsultationFactory.create()
    said = json.loads(client.get(f"{API}openapi.json").content)

    assert said["openapi"] == "3.1.0" and said["info"]["version"] == "1"
    schema = said["components"]["schemas"]["Catalogue"]
    assert set(schema["required"]) == set(catalogue(client))
    content = said["paths"][f"{call.url}idees.json"]["get"]["responses"]["200"]["content"]
    assert list(content) == ["application/json"]
    keys = [path["get"]["operationId"] for path in said["paths"].values()]
    assert len(set(keys)) == len(keys)


def test_other_sites_read_it_and_nobody_writes_it(client: StrictClient) -> None:
    assert client.get(API)["Access-Control-Allow-Origin"] == "*"
    assert client.post(API).status_code == 405


@pytest.mark.parametrize("many", [1, 3])
def test_queries_do_not_grow(
    client: StrictClient, many: int, django_assert_num_queries: Any
) -> None:
    IdeaConsultationFactory.create_batch(many)
    client.get(API)
    with django_assert_num_queries(3):
        client.get(API)
