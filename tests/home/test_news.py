"""News: lists, pages, tags, feed; agents' news reach agents only, by whatever way."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import PageViewRestriction

from home.enums import Plate
from home.models import NewsCategory, NewsPage, SiteMapPage
from portal.accounts.enums import Audience
from tests.factories import home as make
from tests.factories.cms import ImageFactory
from tests.support.client import StrictClient
from tests.support.html import links, main_of, plain, soup

pytestmark = pytest.mark.django_db

ATOM = {"atom": "http://www.w3.org/2005/Atom"}
SECRET = "Réservé aux agents"
# Every public place that could show a piece of news.
PLACES = [
    "/",
    "/actualites/",
    "/actualites/?etiquette=interne",
    "/actualites/flux/",
    "/recherche/?q=réservé+agents",
    "/recherche/?q=réservé&type=actualites",
    "/recherche/?q=réservé&type=pages",
    "/plan-du-site/",
    "/sitemap.xml",
    "/sitemap-actualites.xml",
]


# Wagtail leaves the file of a picture it has just cut to the garbage collector.
cutting_pictures = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def titles(response: Any) -> list[str]:
    return [plain(title) for title in main_of(response).select(".news__item h3")]


def test_list_shows_the_latest_first(client: StrictClient) -> None:
    make.news_page(title="Première")
    make.news_page(title="Deuxième")

    assert titles(client.get("/actualites/")) == ["Première", "Deuxième"]


@cutting_pictures
@pytest.mark.parametrize("number", [1, 3])
def test_list_query_count(
    client: StrictClient, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for position in range(number):
        make.news_page(category=make.category(f"Sujet {position}"), image=ImageFactory.create())
    client.get("/actualites/")

    with django_assert_num_queries(14):
        client.get("/actualites/")


def test_list_goes_by_pages_of_nine(client: StrictClient) -> None:
    for _number in range(10):
        make.news_page()

    first = client.get("/actualites/")
    second = client.get("/actualites/?page=2")

    assert len(titles(first)) == 9
    assert len(titles(second)) == 1
    assert "?page=2" in links(first)
    assert "?page=1" in links(second)
    assert "page 2" in soup(second).title.get_text()


@pytest.mark.parametrize("page", ["0", "99", "-1", "abc", "9" * 5000, "²"])
def test_list_survives_any_page_number(client: StrictClient, page: str) -> None:
    make.news_page()

    assert len(titles(client.get("/actualites/", {"page": page}))) == 1


def test_list_narrows_to_a_tag(client: StrictClient) -> None:
    make.news_page(title="Avec", tags=("mode d’emploi",))
    make.news_page(title="Sans")

    response = client.get("/actualites/?etiquette=mode-demploi")

    assert titles(response) == ["Avec"]
    assert links(response)["/actualites/"] == "Toutes les actualités"


@pytest.mark.parametrize("tag", ["inconnue", "x" * 500, "'; --"])
def test_unknown_tag_gives_an_empty_list_that_helps(client: StrictClient, tag: str) -> None:
    make.news_page()

    response = client.get("/actualites/", {"etiquette": tag})

    assert response.status_code == 200
    assert main_of(response).select_one(".empty") is not None


def test_empty_index_says_so(client: StrictClient) -> None:
    make.news_index()

    assert main_of(client.get("/actualites/")).select_one(".empty") is not None


def test_page_shows_its_content(client: StrictClient) -> None:
    page = make.news_page(
        title="Le tableau est ouvert",
        category=make.category("Engagements"),
        body=[("paragraph", "<p>Vous pouvez filtrer.</p>")],
        tags=("suivi",),
        is_example=True,
    )

    response = client.get(page.url)

    text = plain(main_of(response))
    assert "Vous pouvez filtrer." in text
    assert "Engagements" in text
    assert "Exemple" in text
    assert links(response)["/actualites/?etiquette=suivi"] == "suivi"


@cutting_pictures
def test_page_shows_its_picture_with_the_alternative_of_the_editor(client: StrictClient) -> None:
    page = make.news_page(image=ImageFactory.create(), image_alt="Une place fleurie")

    picture = main_of(client.get(page.url)).select_one("img.article-art")

    assert picture is not None
    assert picture["alt"] == "Une place fleurie"


def test_page_without_picture_takes_the_drawing_of_its_category() -> None:
    drawn = make.news_page(category=make.category("Votes", plate=Plate.BALLOT))

    assert drawn.plate == "art-3"
    assert make.news_page().plate == "art-1"


def test_scheduled_news_wait_for_their_hour(client: StrictClient) -> None:
    page = make.news_page(live=False, go_live_at=timezone.now() + timedelta(days=1), title="Demain")

    assert client.get(page.url).status_code == 404
    assert titles(client.get("/actualites/")) == []


@pytest.mark.parametrize("path", PLACES)
def test_agents_news_are_nowhere_for_visitors_and_residents(
    client: StrictClient, client_of: Callable[..., StrictClient], resident: Any, path: str
) -> None:
    make.add_page(SiteMapPage, "plan-du-site")
    hidden = make.agents_news(title=SECRET, slug="interdit", tags=("interne",))

    for browser in (client, client_of(resident)):
        content = browser.get(path).content.decode()
        assert SECRET not in content
        assert hidden.url not in content


@pytest.mark.parametrize(
    "path", ["/", "/actualites/", "/recherche/?q=réservé+agents", "/plan-du-site/"]
)
def test_agents_news_are_shown_to_agents(
    client_of: Callable[..., StrictClient], agent: Any, path: str
) -> None:
    make.add_page(SiteMapPage, "plan-du-site")
    make.agents_news(title=SECRET)

    assert SECRET in client_of(agent).get(path).content.decode()


@pytest.mark.parametrize("path", ["/actualites/flux/", "/sitemap.xml"])
def test_files_for_machines_never_hold_agents_news(
    client_of: Callable[..., StrictClient], agent: Any, path: str
) -> None:
    hidden = make.agents_news(title=SECRET)

    content = client_of(agent).get(path).content.decode()

    assert SECRET not in content
    assert hidden.url not in content


def test_direct_address_of_agents_news(
    client: StrictClient,
    client_of: Callable[..., StrictClient],
    resident: Any,
    agent: Any,
) -> None:
    page = make.agents_news(title=SECRET)

    asked = client.get(page.url)
    assert asked.status_code == 302
    assert asked.headers["Location"] == f"/compte/login/?next={page.url}" or (
        f"next={page.url}" in asked.headers["Location"]
    )
    refused = client_of(resident).get(page.url)
    assert refused.status_code == 403
    assert SECRET not in refused.content.decode()
    shown = client_of(agent).get(page.url)
    assert shown.status_code == 200
    assert "noindex" in shown.content.decode()


def test_tag_used_by_agents_only_reveals_nothing(client: StrictClient) -> None:
    make.agents_news(tags=("Projet secret",))

    content = client.get("/actualites/?etiquette=projet-secret").content.decode()

    assert "Projet secret" not in content


@pytest.mark.parametrize("tag", ["%00", "projet%00", "x" * 4000])
def test_impossible_tag_is_an_unknown_tag(client: StrictClient, tag: str) -> None:
    make.news_page(title="Première")

    response = client.get(f"/actualites/?etiquette={tag}")

    assert response.status_code == 200
    assert "\0" not in response.content.decode()


def test_restricted_page_is_not_listed(client: StrictClient) -> None:
    page = make.news_page(title="À mot de passe")
    PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )

    assert titles(client.get("/actualites/")) == []
    assert "À mot de passe" not in client.get("/actualites/flux/").content.decode()


def test_feed_is_atom_with_the_latest_news(client: StrictClient) -> None:
    page = make.news_page(title="Le tableau est ouvert", category=make.category("Engagements"))

    response = client.get("/actualites/flux/")

    assert response.headers["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(response.content)  # noqa: S314 (our own feed)
    entry = feed.find("atom:entry", ATOM)
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    assert entry.findtext("atom:title", namespaces=ATOM) == "Le tableau est ouvert"
    assert entry.find("atom:link", ATOM).get("href") == f"http://testserver{page.url}"
    assert entry.find("atom:category", ATOM).get("term") == "Engagements"


def test_feed_has_thirty_entries_at_most(client: StrictClient) -> None:
    for _number in range(31):
        make.news_page()

    assert client.get("/actualites/flux/").content.count(b"<entry>") == 30


def test_audience_is_everyone_or_agents() -> None:
    page = make.news_page()

    refused = pytest.raises(IntegrityError, match="news_audience_is_everyone_or_agents")
    with refused, transaction.atomic():
        NewsPage.objects.filter(pk=page.pk).update(audience=Audience.RESIDENTS)


def test_category_name_is_unique() -> None:
    make.category("Bilan")

    with pytest.raises(IntegrityError), transaction.atomic():
        NewsCategory.objects.create(name="Bilan")
