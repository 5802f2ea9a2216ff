"""The site itself: home page, host, settings of the city, menus."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from portal.cms.models import NavigationSettings, SiteSettings

from ..models import HomePage
from .report import Outcome
from .source import Source
from .texts import PAGE_SLUGS
from .wanted import Wanted
from .writer import Writer

Link = tuple[str, str]


def load_home(source: Source, writer: Writer) -> HomePage:
    """The home page, at the root of the default site; Wagtail's welcome page gives way to it."""
    text = source.texts.pages.home if source.texts else None
    wanted = Wanted(
        key="page/home",
        texts={"title": text.title, "introduction": text.introduction} if text else {},
        defaults={"title": source.facts.project.name},
    )
    home = writer.page(
        "page",
        HomePage,
        wanted,
        parent=Page.get_first_root_node(),
        slug=PAGE_SLUGS["home"],
    )
    _load_site(home, source, writer)
    return home


def _load_site(home: HomePage, source: Source, writer: Writer) -> None:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site and site.root_page_id == home.pk:
        writer.report.count("site", Outcome.UNCHANGED)
        return
    welcome = site.root_page if site else None
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    site = site or Site(is_default_site=True)
    site.hostname = address.hostname or "localhost"
    site.port = address.port or (443 if address.scheme == "https" else 80)
    site.site_name = source.facts.project.name
    site.root_page = home
    writer.report.count("site", Outcome.UPDATED if site.pk else Outcome.CREATED)
    site.save()
    if welcome and _is_welcome(welcome):
        welcome.delete()


def _is_welcome(page: Page) -> bool:
    """Whether this is what Wagtail's own migrations put there: plain, never edited, a leaf."""
    return page.specific_class is Page and not page.latest_revision_id and page.is_leaf()


def default_site() -> Site:
    """The site whose settings a project file fills in."""
    return Site.objects.get(is_default_site=True)


def load_settings(source: Source, writer: Writer) -> None:
    """Names, contact and legal identity; whatever the city changed since stays."""
    site = default_site()
    texts: dict[str, Any] = {
        "project_name": source.facts.project.name,
        "city_name": source.facts.project.city,
        "contact_email": source.facts.project.contact_email or "",
    }
    if source.texts:
        names = source.texts.site
        texts["project_name"], texts["city_name"] = names.project_name, names.city_name
        texts["contact_email"] = names.contact_email or texts["contact_email"]
        texts |= source.texts.site_settings.model_dump()
    found = SiteSettings.objects.filter(site=site).first()
    writer.row("site", Wanted(key="site/settings", texts=texts), found, SiteSettings(site=site))


def load_menus(source: Source, writer: Writer) -> None:
    """The main menu, the bar above it, the footer; a menu that somebody changed stays."""
    site = default_site()
    texts = {
        "main_menu": [
            _link(_("Take part"), "/participer/"),
            _link(_("Commitments"), "/engagements/"),
            _link(_("The project"), f"/{PAGE_SLUGS['project']}/"),
            _link(_("News"), f"/{PAGE_SLUGS['news']}/"),
        ],
        "utility_menu": _utility_menu(source),
        "footer_columns": _footer(source),
    }
    found = NavigationSettings.objects.filter(site=site).first()
    new = NavigationSettings(site=site)
    writer.row("site", Wanted(key="site/menus", texts=texts), found, new)


def _utility_menu(source: Source) -> list[dict[str, Any]]:
    menu = [_link(_("Help and contact"), f"/{PAGE_SLUGS['contact']}/")]
    if "facile-a-lire" in _standard_titles(source):
        menu.insert(0, _link(_("Easy-to-read version"), "/facile-a-lire/"))
    return menu


def _footer(source: Source) -> list[dict[str, Any]]:
    own = _standard_titles(source)
    offered = [("charte", _("Charter")), ("participer-sans-internet", _("Without internet"))]
    return [
        _column(
            _("Take part"),
            (_("Calls and consultations"), "/participer/"),
            (_("The six levels"), "/participer/niveaux/"),
            (_("Follow a contribution"), "/suivi/"),
            *((label, f"/{slug}/") for slug, label in offered if slug in own),
        ),
        _column(
            _("Check"),
            (_("Commitments"), "/engagements/"),
            (_("Priorities"), f"/{PAGE_SLUGS['priorities']}/"),
            (_("Values"), f"/{PAGE_SLUGS['values']}/"),
            (_("Axes"), f"/{PAGE_SLUGS['axes']}/"),
        ),
        _column(
            _("This site"),
            (_("Site map"), f"/{PAGE_SLUGS['sitemap']}/"),
            (_("Personal data"), f"/{PAGE_SLUGS['personal_data']}/"),
            (_("Legal notice"), f"/{PAGE_SLUGS['legal']}/"),
            (_("Contact"), f"/{PAGE_SLUGS['contact']}/"),
        ),
    ]


def _standard_titles(source: Source) -> dict[str, str]:
    pages = source.texts.standard_pages if source.texts else []
    return {page.slug: page.title for page in pages}


def _link_value(label: str, address: str) -> dict[str, Any]:
    return {"label": label, "page": None, "address": address}


def _link(label: str, address: str) -> dict[str, Any]:
    return {"type": "link", "value": _link_value(label, address)}


def _column(title: str, *links: Link) -> dict[str, Any]:
    items = [{"type": "item", "value": _link_value(*link)} for link in links]
    return {"type": "column", "value": {"title": title, "links": items}}
