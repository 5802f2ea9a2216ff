"""The strict client bites: each rule refuses the fault it was written for."""

import pytest
from django.http import HttpResponse
from django.template import Context, Template, engines
from django.test import override_settings
from django.urls import path

from tests.support.client import FaultyPage, StrictClient
from tests.support.page import complaints_about
from tests.support.templates import UndefinedVariable

GOOD = """<!doctype html>
<html lang="fr"><head><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Page – Parvis</title><link rel="stylesheet" href="/static/a.css"></head>
<body><a href="#contenu">Aller au contenu</a><nav aria-label="Menu"><a href="/">Accueil</a></nav>
<main id="contenu"><h1>Page</h1><h2>Partie</h2>%s</main><footer></footer></body></html>"""

FAULTS = {
    "labels": '<p>obligatoire</p><form><input name="q"></form>',
    "labels: implicit": "<label>Mot <input id='a'></label>",
    "required_fields": '<form><label for="a">Un</label><input id="a" required>'
    '<label for="b">Deux</label><input id="b"></form>',
    "names": '<a href="/x"><svg aria-hidden="true"></svg></a>',
    "names: button": "<button></button>",
    "names: image": '<img src="/a.png">',
    "names: drawing": "<svg></svg>",
    "heading_ranks": "<h4>Trop bas</h4>",
    "landmarks": "<h1>Encore</h1>",
    "landmarks: main": "<main></main>",
    "landmarks: nav": '<nav aria-label="Menu"></nav>',
    "landmarks: mute nav": "<nav></nav>",
    "identifiers": '<p id="a"></p><p id="a"></p>',
    "identifiers: nowhere": '<p aria-describedby="rien">x</p>',
    "identifiers: anchor": '<a href="#rien">Ici</a>',
    "nothing_inline": '<p onclick="x()">x</p>',
    "nothing_inline: style": '<p style="color:red">x</p>',
    "nothing_inline: sheet": "<style>p{}</style>",
    "nothing_inline: script": "<script>x()</script>",
    "nothing_inline: elsewhere": '<img alt="" src="https://ailleurs.example/a.png">',
    "nesting": "<p>x<div>y</div></p>",
    "nesting: action": '<a href="/"><button>x</button></a>',
    "nesting: list": "<ul><p>x</p></ul>",
    "behaviour": '<p tabindex="3">x</p>',
    "behaviour: window": '<a href="/" target="_blank">x</a>',
    "behaviour: time": "<time>hier</time>",
    "tables": "<table><tr><th>x</th></tr></table>",
    "words": "<p>{{ oubli }}</p>",
    "words: tag": '<p title="{% oubli %}">x</p>',
    "words: colon": "<p>Oui : non</p>",
    "words: question": "<p>Vraiment?</p>",
    "words: apostrophe": "<p>l'idée</p>",
    "attributes": '<p class="a" class="b">x</p>',
}


def test_good_page_passes():
    good = GOOD % (
        "<p>Obligatoire\u00a0: oui\u202f; « l’idée\u00a0», 10:30, 50\u00a0%, a?b=c</p>"
    ).replace("« ", "«\u00a0")

    assert complaints_about(good) == []


@pytest.mark.parametrize("rule", FAULTS)
def test_fault_is_found(rule):
    found = complaints_about(GOOD % FAULTS[rule])

    assert any(line.startswith(rule.partition(":")[0]) for line in found), found


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ('lang="fr"', 'lang="en"', "language"),
        ("<!doctype html>", "", "language"),
        ("Page – Parvis", "Page", "title"),
        ("Page – Parvis", " – Parvis", "title"),
        ("initial-scale=1", "maximum-scale=1", "behaviour"),
    ],
)
def test_fault_of_the_frame_is_found(before, after, rule):
    found = complaints_about(GOOD.replace(before, after) % "")

    assert any(line.startswith(rule) for line in found), found


def _faulty(request: object) -> HttpResponse:
    response = HttpResponse(GOOD % "")
    response.set_cookie("traceur", "1")
    return response


urlpatterns = [path("faute/", _faulty)]


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_client_refuses_a_cookie_nobody_asked_for():
    with pytest.raises(FaultyPage, match="cookies: .*traceur"):
        StrictClient().get("/faute/")


def _of_ours(source: str) -> Template:
    """A template as if it were a file of the project."""
    template = engines["django"].engine.from_string(source)
    for node in template.nodelist.get_nodes_by_type(object):
        node.origin.name = __file__
    return template


@pytest.mark.parametrize(
    "source",
    [
        "{{ rien }}",
        "{{ rien.du.tout }}",
        "{{ rien|upper }}",
        "{% load i18n %}{% blocktranslate %}Dire {{ rien }}{% endblocktranslate %}",
        "{% with x=rien %}{% endwith %}",
    ],
)
def test_undefined_variable_of_ours_fails(source):
    with pytest.raises(UndefinedVariable, match="rien"):
        _of_ours(source).render(Context())


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ('{{ rien|default:"vide" }}', "vide"),
        ("{% if rien %}oui{% else %}non{% endif %}", "non"),
        ("{% for a in rien %}x{% empty %}aucun{% endfor %}", "aucun"),
        ("{% firstof rien 'autre' %}", "autre"),
    ],
)
def test_absence_that_was_foreseen_passes(source, shown):
    assert _of_ours(source).render(Context()) == shown


def test_undefined_variable_of_a_package_passes():
    assert engines["django"].engine.from_string("{{ rien }}").render(Context()) == ""
