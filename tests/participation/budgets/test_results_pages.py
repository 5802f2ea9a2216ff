"""The page of results: nothing before the count, everything after, for every kind of vote."""

import pytest

from participation.budgets.actions.closing import seal_box
from participation.budgets.actions.counts import count_and_publish
from participation.budgets.actions.recounts import recount
from participation.budgets.enums import CITY_ENVELOPE, EnvelopeMode
from participation.budgets.models import PaperBatch
from tests.support import clock
from tests.support.counted import counted, sealed
from tests.support.votes import make_vote, vote

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site")]

# Of the page of results, whatever the number of projects.
QUERIES = 12


def text(client, address):
    return client.get(address).content.decode()


def test_results_say_when_they_come_and_no_figure_before(client, move_to):
    budget = make_vote()
    vote(budget, 1, 1)
    move_to(clock.during(budget))

    page = text(client, f"{budget.url}resultats/")

    assert "<h1>Results" in page or "<h1>Résultats le" in page
    assert client.get(f"{budget.url}resultats/recompter/").status_code == 404


def test_a_counted_budget_leads_to_its_results_first(client, move_to):
    count = counted()
    move_to(clock.after(count.budget))

    page = text(client, count.budget.url)

    assert f'class="button" href="{count.budget.url}resultats/"' in page


def test_a_budget_not_counted_yet_leads_to_no_result(client, move_to):
    budget = make_vote()
    move_to(clock.after(budget))

    assert f'class="button" href="{budget.url}resultats/"' not in text(client, budget.url)


def test_results_say_which_papers_are_awaited(client, move_to):
    budget = sealed(on_paper=True)
    PaperBatch.objects.create(
        budget=budget,
        number=1,
        place="Mairie",
        envelope=CITY_ENVELOPE,
        count=40,
        opened_at=clock.NOW,
    )
    move_to(clock.after(budget))

    page = text(client, f"{budget.url}resultats/")

    assert "1 lot" in page
    assert "voix" not in page.split("<main")[1].split("</main>")[0]


def test_results_say_who_is_elected_and_why_others_are_not(client, move_to):
    count = counted()
    move_to(clock.after(count.budget))

    page = text(client, f"{count.budget.url}resultats/")

    assert "2 projets élus par 5 personnes" in page
    assert "Il manquait 30\xa0000\xa0€" in page
    assert count.result_sha256 in page
    assert page.count('class="winner"') == 2


@pytest.mark.parametrize("ballots", [(), ((1,),)])
def test_results_of_an_empty_or_single_box(client, move_to, ballots):
    count = counted(ballots)
    move_to(clock.after(count.budget))

    assert client.get(f"{count.budget.url}resultats/").status_code == 200


def test_results_without_any_winner(client, move_to):
    count = counted(envelope=1)
    move_to(clock.after(count.budget))

    assert "Aucun projet élu" in text(client, f"{count.budget.url}resultats/")


def test_results_by_district(client, move_to):
    budget = make_vote(
        envelope_mode=EnvelopeMode.DISTRICTS, districts=[("port", 60_000), ("centre", 60_000)]
    )
    vote(budget, 1, 1, envelope="port")
    vote(budget, 2, 2, envelope="centre")
    seal_box(budget=budget, at=clock.after(budget))
    count_and_publish(budget=budget, by=None, at=clock.after(budget))
    move_to(clock.after(budget))

    page = text(client, f"{budget.url}resultats/")

    assert "Port" in page and "Centre" in page
    given = client.get(f"{budget.url}resultats/fichiers/port.pb")
    assert b"".join(given.streaming_content).startswith(b"META")


def test_recount_that_differs_is_in_red(client, move_to):
    count = counted()
    count.files.get(name="ville.pb").stored.storage.delete(
        count.files.get(name="ville.pb").stored.name
    )
    recount(count=count, at=clock.after(count.budget))
    move_to(clock.after(count.budget))

    assert "notice--error" in text(client, f"{count.budget.url}resultats/")
    assert "ville.pb" in text(client, f"{count.budget.url}resultats/recompter/")


def test_files_are_given_whole_with_their_fingerprint(client, move_to):
    count = counted()
    move_to(clock.after(count.budget))

    for one in count.files.all():
        address = f"{count.budget.url}resultats/fichiers/{one.name}"
        given = client.get(address)
        content = b"".join(given.streaming_content)
        assert (given.headers["ETag"], len(content)) == (f'"{one.sha256}"', one.size)
        again = client.get(address, headers={"if-none-match": f'"{one.sha256}"'})
        assert again.status_code == 304
    assert client.get(f"{count.budget.url}resultats/fichiers/autre.pb").status_code == 404


def test_receipt_is_found_and_says_nothing_of_choices(client, move_to):
    budget = make_vote()
    cast = vote(budget, 1, 1)
    seal_box(budget=budget, at=clock.after(budget))
    count_and_publish(budget=budget, by=None, at=clock.after(budget))
    move_to(clock.after(budget))
    address = f"{budget.url}resultats/recepisse/"

    found = client.get(address, {"recepisse": cast.receipt.lower()})
    missing = client.get(address, {"recepisse": "0000-0000-0000-0000"})
    wrong = client.get(address, {"recepisse": "abc"})

    assert "Votre bulletin était dans l’urne" in found.content.decode()
    assert "Projet 1" not in found.content.decode()
    assert found.headers["Cache-Control"].startswith("max-age=0")
    assert "pas dans la liste" in missing.content.decode()
    assert "pas un récépissé" in wrong.content.decode()


def test_receipts_cannot_be_tried_without_end(client, move_to):
    count = counted()
    move_to(clock.after(count.budget))
    address = f"{count.budget.url}resultats/recepisse/"

    answers = [client.get(address, {"recepisse": "abc"}).status_code for _try in range(61)]

    assert answers[:60] == [200] * 60
    assert answers[60] == 429


def test_results_are_kept_by_shared_caches(client, move_to):
    count = counted()
    move_to(clock.after(count.budget))

    given = client.get(f"{count.budget.url}resultats/")

    assert "public" in given.headers["Cache-Control"]


@pytest.mark.parametrize("projects", [1, 3])
def test_results_ask_as_much_whatever_the_projects(
    client, move_to, projects, django_assert_num_queries
):
    count = counted(((1,),), projects=projects, envelope=1_000_000)
    move_to(clock.after(count.budget))
    client.get(f"{count.budget.url}resultats/")

    with django_assert_num_queries(QUERIES):
        client.get(f"{count.budget.url}resultats/")


def test_open_data_gives_the_votes_once_counted(client, move_to):
    budget = make_vote()
    vote(budget, 1, 1)
    move_to(clock.during(budget))
    before = b"".join(client.get(f"{budget.url}projets.csv").streaming_content).decode()
    count = counted()
    move_to(clock.after(count.budget))

    after = b"".join(client.get(f"{count.budget.url}projets.csv").streaming_content).decode()

    assert before.splitlines()[1].startswith("1,Projet 1,")
    assert ",,,,," in before.splitlines()[1]
    assert ",4,4,true," in after.splitlines()[1]
    schema = client.get(f"{count.budget.url}projets.schema.json").json()
    assert [one["name"] for one in schema["fields"]] == after.splitlines()[0].split(",")
