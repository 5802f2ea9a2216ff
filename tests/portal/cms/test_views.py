"""The frame: the city's colours as a style sheet, the reader's choice of a scheme."""

import pytest

from portal.cms.models import SiteSettings
from tests.factories.cms import make_site
from tests.support.html import soup
from tests.support.page_forms import from_page

pytestmark = pytest.mark.django_db


def test_theme_gives_the_citys_colours(client):
    make_site(colour_action="#00336a", colour_accent="#ffd75e", colour_night="#001a33")

    response = client.get("/theme.css")
    sheet = response.content.decode()

    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "--action: #00336a;" in sheet
    assert "light-dark(#00336a, #ffd75e)" in sheet
    assert sheet.count("{") == sheet.count("}")


def test_theme_is_asked_only_when_the_colours_differ(client):
    make_site()
    usual = soup(client.get("/")).select("link[href='/theme.css']")
    SiteSettings.objects.update(colour_night="#001a33")
    custom = soup(client.get("/")).select("link[href='/theme.css']")

    assert (len(usual), len(custom)) == (0, 1)


@pytest.mark.parametrize(("chosen", "drawn"), [("clair", "light"), ("sombre", "dark")])
def test_scheme_is_kept_in_a_cookie_that_scripts_cannot_read(client, portal_site, chosen, drawn):
    response = client.post("/affichage/", from_page(affichage=chosen, suite="/"))
    cookie = response.cookies["affichage"]

    assert response.url == "/"
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == (chosen, True, "Lax")
    page = soup(client.get("/"))
    assert page.html["data-scheme"] == drawn
    assert page.find(id=f"affichage-{chosen}").has_attr("checked")


@pytest.mark.parametrize("chosen", ["systeme", "", "<script>"])
def test_any_other_choice_forgets_the_cookie(client, portal_site, chosen):
    client.post("/affichage/", from_page(affichage="sombre", suite="/"))

    response = client.post("/affichage/", from_page(affichage=chosen, suite="/"))

    assert response.cookies["affichage"]["max-age"] == 0
    assert not soup(client.get("/")).html.has_attr("data-scheme")


@pytest.mark.parametrize(
    "back",
    [
        "https://ailleurs.example/",
        "//ailleurs.example/",
        "/\\ailleurs.example",
        "javascript:alert(1)",
        "http:///ailleurs.example",
        "",
    ],
)
def test_scheme_never_leads_to_another_site(client, back):
    response = client.post("/affichage/", from_page(affichage="sombre", suite=back))

    assert response.url == "/"


def test_scheme_goes_back_to_the_page_with_its_filters(client):
    response = client.post(
        "/affichage/", from_page(affichage="clair", suite="/engagements/?etat=fait")
    )

    assert response.url == "/engagements/?etat=fait"


def test_scheme_is_chosen_by_sending_only(client):
    assert client.get("/affichage/").status_code == 405


def test_cookie_of_another_making_changes_nothing(client, portal_site):
    client.cookies["affichage"] = '"><script>'

    assert not soup(client.get("/")).html.has_attr("data-scheme")


@pytest.mark.parametrize(
    ("origin", "status"), [("cross-site", 403), ("same-site", 403), ("same-origin", 302)]
)
def test_form_of_another_site_changes_nothing(client, portal_site, origin, status):
    headers = {"sec-fetch-site": origin}
    response = client.post("/affichage/", from_page(affichage="sombre", suite="/"), headers=headers)

    assert response.status_code == status
