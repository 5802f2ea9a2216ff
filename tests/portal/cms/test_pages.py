"""The base of every page: reserved addresses, breadcrumbs, folded words."""

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import get_resolver
from django.utils.text import slugify

from portal.cms.folding import fold

pytestmark = pytest.mark.django_db


@pytest.fixture
def standard(portal_site):
    """A plain page under the home page."""
    model = apps.get_model("home.StandardPage")

    def make(parent=None, **values):
        page = model(**{"title": "À propos", "slug": "a-propos", **values})
        (parent or portal_site.root_page).add_child(instance=page)
        return page

    return make


@pytest.mark.parametrize("slug", settings.RESERVED_ROOT_SLUGS)
def test_page_never_takes_the_place_of_a_view(standard, slug):
    page = standard()
    page.slug = slug

    with pytest.raises(ValidationError) as refused:
        page.full_clean()

    assert set(refused.value.message_dict) == {"slug"}


def test_every_first_segment_of_the_views_is_reserved():
    """Django's routes come before Wagtail's: a page of the same name would never be seen."""
    routes = []
    for pattern in get_resolver().url_patterns:
        inside = [] if str(pattern.pattern) else getattr(pattern, "url_patterns", [])
        routes += [str(found.pattern) for found in inside or [pattern]]
    # An address of two segments leaves the first to a page: /actualites/, beside its feed.
    named = {route[:-1] for route in routes if slugify(route[:-1]) == route[:-1] != ""}

    assert named - set(settings.RESERVED_ROOT_SLUGS) == set()


def test_deeper_pages_may_bear_any_name(standard):
    parent = standard()
    if not parent.specific_class.allowed_subpage_models():
        pytest.skip("a plain page has no children")
    page = standard(parent=parent, slug="participer")

    page.full_clean()


def test_breadcrumbs_lead_from_home_to_here(standard, portal_site):
    page = standard()

    assert portal_site.root_page.specific.breadcrumbs == []
    assert page.breadcrumbs == [("Accueil", "/"), ("À propos", None)]


def test_page_is_found_by_its_folded_words(standard):
    page = standard(introduction="Les nouvelles écoles du quartier")

    assert fold("école nouvelle").split()[0] in page.search_text.split()
    assert "les" not in page.search_text.split()


def test_description_for_search_engines_falls_back_on_the_introduction(standard):
    page = standard(introduction="Trois mots ici")

    assert page.search_description_text == "Trois mots ici"
    page.search_description = "Mieux"
    assert page.search_description_text == "Mieux"
