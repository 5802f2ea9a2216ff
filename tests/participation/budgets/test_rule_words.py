"""The rules of a vote in plain words: one sentence for each thing that a voter must know."""

from typing import Any

import pytest

from participation.budgets.rule_words import euros, rule_sentences
from participation.budgets.rulebook import Rulebook

ENVELOPE = {"id": "ville", "name": "", "budget": 400_000, "projects": []}


def rules(*, ballot: Any = None, count: Any = None, **given: Any) -> Rulebook:
    return Rulebook(
        {
            "opens_at": "2026-11-01T08:00:00Z",
            "closes_at": "2026-11-30T17:00:00Z",
            "ballot": {
                "kind": "approval",
                "min": 1,
                "max": 5,
                "points": None,
                "points_max": None,
                "rank_points": None,
                "grades": None,
                **(ballot or {}),
            },
            "count": {
                "rule": "greedy",
                "utility": "cost",
                "completion": "none",
                "step": 1,
                "ties": "mincost-maxvotes-id",
                "seed": "",
                "guarantee": "none",
                **(count or {}),
            },
            "eligibility": {
                "age_from": 16,
                "lives": True,
                "works": True,
                "studies": True,
                "identity": True,
            },
            "channels": ["account", "mail", "paper"],
            "envelopes": [ENVELOPE],
            **given,
        }
    )


def test_rules_in_words_say_the_whole_of_a_simple_vote():
    said = rule_sentences(rules())

    assert said == [
        "Le vote ouvre le 1er\xa0novembre 2026 à 9\xa0h et ferme le 30\xa0novembre 2026 à 18\xa0h.",
        "Vous pouvez changer votre vote jusqu’à la fermeture\xa0: le dernier compte.",
        "400\xa0000\xa0€ sont à répartir dans toute la ville.",
        "Vous choisissez jusqu’à 5 projets.",
        "Vous pouvez voter dès 16 ans, si vous habitez, travaillez ou étudiez dans la ville.",
        "La nationalité ne compte pas. Chaque personne vote une fois.",
        "Le nom et la date de naissance servent à repérer les doubles votes\u202f; "
        "seule une empreinte est gardée.",
        "Vous votez avec un compte, avec un code reçu par courriel ou sur papier.",
        "Les projets sont retenus par ordre de voix, du plus au moins voté.",
        "Un projet qui ne tient plus dans l’enveloppe est sauté\u202f; le suivant est examiné.",
        "Un projet sans aucune voix n’est jamais élu.",
        "Entre deux projets à égalité, le moins cher passe d’abord, puis le plus voté.",
        "S’ils sont encore à égalité, le plus petit numéro passe en premier.",
    ]


@pytest.mark.parametrize(
    ("ballot", "expected"),
    [
        ({"min": 3, "max": 3}, "Vous choisissez 3 projets."),
        ({"min": 2, "max": 4}, "Vous choisissez de 2 à 4 projets."),
        (
            {"kind": "knapsack"},
            "Ensemble, les projets que vous choisissez ne coûtent pas plus que l’enveloppe.",
        ),
        (
            {"kind": "points", "points": 10, "points_max": 4},
            "Vous répartissez 10 points entre eux, 4 au plus pour un même projet.",
        ),
        (
            {"kind": "ranking", "rank_points": [5, 3, 1]},
            "Vous les classez\xa0: du premier au dernier, ils reçoivent 5, 3 puis 1 points.",
        ),
        (
            {"kind": "grades", "grades": ["Bien", "Moyen", "Mauvais"]},
            "Un projet sans mention compte comme la plus basse.",
        ),
    ],
)
def test_rules_in_words_say_each_kind_of_ballot(ballot, expected):
    assert expected in rule_sentences(rules(ballot=ballot))


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (
            {"rule": "mes", "completion": "add1u", "step": 50},
            "S’il reste de l’argent, chaque part augmente de 50\xa0€ et le dépouillement "
            "recommence, tant que l’enveloppe suffit.",
        ),
        ({"rule": "mes", "completion": "none"}, "L’argent qui reste n’est pas dépensé."),
        (
            {"rule": "mes", "utility": "cardinality"},
            "Chaque projet choisi vaut autant, quel que soit son coût.",
        ),
        (
            {"ties": "mincost-maxvotes-lot", "seed": "Loto 4 8 15"},
            "S’ils sont encore à égalité, un tirage public fait avant le vote décide\xa0: "
            "Loto 4 8 15.",
        ),
        (
            {"guarantee": "district"},
            "Chaque secteur obtient au moins un projet, si l’un de ses projets a reçu des voix.",
        ),
        (
            {"rule": "majority-judgment"},
            "Les projets sont retenus à partir de la meilleure mention, tant que l’enveloppe "
            "le permet.",
        ),
    ],
)
def test_rules_in_words_say_each_way_of_counting(count, expected):
    assert expected in rule_sentences(rules(count=count))


def test_rules_in_words_say_that_districts_have_their_own_money():
    envelopes = [
        {"id": "nord", "name": "Nord", "budget": 100_000, "projects": []},
        {"id": "sud", "name": "Sud", "budget": 150_000, "projects": []},
    ]

    said = rule_sentences(rules(envelopes=envelopes))

    assert (
        "250\xa0000\xa0€ sont à répartir entre 2 secteurs, chacun avec sa propre enveloppe." in said
    )
    assert "Vous votez dans un seul secteur, celui que vous choisissez." in said


def test_euros_are_grouped_by_thousands():
    assert euros(1_250_000) == "1\xa0250\xa0000\xa0€"
