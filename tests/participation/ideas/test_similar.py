"""Similar ideas, answers and commitments: what is found, for whom, by how many queries."""

from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command

from engagements.models import Commitment
from participation import actions
from participation.enums import Moderation, Verdict
from participation.ideas.models import Idea, IdeaConsultation
from participation.models import StemFrequency
from participation.queries.similar import CANDIDATES, TOTAL, USUAL_STEMS_KEY, Similar, similar
from portal.accounts.models import User
from portal.form_tokens import new_token
from tests.factories.engagements import CommitmentFactory
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
from tests.support.client import StrictClient
from tests.support.html import main_of, plain, soup

pytestmark = pytest.mark.usefixtures("portal_site", "now")

TITLE = "Planter des tilleuls dans la cour de l’école"
TYPED = "Des tilleuls dans la cour de l’école"
TEXT = "L’été, la cour brûle : il n’y a pas un arbre pour s’asseoir à l’ombre à midi."


@pytest.fixture
def call() -> IdeaConsultation:
    return IdeaConsultationFactory.create(themes=[ThemeFactory.create()])


def titles(found: Similar) -> list[str]:
    return [line.contribution.title for line in found.contributions]


def look(title: str = TYPED, text: str = "", user: Any = None) -> Similar:
    return similar(title, text, user=user, at=clock.NOW)


def test_ideas_answers_and_commitments_that_say_it_are_found(call: IdeaConsultation) -> None:
    published_idea(call, title=TITLE)
    answered_idea(call, title="Planter un tilleul dans chaque cour d’école", verdict=Verdict.PARTLY)
    published_idea(call, title="Ouvrir la piscine le dimanche")
    CommitmentFactory.create(number=9, wording="Planter des tilleuls dans les cours des écoles")
    CommitmentFactory.create(number=10, wording="Former les agents à l’accueil")
    found = look()
    assert sorted(titles(found)) == [
        "Planter des tilleuls dans la cour de l’école",
        "Planter un tilleul dans chaque cour d’école",
    ]
    assert [line.commitment.number for line in found.commitments] == [9]
    assert found.count == 3


@pytest.mark.parametrize(
    "moderation",
    [Moderation.STAGED, Moderation.UNVERIFIED, Moderation.PENDING, Moderation.UNCONFIRMED],
)
def test_what_nobody_has_read_is_never_suggested(call: IdeaConsultation, moderation: str) -> None:
    idea = make_idea(call, title=TITLE, email="if@test.example")
    Idea.objects.filter(pk=idea.pk).update(moderation=moderation)
    assert titles(look()) == []


def test_refused_and_grouped_ideas_are_never_suggested(call: IdeaConsultation) -> None:
    kept = published_idea(call, title=TITLE)
    refused_idea(call, title=TITLE + " tout de suite")
    grouped = published_idea(call, title=TITLE + " dès l’automne")
    Idea.objects.filter(pk=grouped.pk).update(moderation=Moderation.MERGED, merged_into=kept)
    assert titles(look()) == [TITLE]


def test_ideas_of_agents_are_suggested_to_agents_only(agent: User, resident: User) -> None:
    published_idea(AgentConsultationFactory.create(), title=TITLE, author=agent)
    published_idea(IdeaConsultationFactory.create(), title=TITLE + " publique")
    assert titles(look()) == titles(look(user=resident)) == [TITLE + " publique"]
    assert sorted(titles(look(user=agent))) == [TITLE, TITLE + " publique"]


def test_ideas_of_a_call_taken_back_are_not_suggested(call: IdeaConsultation) -> None:
    published_idea(call, title=TITLE)
    IdeaConsultation.objects.filter(pk=call.pk).update(live=False)
    assert titles(look()) == []


def test_an_idea_may_be_supported_instead_only_while_its_call_is_open(
    call: IdeaConsultation,
) -> None:
    over = IdeaConsultationFactory.create(opens_at=clock.days(-30), closes_at=clock.days(-1))
    published_idea(call, title=TITLE)
    published_idea(over, title=TITLE + " hier")
    offered = {line.contribution.title: line.may_be_supported for line in look().contributions}
    assert offered == {TITLE: True, TITLE + " hier": False}


@pytest.mark.parametrize(
    "typed", ["", "abc", "   ", "de la les", "\x00\x00", "\u202e", "(((", "'; --"]
)
def test_nothing_is_made_of_titles_that_say_nothing(call: IdeaConsultation, typed: str) -> None:
    published_idea(call, title=TITLE)
    assert look(typed).count == 0


def test_a_mistyped_word_is_understood_once_words_are_counted(call: IdeaConsultation) -> None:
    published_idea(call, title="Installer une médiathèque de quartier")
    typed = "Installer une médiathéqque de quartier"
    actions.refresh_stem_frequencies()
    assert titles(look(typed)) == ["Installer une médiathèque de quartier"]


def test_words_that_everybody_uses_are_looked_for_together(call: IdeaConsultation) -> None:
    published_idea(call, title=TITLE)
    actions.refresh_stem_frequencies()
    StemFrequency.objects.update(count=CANDIDATES + 1)
    StemFrequency.objects.filter(stem=TOTAL).update(count=1_000)
    cache.delete(USUAL_STEMS_KEY)
    assert titles(look(TITLE)) == [TITLE]


def test_the_text_helps_on_the_second_reading(call: IdeaConsultation) -> None:
    published_idea(call, title="Prêter des gourdes aux clubs de sport")
    typed = "Moins de plastique le samedi"
    said = "Il suffirait de prêter des gourdes aux clubs de sport, lavées par la ville."
    assert titles(look(typed)) == []
    assert titles(look(typed, said)) == ["Prêter des gourdes aux clubs de sport"]


SIMILAR_QUERIES = 5


@pytest.mark.parametrize("count", [1, 3])
def test_looking_asks_the_same_number_of_queries(
    call: IdeaConsultation, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        answered_idea(call, title=f"{TITLE} {number}")
        CommitmentFactory.create(wording=f"{TITLE} {number}")
    actions.refresh_stem_frequencies()
    look()
    with django_assert_num_queries(SIMILAR_QUERIES - 1):  # No word is unknown: none is spelled.
        found = look()
        assert [line.contribution.answer.text for line in found.contributions] != []
        assert [line.contribution.url for line in found.contributions] != []
    assert len(found.contributions) == count
    with django_assert_num_queries(SIMILAR_QUERIES):
        look(TITLE + " kiosque")


def test_the_piece_of_page_says_what_resembles(
    client: StrictClient, call: IdeaConsultation
) -> None:
    idea = answered_idea(call, title=TITLE)
    commitment: Commitment = CommitmentFactory.create(number=9, wording="Des tilleuls à l’école")
    answer = client.get(f"{call.url}proches/", {"titre": TYPED})
    page = soup(answer)
    assert "2 propositions" in plain(page.find("h3"))  # type: ignore[arg-type]
    assert {idea.url, f"{idea.url}#soutenir", commitment.get_absolute_url()} == {
        link["href"] for link in page.find_all("a")
    }
    assert "Nous le ferons" in plain(page)
    assert "no-store" in answer.headers["Cache-Control"]
    assert not answer.cookies


def test_the_piece_of_page_is_empty_when_nothing_resembles(
    client: StrictClient, call: IdeaConsultation
) -> None:
    answer = client.get(f"{call.url}proches/", {"titre": "Une piscine"})
    assert plain(soup(answer)) == ""
    assert client.get(f"{call.url}proches/").status_code == 200
    assert client.post(f"{call.url}proches/").status_code == 405


def test_the_piece_of_page_of_a_call_for_agents_is_theirs(
    client: StrictClient, client_of: Any, agent: User, resident: User
) -> None:
    call = AgentConsultationFactory.create()
    published_idea(call, title=TITLE, author=agent)
    address = f"{call.url}proches/?titre={TYPED}"
    assert client.get(address).status_code == 302
    assert client_of(resident).get(f"{call.url}").status_code == 403
    assert TITLE in plain(soup(client_of(agent).get(address))).replace("\u00a0", " ")


def test_too_many_looks_are_asked_to_wait(
    client: StrictClient, call: IdeaConsultation, settings: Any
) -> None:
    settings.SIMILAR_LIMIT = 1
    codes = [client.get(f"{call.url}proches/?titre=abcd").status_code for _ in range(2)]
    assert codes == [200, 429]


def test_without_script_a_button_looks_and_keeps_everything(
    client: StrictClient, call: IdeaConsultation
) -> None:
    published_idea(call, title=TITLE)
    form = {"title": TYPED, "text": "Trop peu", "token": new_token(), "action": "proches"}
    page = main_of(client.post(call.contribute_url, form))
    assert TITLE in plain(page.select_one("#proches"))  # type: ignore[arg-type]
    assert page.select_one("[aria-invalid]") is None
    assert page.select_one("input[name=title]")["value"] == TYPED  # type: ignore[index]
    nothing = main_of(client.post(call.contribute_url, {**form, "title": "Une patinoire"}))
    assert "votre idée est nouvelle" in plain(nothing)


def test_the_second_reading_shows_what_resembles(
    client: StrictClient, call: IdeaConsultation
) -> None:
    published_idea(call, title=TITLE)
    theme = call.themes.get()
    form = {"title": TYPED, "text": TEXT, "theme": theme.pk, "token": new_token()}
    page = main_of(client.post(call.contribute_url, {**form, "action": "relire"}))
    assert TITLE in plain(page.select_one(".similar"))  # type: ignore[arg-type]


def test_words_are_counted_once_an_idea_and_only_published_ones(call: IdeaConsultation) -> None:
    published_idea(call, title="Tilleul", text="tilleul " * 6)
    published_idea(call, title="Tilleul et platane", text="peu " * 10)
    make_idea(call, title="Marronnier", text="y" * 40)
    StemFrequency.objects.create(stem="ancien", count=7)
    call_command("refresh_stem_frequencies", verbosity=0)
    counts = dict(StemFrequency.objects.values_list("stem", "count"))
    assert counts == {TOTAL: 2, "tilleul": 2, "platan": 1, "peu": 1}
