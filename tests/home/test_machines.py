"""Files for machines: sitemap.xml, robots.txt, security.txt."""

from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from wagtail.models import PageViewRestriction, Site

from home.models import StandardPage
from home.sitemaps import SECTIONS, ContributionSitemap, NewsSitemap
from portal.cms.models import SiteSettings
from tests.factories import home as make
from tests.factories.engagements import CommitmentFactory
from tests.factories.participation import (
    AgentConsultationFactory,
    IdeaConsultationFactory,
    answered_idea,
    make_idea,
    published_idea,
    refused_idea,
)
from tests.support.client import StrictClient
from tests.support.clock import NOW

pytestmark = pytest.mark.django_db

NAMESPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def addresses(response: Any) -> set[str]:
    tree = ElementTree.fromstring(response.content)  # noqa: S314 (our own file)
    found = {(loc.text or "") for loc in tree.iterfind(".//s:loc", NAMESPACE)}
    assert all(address.startswith("http://testserver/") for address in found)
    return {address.removeprefix("http://testserver") for address in found}


def test_sitemap_lists_what_anybody_may_read(client: StrictClient) -> None:
    page = make.add_page(StandardPage, "charte")
    make.add_page(StandardPage, "brouillon", live=False)
    locked = make.add_page(StandardPage, "ferme")
    PageViewRestriction.objects.create(page=locked, restriction_type="login")
    call = IdeaConsultationFactory.create()
    for_agents = AgentConsultationFactory.create()
    idea, pending = published_idea(call), make_idea(call)
    commitment = CommitmentFactory.create()
    news = make.news_page()

    found = addresses(client.get("/sitemap.xml"))

    assert {
        "/",
        page.url,
        "/participer/",
        "/participer/niveaux/",
        "/engagements/",
        call.url,
        idea.url,
        commitment.get_absolute_url(),
        news.url,
    } <= found
    assert not found & {"/brouillon/", "/ferme/", for_agents.url, pending.url}


def test_sitemap_becomes_a_list_of_files_when_it_is_long(
    client: StrictClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(NewsSitemap, "limit", 1)
    make.news_page()
    make.news_page()

    files = addresses(client.get("/sitemap.xml"))

    assert {f"/sitemap-{name}.xml" for name in SECTIONS} <= files
    assert "/sitemap-actualites.xml?p=2" in files
    assert len(addresses(client.get("/sitemap-actualites.xml?p=2"))) == 1
    assert client.get("/sitemap-inconnu.xml").status_code == 404


def test_ideas_are_mapped_by_files_of_so_many_keys(
    client: StrictClient, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    call = IdeaConsultationFactory.create()
    ideas = [published_idea(call) for _ in range(3)]
    refused = refused_idea(call)
    last = published_idea(call)
    monkeypatch.setattr(ContributionSitemap, "limit", 2)
    pages = {idea.pk: (idea.pk + 1) // 2 for idea in [*ideas, refused, last]}

    files = client.get("/sitemap.xml")

    expected = {f"/sitemap-contributions.xml?p={page}" for page in pages.values() if page > 1}
    assert expected <= addresses(files)
    assert f"?p={pages[last.pk] + 1}<" not in files.content.decode()
    for idea in [*ideas, last]:
        with django_assert_num_queries(6):
            page = client.get(f"/sitemap-contributions.xml?p={pages[idea.pk]}")
        assert idea.url in addresses(page)
        assert refused.url not in addresses(page)
    assert client.get(f"/sitemap-contributions.xml?p={pages[last.pk] + 1}").status_code == 404


def test_list_of_files_says_when_ideas_last_changed(client: StrictClient) -> None:
    published_idea(at=NOW)
    assert ContributionSitemap().get_latest_lastmod() == NOW
    answered = answered_idea()
    assert ContributionSitemap().get_latest_lastmod() == answered.answered_at


def test_no_ideas_are_a_map_without_a_date(client: StrictClient) -> None:
    assert ContributionSitemap().get_latest_lastmod() is None
    assert addresses(client.get("/sitemap-contributions.xml")) == set()


def test_robots_txt_names_the_sitemap(client: StrictClient) -> None:
    response = client.get("/robots.txt")

    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert "Sitemap: http://testserver/sitemap.xml" in lines
    assert "Disallow: /suivi/" in lines


def test_security_txt_respects_its_rfc(client: StrictClient, site: Site, now: Any) -> None:
    SiteSettings.objects.filter(site=site).update(security_email="securite@ville.example")

    response = client.get("/.well-known/security.txt")

    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert fields["Contact"] == "mailto:securite@ville.example"
    assert fields["Preferred-Languages"] == "fr"
    assert fields["Canonical"] == "http://testserver/.well-known/security.txt"
    assert fields["Policy"] == "http://testserver/securite/"
    expires = datetime.strptime(fields["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(days=30) < expires - now < timedelta(days=365)


@pytest.mark.parametrize(
    ("email", "expected"),
    [("equipe@ville.example", "mailto:equipe@ville.example"), ("", "http://testserver/contact/")],
)
def test_security_txt_always_has_a_contact(
    client: StrictClient, site: Site, email: str, expected: str
) -> None:
    SiteSettings.objects.filter(site=site).update(contact_email=email)

    assert f"Contact: {expected}" in client.get("/.well-known/security.txt").content.decode()


@pytest.mark.parametrize("email", ["securite@ville.example", ""])
def test_policy_of_security_txt_is_a_page(client: StrictClient, site: Site, email: str) -> None:
    SiteSettings.objects.filter(site=site).update(security_email=email)
    lines = client.get("/.well-known/security.txt").content.decode().splitlines()
    [policy] = [line.removeprefix("Policy: ") for line in lines if line.startswith("Policy: ")]

    page = client.get(policy.removeprefix("http://testserver"))

    assert page.status_code == 200
    assert (email or "/contact/") in page.content.decode()


def test_password_managers_find_where_to_change_one(client: StrictClient, site: Site) -> None:
    response = client.get("/.well-known/change-password")

    assert (response.status_code, response.url) == (302, "/compte/password/change/")
