"""Pictures that only some may see are given by a view that asks; all others are plain files."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from home.models import NewsPage, StandardPage
from home.queries.files import public_pictures
from home.roles import install_roles
from portal.accounts.models import User
from portal.cms.models import PortalImage, PortalRendition, SiteSettings
from tests.factories import home as make
from tests.factories.cms import ImageFactory
from tests.factories.participation import IdeaConsultationFactory
from tests.home.pictures import Commit, ask, body_with, closed_collection, size_of
from tests.support.client import StrictClient

# Wagtail leaves what it draws to the garbage collector to close.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("closed_files"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
ClientOf = Callable[[User], StrictClient]


# ---- what everybody may see --------------------------------------------------------------------


def test_a_picture_of_a_public_page_is_a_plain_file(
    client: StrictClient, image: PortalImage, committed: Commit
) -> None:
    with committed():
        page = make.add_page(StandardPage, "une-page", body=body_with(image))

    response = client.get(page.url)
    rendition = PortalRendition.objects.get()
    assert rendition.file.name.startswith("images/")
    assert rendition.url == f"/media/{rendition.file.name}"
    assert rendition.url in response.content.decode()
    assert "public" in response.headers["Cache-Control"]
    assert ask(client, rendition.url).status_code == 200


def test_a_page_with_public_pictures_costs_what_it_did(
    client: StrictClient, portal_site: Any, committed: Commit
) -> None:
    """Whose pictures they are is known by where they lie: nobody asks the database."""
    counts = []
    for number in (1, 3):
        pictures = ImageFactory.create_batch(number)
        body = [block for picture in pictures for block in body_with(picture)]
        with committed():
            page = make.add_page(StandardPage, f"page-{number}", body=body)
        client.get(page.url)
        with CaptureQueriesContext(connection) as context:
            assert client.get(page.url).content.count(b"/media/images/") == number
        counts.append(len(context))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "show",
    [
        lambda image: make.news_page(image=image),
        lambda image: IdeaConsultationFactory.create(body=body_with(image)),
        lambda image: make.add_page(StandardPage, "une-page", social_image=image),
        lambda image: _with_logo(image),
    ],
    ids=["news", "call", "sharing", "logo"],
)
def test_whatever_public_shows_it_makes_it_public(
    image: PortalImage, committed: Commit, show: Callable[[PortalImage], Any]
) -> None:
    make.agents_news(image=image)
    with committed():
        show(image)
    assert public_pictures() == {image.pk}
    assert not size_of(image).is_kept


def _with_logo(image: PortalImage) -> None:
    settings = SiteSettings.objects.get()
    settings.logo = image
    settings.save()


# ---- what only some may see --------------------------------------------------------------------


@pytest.fixture
def reserved(image: PortalImage, committed: Commit) -> PortalRendition:
    """A size of the picture, which a piece of news for agents shows."""
    with committed():
        make.agents_news(image=image)
    return size_of(image)


def test_the_web_server_has_no_such_file(client: StrictClient, reserved: PortalRendition) -> None:
    assert reserved.file.name.startswith("kept_images/")
    assert reserved.url == f"/images/{reserved.pk}/{reserved.name}"
    assert client.get(f"/media/{reserved.file.name}").status_code == 404
    assert client.get(f"/media/{reserved.image.file.name}").status_code == 404


def test_a_stranger_is_sent_to_sign_in(client: StrictClient, reserved: PortalRendition) -> None:
    response = ask(client, reserved.url)

    assert response.status_code == 302
    assert response.url == f"{reverse('account_login')}?next={reserved.url}"
    assert "no-store" in response.headers["Cache-Control"]


def test_a_resident_is_refused(
    client_of: ClientOf, resident: User, reserved: PortalRendition
) -> None:
    assert ask(client_of(resident), reserved.url).status_code == 403


def test_an_agent_sees_it_and_nothing_of_it_runs_or_stays(
    client_of: ClientOf, agent: User, reserved: PortalRendition
) -> None:
    page = NewsPage.objects.get()
    shown = client_of(agent).get(page.url).content.decode()
    address = PortalRendition.objects.exclude(pk=reserved.pk).get().url
    assert f'src="{address}"' in shown

    response = ask(client_of(agent), address)
    assert response.status_code == 200
    assert response.words.startswith(b"RIFF")
    assert response.headers["Content-Type"] == "image/webp"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_number_alone_opens_nothing(
    client_of: ClientOf, agent: User, reserved: PortalRendition
) -> None:
    assert client_of(agent).get(f"/images/{reserved.pk}/autre.webp").status_code == 404
    assert client_of(agent).get(f"/images/{reserved.pk + 1}/{reserved.name}").status_code == 404


def test_a_file_that_is_gone_is_not_found(
    client_of: ClientOf, agent: User, reserved: PortalRendition
) -> None:
    reserved.file.storage.delete(reserved.file.name)
    assert client_of(agent).get(reserved.url).status_code == 404


@pytest.mark.parametrize("live", [True, False])
def test_a_picture_of_a_draft_is_for_the_staff(
    client: StrictClient,
    client_of: ClientOf,
    agent: User,
    moderator: User,
    image: PortalImage,
    committed: Commit,
    live: bool,
) -> None:
    """A draft, or the next version of a published page: nobody else knows of it yet."""
    with committed():
        page = make.add_page(StandardPage, "en-projet", live=live)
        page.body = body_with(image)
        revision = page.save_revision()
        if not live:
            page.save()
    kept = size_of(image)
    assert kept.is_kept
    assert ask(client, kept.url).status_code == 404
    assert ask(client_of(agent), kept.url).status_code == 404
    assert ask(client_of(moderator), kept.url).status_code == 200

    with committed():
        revision.publish()
    assert not size_of(image).is_kept
    assert ask(client, size_of(image).url).status_code == 200


def test_the_admin_shows_what_one_may_choose(
    client_of: ClientOf, communications: User, image: PortalImage, committed: Commit
) -> None:
    """Wagtail's rights on the collection decide there, whoever the page is meant for."""
    with committed():
        image.collection = closed_collection()
        image.save()
        make.agents_news(image=image)
    install_roles()
    browser = client_of(communications)
    listing = browser.get(reverse("wagtailimages:index")).content.decode()
    thumbnail = PortalRendition.objects.get()
    assert thumbnail.url in listing
    assert thumbnail.is_kept
    assert ask(browser, thumbnail.url).status_code == 200
    edit = browser.get(reverse("wagtailimages:edit", args=[image.pk])).content.decode()
    original = PortalRendition.objects.get(filter_spec="original")
    assert f'href="{original.url}"' in edit
    assert ask(browser, original.url).status_code == 200
