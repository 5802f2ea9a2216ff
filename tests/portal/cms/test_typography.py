"""French typography: what it changes, what it leaves, and that twice is once."""

import re

import pytest
from django.template import engines
from django.utils.safestring import SafeString, mark_safe
from hypothesis import given
from hypothesis import strategies as st

from portal.cms.templatetags.portal_tags import lines, number_fr, size_fr, typo, typo_html
from portal.cms.typography import french_typography, french_typography_html

PIECES = st.lists(
    st.one_of(
        st.sampled_from([
            " ", "  ", "\n", "\u00a0", "\u202f", ":", ";", "!", "?", "?!", "%", "€", "«", "»", '"',
            "'", "...", "…", " - ", "n°", "h", "1er", "mai", "100", "10:30", "&amp;", "&", "<", ">",
            "https://exemple.fr/a?b=c:d", "nom@exemple.fr", "l'idée", "\ue000",
        ]),
        st.text(max_size=4),
    ),
    max_size=14,
).map("".join)  # fmt: skip

TAGS = st.sampled_from([
    "<p>", "</p>", "<strong>", "</strong>", '<a href="/x?y=1;z=2" title="Quoi ?!">', "</a>",
    "<code>", "</code>", "<br>", "<!-- a : b ! -->", "<li data-x='1 : 2'>",
])  # fmt: skip
MARKUP = st.lists(
    st.one_of(TAGS, PIECES.map(lambda text: re.sub("[<>]", "", text))), max_size=10
).map("".join)
TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]*>")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Titre : suite", "Titre\u00a0: suite"),
        ("Titre: suite", "Titre\u00a0: suite"),
        ("Au 01 99 00 00 00", "Au 01\u00a099\u00a000\u00a000\u00a000"),
        ("Quoi ?", "Quoi\u202f?"),
        ("Bravo!", "Bravo\u202f!"),
        ("Jouons-la collectif !", "Jouons-la collectif\u202f!"),
        ("Vraiment?! Oui", "Vraiment\u202f?! Oui"),
        ("un ; deux; trois", "un\u202f; deux\u202f; trois"),
        ("« Cité »", "«\u00a0Cité\u00a0»"),
        ("«Cité» ?", "«\u00a0Cité\u00a0»\u202f?"),
        ('Il dit "oui" souvent', "Il dit «\u00a0oui\u00a0» souvent"),
        ('« Elle dit "non" ici »', "«\u00a0Elle dit \u201cnon\u201d ici\u00a0»"),
        ("100 % service public", "100\u00a0% service public"),
        ("62% et 400 000€", "62\u00a0% et 400\u00a0000\u00a0€"),
        ("L'idée d'aujourd'hui...", "L’idée d’aujourd’hui…"),
        ("Idée n° 17", "Idée n°\u00a017"),
        ("le 1er juin à 23 h 59", "le 1er\u00a0juin à 23\u00a0h\u00a059"),
        ("La ville - ce jour - répond", "La ville – ce jour – répond"),
        ("Quoi ? Non.", "Quoi\u202f? Non."),
    ],
)
def test_typography_of_french(typed, shown):
    assert french_typography(typed) == shown


@pytest.mark.parametrize(
    "text",
    [
        "",
        "10:30",
        "ratio 3:1",
        "https://exemple.fr/page?q=a:b;c!",
        "Voir www.exemple.fr/recherche?q=x",
        "nom@exemple.fr",
        "5 - 3 = 2",
        "(1er)",
        "Déjà\u00a0: bien\u202f!",
    ],
)
def test_typography_leaves_what_is_not_french_prose(text):
    assert french_typography(text) == text


@given(PIECES)
def test_typography_twice_is_once(text):
    once = french_typography(text)

    assert french_typography(once) == once


@given(PIECES)
def test_typography_keeps_words_and_addresses(text):
    """Only spaces, apostrophes, quotes, dashes and dots may change: letters and figures never."""

    def words(value):
        return re.findall(r"[^\W_]+", value)

    assert "".join(words(french_typography(text))) == "".join(words(text))


@given(MARKUP)
def test_html_typography_twice_is_once(markup):
    once = french_typography_html(markup)

    assert french_typography_html(once) == once


@given(MARKUP)
def test_html_typography_never_touches_a_tag(markup):
    assert TAG.findall(french_typography_html(markup)) == TAG.findall(markup)


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("<p>Quoi ?</p>", "<p>Quoi\u202f?</p>"),
        ("<p><strong>Note</strong>: lire</p>", "<p><strong>Note</strong>\u00a0: lire</p>"),
        ("<p>a &amp; b ; c</p>", "<p>a &amp; b\u202f; c</p>"),
        ("<p>&lt;script&gt; !</p>", "<p>&lt;script&gt;\u202f!</p>"),
        ("<code>a ? b : c</code> ?", "<code>a ? b : c</code> ?"),
        ('<a href="/?q=a b !">L\'idée</a>', '<a href="/?q=a b !">L’idée</a>'),
    ],
)
def test_html_typography(markup, shown):
    assert french_typography_html(markup) == shown


def test_typo_escapes_a_plain_text():
    shown = typo("<script>alert('non !')</script>")

    assert "<script>" not in shown
    assert shown.startswith("&lt;script&gt;")
    assert isinstance(shown, SafeString)


def test_typo_keeps_the_tags_of_a_safe_text():
    assert typo(mark_safe("<em>Quoi ?</em>")) == "<em>Quoi\u202f?</em>"


def test_typo_of_nothing_is_nothing():
    assert typo(None) == ""


def test_typo_html_escapes_what_nobody_called_safe():
    assert typo_html("<b>x !</b>") == "&lt;b&gt;x\u202f!&lt;/b&gt;"


def test_lines_are_the_ones_with_words():
    assert lines(" un \n\n deux\r\n") == ["un", "deux"]
    assert lines(None) == []


def test_numbers_have_hard_spaces_and_a_comma():
    assert number_fr(400000) == "400\u00a0000"
    assert number_fr(12.5) == "12,5"
    assert number_fr(None) == ""


def test_sizes_are_said_in_french():
    assert [size_fr(size) for size in (None, 12, 90_000, 1_100_000, 2_000_000)] == [
        "", "1\u00a0ko", "90\u00a0ko", "1,1\u00a0Mo", "2\u00a0Mo",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "title", ['0;url=https://ailleurs.example" http-equiv="refresh', 'l\'"eau"']
)
def test_a_text_passed_twice_never_leaves_its_attribute(title):
    """Templates keep escaped texts in variables, then ask for typography again."""
    markup = engines["django"].from_string(
        '{% load portal_tags %}{% firstof title as kept %}<meta content="{{ kept|typo }}">'
    )
    rendered = markup.render({"title": title})
    assert rendered.count('"') == 2
