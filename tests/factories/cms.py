"""The site, its home page, pictures and documents."""

from typing import Any

import factory
import wagtail_factories
from django.apps import apps
from django.db.models import F
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Locale, Page, Site

from portal.cms.models import NavigationSettings, SiteSettings


def root_page() -> Page:
    """The root of the tree, made again when a test emptied the database."""
    Locale.objects.get_or_create(language_code="fr")
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    found = Page.get_first_root_node()
    return found if found is not None else Page.add_root(title="Root", slug="root")


def make_site(**settings: Any) -> Site:
    """The default site with an empty home page and a city's settings."""
    root = root_page()
    _take_welcome_away()
    for page in root.get_children():
        page.specific.delete()
    root.refresh_from_db()
    home = root.add_child(instance=apps.get_model("home.HomePage")(title="Accueil", slug="accueil"))
    Site.objects.all().delete()
    site = Site.objects.create(
        hostname="localhost", port=80, root_page=home, is_default_site=True, site_name="Parvis"
    )
    defaults = {"project_name": "Parvis", "city_name": "Ville-Exemple"}
    SiteSettings.objects.update_or_create(site=site, defaults={**defaults, **settings})
    NavigationSettings.objects.get_or_create(site=site)
    return site


def _take_welcome_away() -> None:
    """Deletes the page that Wagtail's migrations leave in each new database.

    Nothing but its site points at it: there is no need to look, for each test, into every table
    that could, as `Page.delete` does.
    """
    welcome = Page.objects.filter(
        path="00010001", numchild=0, slug="home", draft_title__startswith="Welcome"
    )
    for page in welcome:
        Site.objects.filter(root_page=page).delete()
        Page.objects.filter(pk=page.pk)._raw_delete("default")
        Page.objects.filter(depth=1).update(numchild=F("numchild") - 1)


class ImageFactory(wagtail_factories.ImageFactory):
    """A small picture."""

    class Meta:
        model = get_image_model()

    title = factory.Sequence(lambda n: f"Image {n}")


class DocumentFactory(wagtail_factories.DocumentFactory):
    """A small file."""

    class Meta:
        model = get_document_model()

    title = factory.Sequence(lambda n: f"Document {n}")
