"""Cities that are not the model: no texts, a home page made by hand, a commitment there already."""

import pytest
from wagtail.models import Page, Site

from engagements.models import ValueIndexPage, ValuePage
from home.models import HomePage
from home.project_file.loading import load_project
from home.project_file.report import Outcome
from participation.ideas.models import IdeaConsultation
from tests.factories.cms import make_site, root_page

pytestmark = pytest.mark.django_db

CITY = """\
project: {name: Notre projet, city: Ville-Exemple}
values:
  - {key: accueil, number: 1, label: L'accueil d'abord}
axes: []
priorities:
  - key: services
    number: 1
    label: Des services proches
    values: [accueil]
    objectives:
      - number: 1
        label: Accueillir
        commitments: {1: Ouvrir le samedi}
    ideas: [4]
ideas: {4: Ouvrir le samedi}
"""


@pytest.fixture
def small_city(tmp_path):
    file = tmp_path / "city.yaml"
    file.write_text(CITY, encoding="utf-8")
    return file


def test_facts_are_enough(small_city):
    root_page()
    Site.objects.all().delete()
    report = load_project(small_city)

    page = ValuePage.objects.get()
    assert (page.title, page.url) == ("L'accueil d'abord", "/valeurs/accueil/")
    assert page.priorities.get().short_name == "Priority 1"
    assert Page.objects.get(slug="contact").title == "Contact"
    assert IdeaConsultation.objects.count() == 0
    assert "historic_call" in report.notes[0]
    assert load_project(small_city).total(Outcome.UPDATED) == 0


def test_what_was_made_by_hand_is_taken_over(small_city):
    home = make_site().root_page.specific
    home.introduction = "Bienvenue."
    home.save_revision().publish()
    index = home.add_child(instance=ValueIndexPage(title="Nos valeurs", slug="nos-valeurs"))

    load_project(small_city)

    assert HomePage.objects.get().pk == home.pk
    assert HomePage.objects.get().introduction == "Bienvenue."
    assert ValuePage.objects.get().get_parent().pk == index.pk
    assert ValuePage.objects.get().url == "/nos-valeurs/accueil/"
    assert load_project(small_city).total(Outcome.UPDATED) == 0
