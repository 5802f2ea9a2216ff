"""Folding: what a reader types meets what an editor wrote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.cms.folding import STOP_WORDS, fold, stem, without_accents


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Égalité", "egalite"),
        ("ÉGALITÉ", "égalité"),
        ("les vélos", "vélo"),
        ("l’accueil", "accueil"),
        ("l'accueil", "accueil"),
        ("d’accès", "acces"),
        ("aujourd’hui", "aujourd'hui"),
        ("Cœur de ville", "coeur ville"),
        ("déchets", "dechet"),
        ("achats durables", "achat durable"),
        ("habitante", "habitant"),
        ("habitantes", "habitants"),
        ("nouvelles écoles", "nouvelle ecole"),
        ("cantines", "cantine"),
        ("participer", "participation"),
        ("engagements", "engagement"),
        ("jeux", "jeu"),
        ("noe\u0308l", "noël"),
        ("100 %", "100"),
    ],
)
def test_forms_of_a_word_meet(written, typed):
    assert fold(written) == fold(typed)


@pytest.mark.parametrize(
    ("one", "other"), [("poule", "poulet"), ("achat", "chat"), ("2020", "2026")]
)
def test_different_words_stay_apart(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize("text", ["", " ", "le la les", "l’, d’", "?!…", "«\u00a0»", "\u200b"])
def test_what_says_nothing_folds_to_nothing(text):
    assert fold(text) == ""


def test_order_and_repetition_are_kept():
    assert fold("un vélo, une école, un vélo") == f"{stem('velo')} {stem('ecole')} {stem('velo')}"


def test_stop_words_are_written_as_they_are_met():
    assert {without_accents(word) for word in STOP_WORDS} == STOP_WORDS


@given(st.text(max_size=400))
def test_anything_folds_to_plain_words(text):
    folded = fold(text)

    assert folded == " ".join(folded.split())
    assert folded.isascii()
    assert folded == folded.lower()


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzéèêàçœ'’ ", max_size=120))
def test_case_and_accents_never_count(text):
    assert fold(text.upper()) == fold(text)
    assert fold(without_accents(text)) == fold(text)


@given(st.lists(st.sampled_from(["écoles", "vélo", "durables", "ville", "achats"]), max_size=6))
def test_a_text_folds_as_its_words_do(words):
    assert fold(" ".join(words)) == " ".join(fold(word) for word in words)
