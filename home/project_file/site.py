"""The site itself: home page, host, settings of the city, menus."""

from typing import Any
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from portal import agenda, open_data
from portal.cms.models import NavigationSettings, SiteSettings

from ..models import HomePage, StandardPage
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


def load_menus(writer: Writer, *, home: Page) -> None:
    """The main menu, the bar above it, the footer; a menu that somebody changed stays."""
    site = default_site()
    own = set(StandardPage.objects.child_of(home).live().values_list("slug", flat=True))
    texts = {
        "main_menu": [
            _link(_("Take part"), "/participer/"),
            _link(_("Commitments"), "/engagements/"),
            _link(_("Calendar"), agenda.PAGE),
            _link(_("The project"), _address("project")),
            _link(_("News"), _address("news")),
        ],
        "utility_menu": [
            *_offered(own, ("facile-a-lire", _("Easy-to-read version"))),
            _link(_("Help and contact"), _address("contact")),
        ],
        "footer_columns": _footer(own),
    }
    found = NavigationSettings.objects.filter(site=site).first()
    new = NavigationSettings(site=site)
    writer.row("site", Wanted(key="site/menus", texts=texts), found, new)


def _footer(own: set[str]) -> list[dict[str, Any]]:
    return [
        _column(
            _("Take part"),
            _link(_("Calls and consultations"), "/participer/"),
            _link(_("Processes"), _address("processes")),
            _link(_("The six levels"), "/participer/niveaux/"),
            _link(_("Follow a contribution"), "/suivi/"),
            *_offered(
                own, ("participer-sans-internet", _("Without internet")), ("charte", _("Charter"))
            ),
        ),
        _column(
            _("Check"),
            _link(_("Commitments"), "/engagements/"),
            _link(_("Half-yearly reviews"), "/engagements/bilans/"),
            _link(_("Priorities"), _address("priorities")),
            _link(_("Follow-up body"), _address("follow_up")),
            _link(_("Department projects"), _address("department_projects")),
            _link(_("Values"), _address("values")),
            _link(_("Axes"), _address("axes")),
        ),
        _column(
            _("This site"),
            _link(_("Site map"), _address("sitemap")),
            _link(_("Personal data"), _address("personal_data")),
            _link(_("Legal notice"), _address("legal")),
            _link(_("Open data"), open_data.PAGE),
        ),
    ]


def _address(name: str) -> str:
    # Addresses, not chosen pages: they are a public contract, and a menu of them costs no query.
    return f"/{PAGE_SLUGS[name]}/"


def _offered(own: set[str], *pages: Link) -> list[dict[str, Any]]:
    """Links to the standard pages that exist."""
    return [_link(label, f"/{slug}/") for slug, label in pages if slug in own]


def _link(label: str, address: str) -> dict[str, Any]:
    return {"type": "link", "value": {"label": label, "page": None, "address": address}}


def _column(title: str, *links: dict[str, Any]) -> dict[str, Any]:
    # Without an id, Wagtail takes an item for a bare value; the same link keeps the same id.
    items = [
        {"type": "item", "id": str(uuid5(NAMESPACE_URL, f"{title}/{n}")), "value": link["value"]}
        for n, link in enumerate(links)
    ]
    return {"type": "column", "value": {"title": title, "links": items}}
