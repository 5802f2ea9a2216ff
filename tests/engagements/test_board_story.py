"""The page of a commitment: its story, its steps, its figures, its budget, in words."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser

from engagements.enums import CommitmentStatus, DatePrecision, MomentKind
from engagements.queries import commitment_detail
from tests.factories.engagements import CommitmentFactory, DepartmentFactory, EvidenceFactory
from tests.factories.progress import (
    budget_line,
    figure,
    indicator,
    milestone,
    news,
    reached,
    wording,
)

pytestmark = pytest.mark.django_db

AT = datetime(2026, 5, 11, 9, tzinfo=UTC)
K = MomentKind
S = CommitmentStatus


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(AT, tick=False):
        yield


def detail_of(commitment):
    return commitment_detail(commitment.number, AT, AnonymousUser())


def page_of(client, commitment):
    content = client.get(commitment.get_absolute_url()).content.decode()
    return content.replace("\u00a0", " ").replace("\u202f", " ")


def test_corrections_stand_beside_what_they_correct(client):
    commitment = CommitmentFactory(number=1, status=S.UNDER_WAY)
    first = news(commitment, date(2025, 3, 1), "Douze agents formés.")
    news(commitment, date(2025, 9, 1), "Le guide est prêt.")
    fix = news(commitment, date(2025, 10, 1), "Dix agents, et non douze.", corrects=first)
    news(commitment, date(2025, 11, 1), "Neuf agents, en fait.", corrects=fix)

    detail = detail_of(commitment)

    assert [moment.kind for moment in detail.story] == [K.NEWS, K.NEWS, K.CORRECTION, K.CORRECTION]
    texts = [one.update.text for one in detail.story[0].corrections]
    assert texts == ["Dix agents, et non douze.", "Neuf agents, en fait."]
    assert detail.latest.text == "Le guide est prêt."
    page = page_of(client, commitment)
    assert "Corrigée depuis" in page
    assert page.index("Douze agents formés.") < page.index("Dix agents, et non douze.")
    assert f'href="#nouvelle-{fix.pk}"' in page
    assert page.count(f'id="nouvelle-{fix.pk}"') == 1


def test_a_corrected_latest_news_is_told_as_corrected():
    commitment = CommitmentFactory(number=1)
    wrong = news(commitment, date(2026, 3, 1), "Soixante pour cent.")
    news(commitment, date(2026, 3, 1), "Cinquante pour cent.", corrects=wrong)

    detail = detail_of(commitment)

    assert detail.latest.text == "Cinquante pour cent."
    assert detail.is_corrected


def test_due_dates_announced_and_moved_are_told():
    commitment = CommitmentFactory(
        number=1,
        status=S.UNDER_WAY,
        due_on=date(2025, 6, 1),
        revised_due_on=date(2027, 1, 1),
        revised_due_precision=DatePrecision.MONTH,
    )
    news(commitment, date(2024, 1, 1), "Début.", due_on=date(2025, 6, 1))
    news(commitment, date(2025, 1, 1), "Sans changement.", due_on=date(2025, 6, 1))
    news(commitment, date(2026, 1, 1), "Retard.", due_on=date(2027, 1, 1))

    *told, ahead = detail_of(commitment).story

    moves = [
        (one.move.before and one.move.before.day, one.move.after.day) for one in told if one.move
    ]
    assert moves == [
        (None, date(2025, 6, 1)),
        (date(2025, 6, 1), date(2027, 1, 1)),
    ]
    assert (ahead.kind, ahead.move.before.day) == (K.AHEAD, date(2025, 6, 1))


def test_a_first_due_date_of_the_plan_is_what_news_moved():
    commitment = CommitmentFactory(number=1, due_on=date(2025, 6, 1))
    news(commitment, date(2026, 1, 1), "Retard.", due_on=date(2027, 1, 1))

    (told, _ahead) = detail_of(commitment).story

    assert (told.move.before.day, told.move.after.day) == (date(2025, 6, 1), date(2027, 1, 1))


def test_a_change_of_wording_gives_its_reason_and_keeps_the_former(client):
    commitment = CommitmentFactory(number=1, wording="Acheter durable")
    wording(commitment, 1, "Acheter mieux", date(2020, 1, 1))
    wording(commitment, 2, "Acheter durable", date(2024, 6, 1), "Le conseil a précisé.")

    page = page_of(client, commitment)

    assert "Le conseil a précisé." in page
    assert page.count("Acheter mieux") == 1
    assert [one.kind for one in detail_of(commitment).story] == [K.WORDING]


def test_what_came_out_ends_the_story(client):
    done = CommitmentFactory(number=1, status=S.DONE)
    news(done, date(2026, 2, 1), "Ouvert au public.", status=S.DONE)
    dropped = CommitmentFactory(number=2, status=S.DROPPED, status_reason="La loi a changé.")
    news(dropped, date(2026, 2, 1), "Abandon.", status=S.DROPPED, status_reason="La loi a changé.")

    assert detail_of(done).story[-1].kind is K.OUTCOME
    assert "Ce qui en est sorti : l’engagement est réalisé." in page_of(client, done)
    assert "l’engagement est abandonné. La loi a changé." in page_of(client, dropped)


def test_steps_are_counted_in_words(client):
    commitment = CommitmentFactory(number=1)
    said = news(commitment, date(2026, 3, 2), "Le plan est prêt.")
    reached(commitment, said, "Plan prêt")
    milestone(commitment, "Travaux", planned_on=date(2026, 1, 1), planned_precision="month")
    milestone(commitment, "Ouverture", planned_on=date(2026, 9, 1), planned_precision="month")
    milestone(commitment, "Bilan")

    page = page_of(client, commitment)

    assert "1 jalon sur 4 atteint" in page
    for word in ("Atteint", "En retard", "Prévu", "Date non publiée"):
        assert word in page
    assert "prévu pour" in page
    assert "Jalon atteint : Plan prêt" in page.replace("<span>", "")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([], "Aucun chiffre n’est encore publié."),
        (["21"], "21 % en janvier 2020"),
        (["21", "62"], "De 21 % à 62 %"),
    ],
)
def test_figures_of_none_one_and_two(client, values, said):
    commitment = CommitmentFactory(number=1)
    measured = indicator(commitment, target=Decimal(100))
    for rank, value in enumerate(values):
        figure(measured, news(commitment, date(2020 + rank, 1, 1), "Point."), value)

    page = page_of(client, commitment)

    assert said in page
    assert page.count('class="is-now"') == min(len(values), 1)
    assert "Plus le chiffre est haut" in page
    assert "Source : Service des achats" in page


def test_a_long_series_folds_the_oldest(client):
    commitment = CommitmentFactory(number=1)
    measured = indicator(commitment, unit="contrats")
    for rank in range(20):
        figure(measured, news(commitment, date(2006 + rank, 1, 1), "Point."), str(rank * 1000))

    (chart,) = detail_of(commitment).charts

    assert (len(chart.recent), len(chart.earlier)) == (12, 8)
    page = page_of(client, commitment)
    assert "8 chiffres plus anciens" in page
    assert "19 000 contrats" in page


def test_a_corrected_figure_takes_the_place_of_the_first(client):
    commitment = CommitmentFactory(number=1)
    measured = indicator(commitment)
    wrong = news(commitment, date(2025, 1, 1), "Point.")
    fix = news(commitment, date(2025, 4, 1), "Correction.", corrects=wrong)
    figure(measured, wrong, "47")
    figure(measured, fix, "38")

    (chart,) = detail_of(commitment).charts

    assert [(one.day, one.value, one.corrected) for one in chart.points] == [
        (date(2025, 1, 1), Decimal(38), [Decimal(47)])
    ]
    assert "publié d’abord : 47 %" in page_of(client, commitment)


def test_the_width_of_a_bar_is_an_attribute(client):
    commitment = CommitmentFactory(number=1)
    figure(indicator(commitment), news(commitment, date(2025, 1, 1), "Point."), "62.5")

    assert '<rect width="62.5" height="10"/>' in page_of(client, commitment)


def test_the_budget_says_what_is_not_known_yet(client):
    commitment = CommitmentFactory(number=1)
    budget_line(commitment, 2025, spent=Decimal("11840.50"))
    budget_line(commitment, 2026)

    page = page_of(client, commitment)

    for said in ("2025", "11 840,50 €", "12 000 €", "pas encore connu"):
        assert said in page


def test_who_answers_and_what_comes_next_are_said(client):
    commitment = CommitmentFactory(
        number=1,
        status=S.UNDER_WAY,
        referent="Adjointe au maire, achats",
        plain_language="La ville achète mieux.",
        starts_on=date(2024, 1, 1),
        lead_department=DepartmentFactory(name="Achats"),
    )
    commitment.associated_departments.add(DepartmentFactory(name="Finances"))
    said = news(commitment, date(2025, 1, 1), "Point.", next_step="En juin, les travaux.")
    EvidenceFactory(update=said, url="", deliberation_number="2025-12", dated_on=date(2025, 1, 9))

    page = page_of(client, commitment)

    for words in (
        "Adjointe au maire, achats",
        "En facile à lire",
        "La ville achète mieux.",
        "janvier 2024",
        "Finances",
        "Prochaine étape",
        "En juin, les travaux.",
        "délibération n° 2025-12",
        "Sans nouvelle depuis le",
    ):
        assert words in page


@pytest.mark.parametrize("count", [1, 3])
def test_a_full_page_costs_the_same_for_one_and_three(
    count, client, portal_site, django_assert_num_queries
):
    commitment = CommitmentFactory(number=1)
    for rank in range(count):
        said = news(commitment, date(2025, 1 + rank, 1), "Point.", due_on=date(2026, 1 + rank, 1))
        fix = news(commitment, date(2025, 6 + rank, 1), "Correction.", corrects=said)
        EvidenceFactory(update=said)
        reached(commitment, said, f"Étape {rank}")
        measured = indicator(commitment, f"Part {rank}")
        figure(measured, said, "12")
        figure(measured, fix, "13")
        budget_line(commitment, 2025 + rank)
        wording(commitment, rank + 1, f"Texte {rank}", date(2024, 1 + rank, 1), "Raison.")
    client.get("/engagements/1/")

    with django_assert_num_queries(26):
        assert client.get("/engagements/1/").status_code == 200
