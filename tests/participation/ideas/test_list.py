"""The list of a call: filters with their counts, orders, pages, and what stays out of it."""

import re
from typing import Any

import pytest

from participation.actions import support_contribution, supporter_of
from participation.actions.counters import recount
from participation.enums import Channel, FileKind, Standing, Verdict, Wish
from participation.ideas.models import IdeaConsultation
from participation.ideas.queries import listing
from participation.models import Attachment, Contribution, Neighbourhood
from portal.accounts.models import User
from tests.factories.engagements import CommitmentFactory
from tests.factories.participation import (
    IdeaConsultationFactory,
    ThemeFactory,
    answered_idea,
    make_idea,
    published_idea,
    refused_idea,
)
from tests.factories.reactions import published_comment
from tests.support import clock
from tests.support.client import StrictClient

pytestmark = pytest.mark.usefixtures("portal_site", "now")

LIST_QUERIES = 14
RANDOM_QUERIES = 15
COUNTED_QUERIES = 15


def read(response: Any) -> str:
    return " ".join(response.content.decode().replace("\u00a0", " ").replace("\u202f", " ").split())


def titles(response: Any) -> list[str]:
    return [idea.title for idea in response.context["page_of_ideas"].items]


@pytest.fixture
def port(db: None) -> Neighbourhood:
    return Neighbourhood.objects.create(name="Ivry-Port", slug="ivry-port")


@pytest.fixture
def call(port: Neighbourhood) -> IdeaConsultation:
    """Four ideas that differ in everything one can filter by."""
    school, sport = (
        ThemeFactory.create(name="École", slug="ecole"),
        ThemeFactory.create(name="Sport", slug="sport"),
    )
    empty = ThemeFactory.create(name="Vide", slug="vide")
    call = IdeaConsultationFactory.create(slug="tri", themes=[school, sport, empty])
    published_idea(
        call,
        at=clock.days(-4),
        title="Arbres",
        theme=school,
        neighbourhood=port,
        standing=Standing.RESIDENT,
        wishes=[Wish.FOLLOW_UP],
    )
    published_idea(call, at=clock.days(-3), title="Gourdes", theme=sport, standing=Standing.AGENT)
    answered_idea(call, at=clock.days(-2), title="Vélos", theme=school, verdict=Verdict.DECLINED)
    answered_idea(call, at=clock.days(-1), title="Bancs", theme=None, verdict=Verdict.UNDER_STUDY)
    return call


ALL = ["Bancs", "Vélos", "Gourdes", "Arbres"]


@pytest.mark.parametrize(
    ("query", "found", "said"),
    [
        ("", ALL, "4 idées"),
        ("?theme=ecole", ["Vélos", "Arbres"], "2 idées avec ce choix"),
        ("?theme=vide", [], "0 idée avec ce choix"),
        ("?etat=avec-reponse", ["Vélos"], "1 idée avec ce choix"),
        ("?etat=sans-reponse", ["Bancs", "Gourdes", "Arbres"], "3 idées avec ce choix"),
        ("?etat=non-retenue", ["Vélos"], "1 idée avec ce choix"),
        ("?etat=a-l-etude", ["Bancs"], "1 idée avec ce choix"),
        ("?etat=retenue", [], "0 idée avec ce choix"),
        ("?quartier=ivry-port", ["Arbres"], "1 idée avec ce choix"),
        ("?public=habitants", ["Arbres"], "1 idée avec ce choix"),
        ("?public=agents", ["Gourdes"], "1 idée avec ce choix"),
        ("?souhait=suivi", ["Arbres"], "1 idée avec ce choix"),
        ("?souhait=idee", [], "0 idée avec ce choix"),
        ("?q=arbre", ["Arbres"], "1 idée avec ce choix"),
        ("?q=arbre&theme=sport", [], "0 idée avec ce choix"),
        ("?theme=ecole&etat=sans-reponse", ["Arbres"], "1 idée avec ce choix"),
        ("?theme=inconnu&etat=x&quartier=x&public=x&souhait=x&tri=x", ALL, "4 idées"),
        ("?tri=anciennes", ALL[::-1], "4 idées"),
    ],
)
def test_filters_keep_what_they_say_and_count_it(
    client: StrictClient, call: IdeaConsultation, query: str, found: list[str], said: str
) -> None:
    response = client.get(call.url + query)
    assert titles(response) == found
    status = re.search(r'role="status"><strong>(.*?)</p>', read(response))
    assert status
    assert status[1].replace("</strong>", "") == said


def test_each_choice_says_how_many_ideas_it_has(
    client: StrictClient, call: IdeaConsultation
) -> None:
    page = read(client.get(call.url))
    options = re.findall(r"<option value=\"[\w-]*\"(?: selected)?>([^<]*)</option>", page)
    assert options == [
        *("Tous", "École (2)", "Sport (1)", "Vide (aucune)"),
        *("Tous", "Avec une réponse (1)", "Sans réponse (3)", "À l’étude (1)"),
        *("Idée retenue (aucune)", "Retenue en partie (aucune)", "Non retenue (1)"),
        "Déjà en place (aucune)",
        *("Tous", "Ivry-Port (1)"),
        *("Tous", "Habitante, habitant ou usager (1)", "Agent de la ville (1)"),
        "Tous",
        *(f"{label} ({n})" for label, n in zip(wish_labels(), ["1", *["aucune"] * 3], strict=True)),
        *("Plus récentes", "Les plus soutenues", "Les plus commentées", "Au hasard"),
        "Plus anciennes",
    ]


def wish_labels() -> list[str]:
    return [str(wish.label) for wish in Wish]


def test_a_filter_that_no_idea_can_answer_is_not_shown(client: StrictClient) -> None:
    call = IdeaConsultationFactory.create()
    published_idea(call)
    page = read(client.get(call.url))
    for name in ("theme", "quartier", "public", "souhait"):
        assert f'name="{name}"' not in page
    assert 'name="etat"' in page


def test_each_filter_at_work_can_be_removed_alone(
    client: StrictClient, call: IdeaConsultation
) -> None:
    response = client.get(f"{call.url}?theme=ecole&public=habitants&q=arbre&tri=anciennes")
    removals = {one.label: one.without for one in response.context["chosen"]}
    assert removals == {
        "Mots": "?theme=ecole&public=habitants&tri=anciennes",
        "Thème": "?q=arbre&public=habitants&tri=anciennes",
        "Donnée par": "?q=arbre&theme=ecole&tri=anciennes",
    }
    assert "Retirer tous les filtres" in read(response)
    assert f'href="{call.url}?q=arbre&amp;theme=ecole&amp;tri=anciennes#idees"' in read(response)


def test_the_most_supported_and_the_most_discussed_come_first(
    client: StrictClient, call: IdeaConsultation, resident: User, agent: User
) -> None:
    ideas = {idea.title: idea for idea in Contribution.objects.filter(activity=call)}
    for user in (resident, agent):
        supporter = supporter_of(user=user, at=clock.NOW)
        support_contribution(
            contribution=ideas["Arbres"], supporter=supporter, user=user, at=clock.NOW
        )
    support_contribution(contribution=ideas["Vélos"], supporter=supporter, user=agent, at=clock.NOW)
    published_comment(ideas["Gourdes"], "Oui")
    supported = client.get(f"{call.url}?tri=soutenues")
    assert titles(supported)[:2] == ["Arbres", "Vélos"]
    assert "<strong>2</strong> soutiens" in read(supported)
    assert titles(client.get(f"{call.url}?tri=discutees"))[0] == "Gourdes"
    assert recount(activity=call) is False


def test_a_row_says_what_comes_with_the_idea(client: StrictClient, port: Neighbourhood) -> None:
    call = IdeaConsultationFactory.create()
    idea = published_idea(call, channel=Channel.PAPER, neighbourhood=port)
    for name in ("un", "deux"):
        Attachment.objects.create(
            contribution=idea, kind=FileKind.PICTURE, name=name, content_type="image/jpeg", size=1
        )
    page = read(client.get(call.url))
    for words in ("Reçue sur papier", "Ivry-Port", "2 photos", "0 commentaire", "soutien"):
        assert words in page, words


def test_merged_waiting_and_refused_ideas_are_nowhere_in_the_list(
    client: StrictClient, call: IdeaConsultation
) -> None:
    kept = Contribution.objects.get(title="Arbres")
    Contribution.objects.filter(title="Gourdes").update(moderation="merged", merged_into=kept)
    recount(activity=call)
    make_idea(call, title="En attente")
    refused_idea(call, title="Refusée")
    for query in ("", "?tri=soutenues", "?tri=hasard&graine=0000", "?public=agents", "?q=gourdes"):
        shown = titles(client.get(call.url + query))
        assert not {"Gourdes", "En attente", "Refusée"} & set(shown), query
    feed = client.get(f"{call.url}idees/flux/").content.decode()
    assert "Gourdes" not in feed
    assert "Arbres" in feed


def test_the_feed_keeps_what_the_filters_keep(client: StrictClient, call: IdeaConsultation) -> None:
    feed = client.get(f"{call.url}idees/flux/?theme=ecole").content.decode()
    assert re.findall(r"<entry><title>(\w+)</title>", feed) == ["Vélos", "Arbres"]


def test_the_order_at_random_is_drawn_once_a_day_for_each_visitor(
    client: StrictClient, call: IdeaConsultation
) -> None:
    drawn = {}
    for address in ("192.0.2.1", "192.0.2.1", "192.0.2.9"):
        response = client.get(f"{call.url}?tri=hasard&theme=ecole", REMOTE_ADDR=address)
        assert response.status_code == 302
        assert response.headers["Cache-Control"] == "private, no-store"
        assert not response.cookies
        where = response.headers["Location"]
        assert re.fullmatch(
            re.escape(f"{call.url}?theme=ecole&tri=hasard&graine=") + r"\d{4}", where
        )
        assert drawn.setdefault(address, where) == where
    assert len(set(drawn.values())) == 2
    page = client.get(drawn["192.0.2.1"], REMOTE_ADDR="192.0.2.9")
    assert sorted(titles(page)) == ["Arbres", "Vélos"]
    assert "public" in page.headers["Cache-Control"]
    assert "L’ordre au hasard donne sa chance à chaque idée" in read(page)


@pytest.mark.parametrize("seed", ["", "12", "12345", "-001", "abcd", "١٢٣٤", "0x12"])
def test_a_seed_that_is_not_four_digits_is_drawn_anew(
    client: StrictClient, call: IdeaConsultation, seed: str
) -> None:
    response = client.get(call.url, {"tri": "hasard", "graine": seed})
    assert response.status_code == 302


@pytest.mark.parametrize("order", [name for name in listing.ORDERS if name != "hasard"] + ["rand"])
def test_pages_follow_one_another_in_every_order(
    client: StrictClient, monkeypatch: Any, call: IdeaConsultation, order: str
) -> None:
    monkeypatch.setattr(listing, "PAGE_SIZE", 3)
    names = [f"Idée de plus {n}" for n in range(5)]
    for name in names:
        published_idea(call, title=name)
    query = "tri=hasard&graine=4000" if order == "rand" else f"tri={order}"
    address, seen, pages = f"{call.url}?{query}", [], []
    while address:
        response = client.get(address)
        pages.append(titles(response))
        seen += titles(response)
        address = response.context["pager"]["next"]
    assert sorted(seen) == sorted([*ALL, *names])
    before = client.get(response.context["pager"]["previous"])
    assert titles(before) == pages[-2]


@pytest.mark.parametrize(
    ("made_for", "asked"),
    [
        ("tri=soutenues", "tri=discutees"),
        ("tri=recentes", "tri=anciennes"),
        ("tri=hasard&graine=0001", "tri=hasard&graine=0002"),
        ("tri=hasard&graine=0001", "tri=soutenues"),
    ],
)
def test_a_cursor_of_another_order_is_not_found(
    client: StrictClient, monkeypatch: Any, call: IdeaConsultation, made_for: str, asked: str
) -> None:
    monkeypatch.setattr(listing, "PAGE_SIZE", 1)
    cursor = client.get(f"{call.url}?{made_for}").context["page_of_ideas"].next_cursor
    assert client.get(f"{call.url}?{made_for}&suite={cursor}").status_code == 200
    assert client.get(f"{call.url}?{asked}&suite={cursor}").status_code == 404


def test_a_long_list_found_by_several_filters_is_said_to_hold_more_than(
    client: StrictClient, monkeypatch: Any, call: IdeaConsultation
) -> None:
    monkeypatch.setattr(listing, "COUNT_LIMIT", 2)
    page = read(client.get(f"{call.url}?etat=sans-reponse&q=idée+longue"))
    assert "plus de 2 idées" in page
    exact = read(client.get(f"{call.url}?etat=sans-reponse"))
    assert "<strong>3 idées</strong>" in exact


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("query", "queries"),
    [
        ("", LIST_QUERIES),
        ("?tri=soutenues", LIST_QUERIES),
        ("?theme=achats", LIST_QUERIES),
        ("?tri=hasard&graine=5000", RANDOM_QUERIES),
        ("?theme=achats&etat=avec-reponse", COUNTED_QUERIES),
        ("?q=idée", COUNTED_QUERIES),
    ],
)
def test_the_list_asks_the_same_number_of_queries(
    client: StrictClient,
    count: int,
    query: str,
    queries: int,
    django_assert_num_queries: Any,
) -> None:
    theme = ThemeFactory.create(slug="achats")
    call = IdeaConsultationFactory.create(themes=[theme])
    for _ in range(count):
        place = Neighbourhood.objects.create(name=f"Q{_}", slug=f"q{_}")
        idea = answered_idea(
            call, commitments=[CommitmentFactory.create()], theme=theme, neighbourhood=place
        )
        Attachment.objects.create(
            contribution=idea, kind=FileKind.PICTURE, name="a", content_type="image/png", size=1
        )
    client.get(call.url + query)
    with django_assert_num_queries(queries):
        client.get(call.url + query)


@pytest.mark.parametrize("query", ["", "?tri=soutenues", "?theme=ecole", "?tri=hasard&graine=0007"])
def test_lists_are_kept_by_shared_caches_and_only_the_first_one_by_engines(
    client: StrictClient, call: IdeaConsultation, query: str
) -> None:
    response = client.get(call.url + query)
    assert response.headers["Cache-Control"] == "public, max-age=0, s-maxage=60"
    assert ('content="noindex, follow"' in read(response)) is bool(query)


def test_what_is_typed_in_the_words_is_shown_as_text(
    client: StrictClient, call: IdeaConsultation
) -> None:
    for words in ("<script>alert(1)</script>", '"><b>', "a\u202eb", "\x00", "50 ans"):
        response = client.get(call.url, {"q": words})
        assert response.status_code == 200
        assert "<script>alert" not in response.content.decode()
