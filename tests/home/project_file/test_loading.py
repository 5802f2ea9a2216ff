"""Loading the model city: what it creates, twice the same, editors' words kept, facts followed."""

from datetime import date
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import Page, Site

from engagements.enums import CommitmentStatus
from engagements.models import AxisPage, Commitment, Objective, Period, PriorityPage, ValuePage
from home.models import HomePage, LegalNoticePage, ProjectPage, StandardPage
from home.project_file.fingerprints import canonical
from home.project_file.loading import load_project
from home.project_file.report import Outcome, Report
from participation.enums import ActivityState, Channel, Level
from participation.ideas.models import Idea, IdeaConsultation
from participation.models import ParticipationLevel
from portal import agenda
from portal.cms.models import NavigationSettings, SiteSettings
from tests.support.clock import NOW

from .conftest import IVRY

pytestmark = pytest.mark.django_db


def snapshot() -> dict[str, list[object]]:
    """Every row of every table of ours, with the revisions."""
    labels = ("home", "engagements", "participation", "ideas", "cms", "wagtailcore")
    models = [model for label in labels for model in apps.get_app_config(label).get_models()]
    return {
        model._meta.label: sorted(map(canonical, model.objects.values_list()), key=str)
        for model in models
        if model._meta.label != "wagtailcore.ReferenceIndex"
    }


def again() -> Report:
    return load_project(IVRY / "project.yaml", IVRY / "texts.yaml")


def test_everything_is_there(loaded):
    assert ValuePage.objects.live().count() == 11
    assert AxisPage.objects.live().count() == 3
    assert PriorityPage.objects.live().count() == 5
    assert Objective.objects.count() == 14
    assert list(Commitment.objects.values_list("number", flat=True)) == list(range(1, 35))
    assert Period.objects.count() == 4
    assert ParticipationLevel.objects.count() == 6
    assert Idea.objects.published().count() == 16
    page = ProjectPage.objects.get()
    counts = [page.events, page.actors, page.goals, page.resources, page.milestones]
    assert [manager.count() for manager in counts] == [16, 3, 3, 5, 5]


def test_facts_are_those_of_the_file(loaded):
    commitment = Commitment.objects.get(number=16)
    assert commitment.wording == "Finaliser le regroupement des centres techniques"
    assert commitment.objective.label == "Mutualiser et optimiser nos moyens"
    assert commitment.objective.priority.short_name == "Efficacité"
    assert commitment.status == CommitmentStatus.UNKNOWN
    assert commitment.period is None
    axis = AxisPage.objects.get(number=2)
    assert [item.value for item in axis.challenges][0] == "Préserver l'environnement"
    assert {value.number for value in axis.values.all()} == {4, 6, 9, 11}
    month = ProjectPage.objects.get().events.all()[6]
    assert (str(month.starts_on), month.starts_precision) == ("2017-10-01", "month")
    assert (str(month.ends_on), month.ends_precision) == ("2018-06-01", "month")


def test_addresses(loaded):
    site = Site.objects.get(is_default_site=True)
    assert site.root_page.specific_class is HomePage
    assert not Page.objects.filter(title__startswith="Welcome").exists()
    addresses = {page.url for page in Page.objects.live().filter(depth__gt=1)}
    assert {
        "/",
        "/valeurs/emancipation/",
        "/axes/egalite/",
        "/priorites/proximite/",
        "/le-projet/",
        "/actualites/",
        "/contact/",
        "/accessibilite/",
        "/mentions-legales/",
        "/donnees-personnelles/",
        "/plan-du-site/",
        "/charte/",
        "/facile-a-lire/",
    } <= addresses
    settings = SiteSettings.objects.get(site=site)
    assert settings.city_name == "Ivry-sur-Seine"
    assert not settings.is_demo
    menu = NavigationSettings.objects.get(site=site).main_menu
    first = [item.value.href for item in menu][:3]
    assert first == ["/participer/", "/engagements/", reverse("home:agenda")]
    assert reverse("home:agenda") == agenda.PAGE and reverse("home:agenda_diary") == agenda.DIARY


def test_a_menu_that_somebody_changed_stays(loaded):
    site = Site.objects.get(is_default_site=True)
    menus = NavigationSettings.objects.get(site=site)
    menus.main_menu = [("link", {"label": "Tout", "address": "/plan-du-site/", "page": None})]
    menus.save()
    load_project(IVRY / "project.yaml", IVRY / "texts.yaml")
    menus.refresh_from_db()
    assert [item.value.href for item in menus.main_menu] == ["/plan-du-site/"]


def test_the_historic_call(loaded):
    call = IdeaConsultation.objects.get()
    assert call.live
    assert (call.level, call.audience, call.visibility) == (
        Level.CONCERTATION,
        "agents",
        "everyone",
    )
    assert call.state(NOW) == ActivityState.CLOSED
    assert timezone.localdate(call.opens_at) == date(2019, 3, 1)
    assert timezone.localdate(call.closes_at) == date(2019, 9, 30)
    idea = Idea.objects.get(activity=call, number=159)
    assert idea.title.startswith("Simplifier l'accès aux services pour les usagers")
    assert (idea.text, idea.display_name, idea.channel) == ("", "", Channel.UNRECORDED)
    assert [page.number for page in idea.priorities.all()] == [1]
    assert call.figures.published_count == 16


def test_pages_have_a_history(loaded):
    without = [page for page in Page.objects.filter(depth__gt=1) if not page.live_revision_id]
    assert without == []
    assert Page.objects.filter(has_unpublished_changes=True).count() == 0


def test_legal_sections_repeat_the_settings(loaded):
    section = LegalNoticePage.objects.get().sections[0].value
    assert section["heading"] == "Éditeur du site"
    assert "publisher" in section["identity"]


def test_twice_the_same(loaded):
    before = snapshot()

    report = again()

    assert report.total(Outcome.CREATED) == report.total(Outcome.UPDATED) == 0
    assert sum(report.kept.values()) == 0
    assert snapshot() == before


def test_a_rehearsal_writes_nothing(loaded, city, edit):
    edit("project.yaml", "label: Place au dialogue", "label: Place au débat")
    before = snapshot()

    report = load_project(city / "project.yaml", city / "texts.yaml", dry_run=True)

    assert report.total(Outcome.UPDATED) == 1
    assert snapshot() == before


def test_changed_facts_are_followed_and_addresses_stay(loaded, city, edit, load):
    edit("project.yaml", "label: Place au dialogue", "label: Place au débat")
    edit("project.yaml", "16: Finaliser le regroupement", "16: Achever le regroupement")
    edit("project.yaml", "ideas: [34, 159, 293]", "ideas: [34, 159]")
    edit("project.yaml", "event: Création du Labo}", "event: Ouverture du Labo}")
    revisions = Page.objects.get(slug="dialogue").revisions.count()

    report = load()

    value = ValuePage.objects.get(number=7)
    assert (value.title, value.slug, value.live) == ("Place au débat", "dialogue", True)
    assert value.revisions.count() == revisions + 1
    assert Commitment.objects.get(number=16).wording.startswith("Achever")
    assert not Idea.objects.get(number=293).priorities.exists()
    labels = [event.label for event in ProjectPage.objects.get().events.all()]
    assert labels[4] == "Ouverture du Labo"
    assert len(labels) == 16
    assert report.total(Outcome.UPDATED) == 4
    assert report.total(Outcome.CREATED) == 0


def test_an_editors_words_are_kept(loaded, city, edit, load):
    page = ValuePage.objects.get(number=7)
    page.introduction = "Nos propres mots."
    page.save_revision().publish()
    Commitment.objects.filter(number=16).update(summary="Notre résumé.")
    SiteSettings.objects.update(city_name="Ivry")
    edit("texts.yaml", "Se parler avant de décider, puis dire", "Discuter d’abord, puis dire")
    edit("texts.yaml", "Le respect se voit dans les petites choses", "Le respect se voit partout")
    edit("project.yaml", "label: Place au dialogue", "label: Place au débat")

    report = load()

    page.refresh_from_db()
    assert page.introduction == "Nos propres mots."
    assert page.title == "Place au débat"
    assert ValuePage.objects.get(number=8).introduction.startswith("Le respect se voit partout")
    assert Commitment.objects.get(number=16).summary == "Notre résumé."
    assert SiteSettings.objects.get().city_name == "Ivry"
    assert sum(report.kept.values()) == 3


def test_saving_without_a_change_is_not_an_edit(loaded, city, edit, load):
    """The editor rewrites rich text in its own way; a reader sees the same."""
    page = ValuePage.objects.get(number=7)
    raw = list(page.body.raw_data)
    position = next(rank for rank, block in enumerate(raw) if block["type"] == "paragraph")
    converter = ContentstateConverter(features=["bold", "italic", "link", "ul", "ol"])
    html = raw[position]["value"]
    raw[position]["value"] = converter.to_database_format(converter.from_database_format(html))
    assert raw[position]["value"] != html
    page.body = page.body.stream_block.to_python(raw)
    page.save_revision().publish()
    edit(
        "texts.yaml",
        "      - heading: Un dialogue qui laisse des traces",
        "      - heading: Des traces",
    )

    report = load()

    page.refresh_from_db()
    assert page.body[0].value["text"] == "Des traces"
    assert sum(report.kept.values()) == 0


def test_a_draft_stays_a_draft(loaded, city, edit, load):
    page = ValuePage.objects.get(number=7)
    page.introduction = "Un brouillon."
    page.save_revision()
    edit("project.yaml", "label: Place au dialogue", "label: Place au débat")

    load()

    page.refresh_from_db()
    assert page.title == "Place au débat"
    assert page.introduction.startswith("Se parler avant")
    assert page.has_unpublished_changes
    draft = page.get_latest_revision_as_object()
    assert (draft.title, draft.introduction) == ("Place au débat", "Un brouillon.")


def test_what_was_unpublished_stays_so(loaded, city, edit, load):
    page = StandardPage.objects.get(slug="charte")
    page.unpublish()
    edit("texts.yaml", "Les règles du jeu, pour vous comme pour la ville.", "Nos règles.")

    load()

    page.refresh_from_db()
    assert not page.live
    assert page.get_latest_revision_as_object().introduction == "Nos règles."


def test_what_an_editor_adds_to_the_history_stays(loaded, city, edit, load):
    page = ProjectPage.objects.get()
    events = list(page.events.all())
    own = page.events.model(
        phase=events[4].phase, label="Notre date", starts_on=date(2017, 9, 2), sort_order=5
    )
    for event in events[5:]:
        event.sort_order += 1
    page.events.set([*events[:5], own, *events[5:]])
    page.save_revision().publish()
    assert again().total(Outcome.UPDATED) == 0
    edit("project.yaml", "event: Présentation en CDAC}", "event: Présentation en commission}")

    load()

    labels = [event.label for event in ProjectPage.objects.get().events.all()]
    assert labels[3:6] == ["Présentation en commission", "Création du Labo", "Notre date"]


def test_a_level_rewritten_in_the_admin_stays(loaded, city, edit, load):
    level = ParticipationLevel.objects.get(number=6)
    level.promise = "Notre promesse."
    level.save_revision()
    level.save()
    edit(
        "texts.yaml", "Le résultat du vote engage la ville, et chacun", "Le vote engage, et chacun"
    )

    load()

    level.refresh_from_db()
    assert level.promise == "Notre promesse."
    assert level.you_can == "Voter."


def test_without_texts_nothing_written_is_lost(loaded):
    before = snapshot()

    report = load_project(IVRY / "project.yaml")

    assert report.total(Outcome.UPDATED) == 0
    assert len(report.notes) == 1
    assert snapshot() == before


def test_the_command_says_what_it_did(loaded):
    said = StringIO()

    call_command("load_project", IVRY / "project.yaml", stdout=said)

    assert "Values: 0 created, 0 updated, 11 unchanged, 0 texts kept as edited" in said.getvalue()
    assert said.getvalue().endswith("0 created, 0 updated, 118 unchanged.\n")
