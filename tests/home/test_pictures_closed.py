"""Pictures that are closed or opened afterwards; one rule, whatever the storage."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Group
from django.core.files.storage import InMemoryStorage
from django.core.management import call_command
from django.test import RequestFactory
from django.urls import reverse
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
    ReferenceIndex,
)

from home.actions import place_pictures
from home.models import StandardPage
from home.queries.files import Reading, public_pictures, reading_of
from portal.accounts.enums import Audience
from portal.accounts.models import User
from portal.cms.actions import Placed
from portal.cms.models import PortalImage, PortalRendition
from tests.factories import home as make
from tests.factories.cms import ImageFactory
from tests.factories.participation import AgentConsultationFactory, IdeaConsultationFactory
from tests.home.pictures import Commit, ask, body_with, closed_collection, size_of
from tests.support.client import StrictClient

# Wagtail leaves what it draws to the garbage collector to close.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("closed_files"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
ClientOf = Callable[[User], StrictClient]
PLACING = 13


# ---- what closes and opens afterwards ----------------------------------------------------------


@pytest.fixture
def shown(image: PortalImage, committed: Commit) -> PortalRendition:
    """A size of the picture that a public page shows."""
    with committed():
        make.add_page(StandardPage, "une-page", body=body_with(image))
    return size_of(image)


def _collection_closed(image: PortalImage) -> None:
    CollectionViewRestriction.objects.create(collection=image.collection, restriction_type="login")


def _moved_to_closed_one(image: PortalImage) -> None:
    image.collection = closed_collection().add_child(name="Sous-comité")
    image.save()


def _page_closed(image: PortalImage) -> None:
    page = Page.objects.get(slug="une-page")
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def _page_under_a_closed_one(image: PortalImage) -> None:
    parent = make.add_page(StandardPage, "comite")
    PageViewRestriction.objects.create(page=parent, restriction_type="login")
    Page.objects.get(slug="une-page").move(parent, pos="last-child")


def _page_withdrawn(image: PortalImage) -> None:
    StandardPage.objects.get(slug="une-page").unpublish()


def _page_deleted(image: PortalImage) -> None:
    StandardPage.objects.get(slug="une-page").delete()


def _picture_taken_out(image: PortalImage) -> None:
    page = StandardPage.objects.get(slug="une-page")
    page.body = []
    page.save()


CLOSING = [
    _collection_closed, _moved_to_closed_one, _page_closed, _page_under_a_closed_one,
    _page_withdrawn, _page_deleted, _picture_taken_out,
]  # fmt: skip


@pytest.mark.parametrize("close", CLOSING, ids=lambda one: one.__name__.strip("_"))
def test_a_picture_closed_afterwards_is_given_to_nobody_unknown(
    client: StrictClient,
    image: PortalImage,
    shown: PortalRendition,
    committed: Commit,
    close: Callable[[PortalImage], None],
) -> None:
    assert ask(client, shown.url).status_code == 200
    with committed():
        close(image)

    assert client.get(shown.url).status_code == 404
    assert not shown.file.storage.exists(shown.file.name)
    kept = size_of(image)
    assert kept.is_kept
    assert ask(client, kept.url).status_code in {302, 404}


def test_a_picture_of_a_closed_collection_on_a_public_page(
    client: StrictClient,
    client_of: ClientOf,
    agent: User,
    resident: User,
    image: PortalImage,
    shown: PortalRendition,
    committed: Commit,
) -> None:
    """The page stays everybody's, and keeps the picture for the group of the collection."""
    with committed():
        image.collection = closed_collection("groups")
        image.save()
    agent.groups.add(Group.objects.get(name="Comité"))

    page = client.get("/une-page/").content.decode()
    kept = size_of(image)
    assert f'src="{kept.url}"' in page
    assert ask(client, kept.url).status_code == 302
    assert ask(client_of(resident), kept.url).status_code == 403
    assert ask(client_of(agent), kept.url).status_code == 200


def test_the_password_of_a_collection_opens_its_pictures(
    client: StrictClient, image: PortalImage, shown: PortalRendition, committed: Commit
) -> None:
    with committed():
        image.collection = closed_collection("password")
        image.save()
    kept = size_of(image)

    asked = client.get(kept.url)
    assert asked.status_code == 200
    assert asked.headers["Content-Type"].startswith("text/html")
    closing = CollectionViewRestriction.objects.get()
    door = reverse("wagtaildocs_authenticate_with_password", args=[closing.pk])
    given = {"password": "secret-partagé", "return_url": kept.url}
    assert client.post(door, given).url == kept.url
    assert ask(client, kept.url).headers["Content-Type"] == "image/webp"


def test_many_pictures_moved_at_once_are_closed(
    client: StrictClient,
    client_of: ClientOf,
    administrator: User,
    image: PortalImage,
    shown: PortalRendition,
    committed: Commit,
) -> None:
    """Wagtail's action on many pictures updates them without a signal."""
    place = closed_collection()
    action = reverse("wagtail_bulk_action", args=["cms", "portalimage", "add_to_collection"])
    with committed():
        response = client_of(administrator).post(
            f"{action}?id={image.pk}&next=/admin/images/", {"collection": place.pk}
        )
    assert response.status_code == 302
    image.refresh_from_db()
    assert image.collection == place
    assert client.get(shown.url).status_code == 404


def test_a_collection_moved_into_a_closed_one_is_closed(
    client_of: ClientOf,
    administrator: User,
    client: StrictClient,
    image: PortalImage,
    committed: Commit,
) -> None:
    root = Collection.get_first_root_node()
    own = root.add_child(name="Photos")
    place = closed_collection()
    own.refresh_from_db()
    image.collection = own
    image.save()
    with committed():
        make.add_page(StandardPage, "une-page", body=body_with(image))
    shown = size_of(image)
    assert not shown.is_kept
    address = reverse("wagtailadmin_collections:edit", args=[own.pk])
    with committed():
        answer = client_of(administrator).post(address, {"name": "Photos", "parent": place.pk})
    assert answer.status_code == 302
    assert client.get(shown.url).status_code == 404


def test_what_opens_again_is_a_plain_file_again(
    client: StrictClient, image: PortalImage, shown: PortalRendition, committed: Commit
) -> None:
    with committed():
        _collection_closed(image)
    assert size_of(image).is_kept
    with committed():
        CollectionViewRestriction.objects.all().delete()
    opened = size_of(image)
    assert not opened.is_kept
    assert ask(client, opened.url).status_code == 200


def test_the_command_puts_right_what_nobody_heard(
    client: StrictClient,
    image: PortalImage,
    shown: PortalRendition,
    committed: Commit,
    capsys: pytest.CaptureFixture[str],
) -> None:
    Page.objects.filter(slug="une-page").update(live=False)
    with committed():
        call_command("place_pictures")
    assert "Images ouvertes\xa0: 0, fermées\xa0: 1" in capsys.readouterr().out
    assert client.get(shown.url).status_code == 404
    call_command("place_pictures")
    assert capsys.readouterr().out == ""


def test_sizes_of_before_stay_where_they_are(image: PortalImage, committed: Commit) -> None:
    """A portal that is upgraded: all its sizes lie open, and no picture is known as public."""
    with committed():
        make.add_page(StandardPage, "une-page", body=body_with(image))
    hidden = ImageFactory.create()
    sizes = {one: size_of(one) for one in (image, hidden)}
    PortalRendition.objects.filter(pk=sizes[hidden].pk).update(file="images/ancienne.webp")
    PortalImage.objects.update(is_public=False)
    with committed():
        assert place_pictures() == Placed(opened=1, closed=0, sizes=1)
    assert PortalRendition.objects.filter(pk=sizes[image].pk).exists()
    assert not PortalRendition.objects.filter(pk=sizes[hidden].pk).exists()


def test_a_size_cut_while_the_picture_closes_is_kept(
    image: PortalImage, shown: PortalRendition
) -> None:
    """A page that had read the picture before cuts its size after: the database is asked again."""
    before = PortalImage.objects.get(pk=image.pk)
    place_pictures()
    PortalImage.objects.update(is_public=False)
    assert before.is_public
    assert before.get_rendition("max-33x33").is_kept


# ---- one rule, any storage ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "show",
    [
        lambda image: None,
        lambda image: make.news_page(image=image),
        lambda image: make.agents_news(image=image),
        lambda image: AgentConsultationFactory.create(body=body_with(image)),
        lambda image: IdeaConsultationFactory.create(live=False, body=body_with(image)),
        lambda image: (make.news_page(image=image), _collection_closed(image)),
    ],
    ids=["nothing", "news", "agents' news", "agents' call", "draft", "closed collection"],
)
def test_what_is_public_is_what_a_stranger_is_given(
    image: PortalImage, show: Callable[[PortalImage], Any]
) -> None:
    """The list of public pictures and the question asked at the door are one rule."""
    show(image)
    request = RequestFactory().get("/")
    request.user, request.session = AnonymousUser(), {}
    given = reading_of(image, request) == Reading.GIVEN
    assert (image.pk in public_pictures()) == given


def test_every_place_of_a_picture_is_known_to_the_rule() -> None:
    """A model with a picture is in Wagtail's index of references, or read by the rule itself."""
    forgotten = [
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.related_model is PortalImage
        and not field.auto_created
        and not ReferenceIndex.is_indexed(model)
    ]
    assert {str(field) for field in forgotten} == {
        # Append-only, and asked by the rule itself (home/queries/files.py).
        "budgets.ProjectNews.image",
        "cms.PortalRendition.image",
        "cms.SiteSettings.logo",
    }


def test_placing_costs_the_same_for_one_and_for_three(
    portal_site: Any, django_assert_num_queries: Any
) -> None:
    make.news_page(image=ImageFactory.create())
    place_pictures()
    with django_assert_num_queries(PLACING):
        place_pictures()
    for _ in range(2):
        make.news_page(image=ImageFactory.create())
        make.agents_news(image=ImageFactory.create())
    place_pictures()
    with django_assert_num_queries(PLACING):
        place_pictures()


def test_saving_many_things_places_once(image: PortalImage, committed: Commit) -> None:
    with committed() as callbacks:
        for _ in range(3):
            make.news_page(image=image)
    assert callbacks.count(place_pictures) == 1


def test_a_storage_without_paths_gives_the_same(
    client: StrictClient,
    client_of: ClientOf,
    agent: User,
    portal_site: Any,
    committed: Commit,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As object storage (S3) does: files have an address and content, and no path."""
    storage = InMemoryStorage(base_url="https://objets.example/")
    for model in (PortalImage, PortalRendition):
        monkeypatch.setattr(model._meta.get_field("file"), "storage", storage)
    picture = ImageFactory.create()
    with committed():
        news = make.agents_news(image=picture)
    kept = size_of(picture)
    assert kept.url.startswith("/images/")
    assert ask(client, kept.url).status_code == 302
    response = ask(client_of(agent), kept.url)
    assert (response.status_code, response.words[:4]) == (200, b"RIFF")

    with committed():
        news.audience = Audience.EVERYONE
        news.save_revision().publish()
    assert size_of(picture).url.startswith("https://objets.example/images/")
