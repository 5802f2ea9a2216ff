"""The site, its home page, pictures and documents."""

from typing import Any

import factory
import wagtail_factories
from django.apps import apps
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
    """The default site with an empty home page and a city's settings.

    The database that each test starts from has it already; it is made anew where a test changed it.
    """
    site = _untouched_site()
    if site is None:
        site = _new_site()
    else:
        SiteSettings.objects.filter(site=site).delete()
        NavigationSettings.objects.filter(site=site).delete()
    defaults = {"project_name": "Parvis", "city_name": "Ville-Exemple"}
    SiteSettings.objects.create(site=site, **{**defaults, **settings})
    NavigationSettings.objects.create(site=site)
    return site


_SITE = {"hostname": "localhost", "port": 80, "is_default_site": True, "site_name": "Parvis"}
_HOME = {"title": "Accueil", "slug": "accueil"}


def _untouched_site() -> Site | None:
    """The site as `_new_site` left it, alone, with its home page never edited nor added to."""
    sites = list(Site.objects.all())
    pages = list(Page.objects.filter(depth__gt=1)[:2])
    if len(sites) != 1 or len(pages) != 1 or sites[0].root_page_id != pages[0].pk:
        return None
    site, home = sites[0], pages[0].specific
    new = type(home)._meta.model_name == "homepage" and home.latest_revision_id is None
    if not new or any(getattr(site, name) != value for name, value in _SITE.items()):
        return None
    if any(getattr(home, name) != value for name, value in _HOME.items()) or not home.live:
        return None
    site.root_page = home
    return site


def _new_site() -> Site:
    root = root_page()
    for page in root.get_children():
        page.specific.delete()
    root.refresh_from_db()
    home = root.add_child(instance=apps.get_model("home.HomePage")(**_HOME))
    Site.objects.all().delete()
    return Site.objects.create(root_page=home, **_SITE)


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
