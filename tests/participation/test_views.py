"""Lists of activities and the six levels, as readers see them."""

from typing import Any

import pytest

from tests.factories.participation import IdeaConsultationFactory, make_idea
from tests.support import clock
from tests.support.client import StrictClient

pytestmark = pytest.mark.usefixtures("portal_site", "now")


def read(response: Any) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").replace("\u202f", " ").split())


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_activities_asks_the_same_number_of_queries(
    client: StrictClient, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        IdeaConsultationFactory.create()
        IdeaConsultationFactory.create(opens_at=clock.days(5))
        IdeaConsultationFactory.create(closes_at=clock.days(-5))
    client.get("/participer/")
    with django_assert_num_queries(ACTIVITIES_QUERIES):
        client.get("/participer/")


ACTIVITIES_QUERIES = 6


def test_activities_are_filtered_by_level_and_state(client: StrictClient) -> None:
    IdeaConsultationFactory.create(title="Ouverte au niveau quatre", level=4)
    IdeaConsultationFactory.create(title="Passée au niveau cinq", level=5, closes_at=clock.days(-1))
    page = read(client.get("/participer/?niveau=5"))
    assert ("Passée au niveau cinq" in page, "Ouverte au niveau quatre" in page) == (True, False)
    page = read(client.get("/participer/?etat=open"))
    assert ("Passée au niveau cinq" in page, "Ouverte au niveau quatre" in page) == (False, True)


def test_nothing_open_says_when_the_next_one_opens(client: StrictClient) -> None:
    IdeaConsultationFactory.create(title="À venir", opens_at=clock.days(5), closes_at=clock.days(9))
    assert "Prochaine ouverture" in read(client.get("/participer/"))


@pytest.mark.usefixtures("six_levels")
def test_the_six_levels_are_explained(client: StrictClient) -> None:
    page = read(client.get("/participer/niveaux/"))
    for name in (
        "Information",
        "Sensibilisation",
        "Consultation",
        "Concertation",
        "Co-construction",
        "Codécision",
    ):
        assert f"<h2>{name}</h2>" in page


@pytest.mark.parametrize("query", ["niveau=²", "niveau=%00", "niveau=" + "9" * 5000, "etat=%00"])
def test_odd_filters_are_left_out(client: StrictClient, query: str) -> None:
    assert client.get(f"/participer/?{query}").status_code == 200


def test_too_many_wrong_numbers_close_every_door_for_a_while(client: StrictClient) -> None:
    idea = make_idea(IdeaConsultationFactory.create())
    here = f"{idea.activity.url}recu/"
    codes = [client.get(f"{here}AAAAA-AAAAA/").status_code for _ in range(61)]
    assert (codes[0], codes[-1]) == (404, 429)
    for address in (idea.story_url, f"/suivi/?recu={idea.receipt}", f"{here}{idea.receipt}/"):
        assert client.get(address).status_code == 429
