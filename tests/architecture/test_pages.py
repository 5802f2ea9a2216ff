"""Page types: each states its children, has its template, is searched, and renders."""

import pytest
from wagtail.models import Page, get_page_models

from portal.cms.checks import page_types_state_what_they_are
from portal.cms.models import BasePage
from tests.support import house
from tests.support.house import listing

PAGE_TYPES = sorted(
    (model for model in get_page_models() if model is not Page), key=lambda model: model.__name__
)


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
