"""Results: kept back or live by batches, hidden where few; crossed; waves; files; constant cost."""

import json
from typing import Any

import pytest
import time_machine

from participation.actions import publish_contribution
from participation.surveys.actions import next_wave
from participation.surveys.actions.counting import recount
from participation.surveys.models import AnswerTally, Remark, Survey
from tests.factories.surveys import SurveyFactory, answered, every_kind, one, page, stream
from tests.support import clock
from tests.support.html import main_of, plain

pytestmark = pytest.mark.usefixtures("portal_site", "now")


def words(response: Any) -> str:
    return plain(main_of(response))


def filled(survey: Survey, people: int = 30) -> None:
    """So many people: the last two alone in the third place, and unhappy."""
    for rank in range(people):
        last = rank >= people - 2
        typed = {"q-lieu": ["3" if last else str(rank % 2 + 1)], "q-note": ["1" if last else "4"]}
        answered(survey, {**typed, "q-avis-1": ["1"], "q-visites": ["2"]})


def test_figures_are_kept_back_until_the_end_then_hidden_where_few(client: Any) -> None:
    survey = SurveyFactory.create()
    filled(survey)

    assert "aucun chiffre n’est public avant la fin" in words(client.get(f"{survey.url}resultats/"))
    for name in ("resultats.csv", "resultats.json", "resultats/croiser/"):
        assert client.get(f"{survey.url}{name}").status_code == 404

    with time_machine.travel(clock.days(11), tick=False):
        shown = words(client.get(f"{survey.url}resultats/"))
        assert "30 réponses" in shown
        assert "masqué" in shown
        assert "Moyenne : 2,0 visites" in shown
        # Two people were unhappy: neither their number nor a mean that would tell it.
        assert "sur 5" not in shown
        crossed = words(client.get(f"{survey.url}resultats/croiser/?question=note&par=lieu"))
        assert "Trop peu de réponses pour croiser" in crossed
        document = json.loads(client.get(f"{survey.url}resultats.json").content)
        assert document["answers"] == 30
        hidden = {(r["question"], r["line"]) for r in document["results"] if r["count"] is None}
        assert ("note", "1") in hidden
        assert ("lieu", "3") in hidden
        lines = client.get(f"{survey.url}resultats.csv").content.decode("utf-8-sig")
        assert lines.startswith('"question";"question_label"')
    assert "accueil" not in client.get(f"{survey.url}codes.csv").content.decode()


def test_live_figures_change_by_batches(client: Any) -> None:
    survey = SurveyFactory.create(results_live=True)
    filled(survey, 12)
    page_of = f"{survey.url}resultats/"

    assert "10 réponses" in words(client.get(page_of))
    filled(survey, 7)
    assert "10 réponses" in words(client.get(page_of))
    answered(survey)
    assert "20 réponses" in words(client.get(page_of))


def test_the_cost_of_results_does_not_grow(client: Any, django_assert_num_queries: Any) -> None:
    survey = SurveyFactory.create()
    answered(survey)
    with time_machine.travel(clock.days(11), tick=False):
        client.get(f"{survey.url}resultats/")
        with django_assert_num_queries(8):
            client.get(f"{survey.url}resultats/")
    filled(survey, 30)
    with time_machine.travel(clock.days(11), tick=False), django_assert_num_queries(8):
        client.get(f"{survey.url}resultats/")


def test_an_answer_costs_the_same_whatever_came_before(django_assert_num_queries: Any) -> None:
    survey = SurveyFactory.create()
    answered(survey)
    with django_assert_num_queries(14):
        answered(survey)
    filled(survey, 12)
    with django_assert_num_queries(14):
        answered(survey)


def test_counters_are_recounted_from_the_answers() -> None:
    survey = SurveyFactory.create()
    filled(survey, 12)
    assert not recount(survey=survey)
    AnswerTally.objects.filter(survey=survey, cell="note|4||").update(count=99)
    assert recount(survey=survey)
    assert AnswerTally.objects.get(survey=survey, cell="note|4||").count == 10


def test_texts_are_listed_once_they_were_read(client: Any) -> None:
    survey = SurveyFactory.create()
    for text in ("Plus de bancs", "Moins de bruit"):
        answered(survey, {"q-note": ["4"], "q-idee": [text]})
    read = Remark.objects.get(text="Plus de bancs")
    publish_contribution(contribution=read, moderator=None, at=clock.NOW)

    shown = words(client.get(f"{survey.url}remarques/sur/idee/"))

    assert "Plus de bancs" in shown
    assert "Moins de bruit" not in shown
    assert "Plus de bancs" in words(client.get(Remark.objects.get(pk=read.pk).url))
    assert (
        "Plus de bancs"
        in b"".join(client.get(f"{survey.url}remarques.csv").streaming_content).decode()
    )
    assert client.get(f"{survey.url}remarques/sur/rien/").status_code == 404


def test_waves_of_a_series_are_compared(client: Any, client_of: Any) -> None:
    first = SurveyFactory.create(series="accueil", wave="T1", title="Accueil (T1)")
    filled(first)
    second = next_wave(
        survey=first, wave="T2", opens_at=clock.days(20), closes_at=clock.days(30), by=None
    )
    assert second.title == "Accueil (T2)"
    assert not second.live
    Survey.objects.filter(pk=second.pk).update(live=True)
    second.refresh_from_db()
    with time_machine.travel(clock.days(25), tick=False):
        for _rank in range(20):
            answered(second, {"q-lieu": ["1"], "q-note": ["5"]}, at=clock.days(25))
    with time_machine.travel(clock.days(31), tick=False):
        shown = words(client.get(f"{second.url}resultats/evolution/"))

    assert "T1" in shown
    assert "100 %" in shown.replace("\xa0", " ").replace("\u202f", " ")
    assert client.get(f"{SurveyFactory.create().url}resultats/evolution/").status_code == 404


def test_an_empty_survey_and_a_single_question_have_their_pages(client: Any) -> None:
    empty = SurveyFactory.create(questionnaire=stream([]))
    assert "en cours d’écriture" in words(client.get(empty.url))
    assert client.get(empty.contribute_url).status_code == 403
    only = SurveyFactory.create(questionnaire=stream([page("Seule", one("text", "idee"))]))
    assert "1 page" in words(client.get(only.url)).replace("\xa0", " ")
    for name in ("questions/", "recu/", "codes.csv"):
        assert client.get(f"{only.url}{name}").status_code == 200
    everything = SurveyFactory.create(questionnaire=stream(every_kind()))
    assert "Seulement si" in words(client.get(f"{everything.url}questions/"))
    with time_machine.travel(clock.days(11), tick=False):
        assert "Trop peu de réponses" in words(client.get(f"{only.url}resultats/"))
