"""Page types: each states its children, has its template, is searched, and renders."""

from io import StringIO

import pytest
from django.core.management import call_command
from wagtail.models import Page, get_page_models

from portal.accounts.enums import Audience
from portal.cms.checks import page_types_state_what_they_are
from portal.cms.models import BasePage
from tests.factories.cms import root_page
from tests.support import house
from tests.support.client import StrictClient
from tests.support.house import listing

PAGE_TYPES = sorted(
    (model for model in get_page_models() if model is not Page), key=lambda model: model.__name__
)

CONTRACT = (
    "/", "/valeurs/", "/axes/", "/priorites/", "/demarches/", "/le-projet/",
    "/actualites/", "/actualites/flux/",
    "/participer/", "/participer/niveaux/", "/suivi/", "/engagements/", "/engagements/1/",
    "/engagements/34/", "/recherche/", "/recherche/?q=service", "/compte/login/", "/contact/",
    "/accessibilite/", "/mentions-legales/", "/donnees-personnelles/", "/plan-du-site/",
    "/sitemap.xml", "/robots.txt", "/.well-known/security.txt", "/healthz/live", "/healthz/ready",
)  # fmt: skip


def test_there_are_page_types():
    assert len(PAGE_TYPES) >= 10


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)
def test_page_type_says_what_it_is(model):
    assert issubclass(model, BasePage)
    assert "subpage_types" in vars(model), "children are stated"
    assert "parent_page_types" not in vars(model), "no arrow upwards"
    assert model._meta.verbose_name != model.__name__


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)
def test_page_type_has_a_template_beside_it(model):
    app = model._meta.app_config
    expected = house.ROOT / app.name.replace(".", "/") / "templates" / model.template

    assert model.template.startswith(f"{app.label}/")
    assert expected.exists()


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda model: model.__name__)
def test_page_type_extends_what_every_page_offers(model):
    """Search fields and panels are added to those of the base, never replaced."""
    searched = {field.field_name for field in model.search_fields}

    assert {field.field_name for field in BasePage.search_fields} <= searched
    assert BasePage.promote_panels[0] in model.promote_panels


def test_children_live_in_the_same_room_or_below():
    climbs = [
        (model.__name__, child.__name__)
        for model in PAGE_TYPES
        for child in model.clean_subpage_models()
        if house.ROOMS.index(house.room_of(child.__module__))
        > house.ROOMS.index(house.room_of(model.__module__))
    ]

    assert climbs == [], listing(climbs)


def test_system_check_finds_nothing():
    assert page_types_state_what_they_are(app_configs=None) == []


def _fault(client: StrictClient, address: str, expected: int) -> str | None:
    try:
        found = client.get(address).status_code
    except AssertionError as fault:
        return str(fault)
    return None if found == expected else f"{address}: {found}"


@pytest.mark.django_db
def test_each_page_of_the_model_city_reads_well(client):
    """The strict client opens every page and every address that other sites rely on."""
    root_page()
    call_command("load_demo", stdout=StringIO())
    pages = list(Page.objects.live().public().filter(depth__gte=2).specific())
    expected = dict.fromkeys(CONTRACT, 200) | {
        page.url: 302 if getattr(page, "audience", "") == Audience.AGENTS else 200 for page in pages
    }

    faults = [_fault(client, address, status) for address, status in expected.items()]

    assert list(filter(None, faults)) == [], listing(list(filter(None, faults)))
    assert set(PAGE_TYPES) - {type(page) for page in pages} == set()
