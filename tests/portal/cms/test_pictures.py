"""The address of a picture that only some pages show is guessed by nobody."""

import gc
import re
import warnings
from collections.abc import Iterator

import pytest

from tests.factories.cms import ImageFactory
from tests.support.client import StrictClient

# Wagtail leaves what it draws to the garbage collector to close.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(autouse=True)
def closed_files() -> Iterator[None]:
    """Here, and not in the middle of another test, what Wagtail left open is closed."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        gc.collect()


def test_the_name_of_each_size_is_drawn_anew() -> None:
    image = ImageFactory.create(file__filename="organigramme.jpg", is_public=True)
    names = [image.get_rendition(size).file.name for size in ("max-50x50", "max-60x60")]
    for name in names:
        assert re.fullmatch(r"images/[\w-]{16}-organigramme[\w.-]*\.jpg", name), name
    assert len({name[:24] for name in names}) == 2


def test_the_name_that_wagtail_would_give_leads_nowhere(client: StrictClient) -> None:
    image = ImageFactory.create(file__filename="organigramme.jpg", is_public=True)
    rendition = image.get_rendition("max-50x50")
    plain = re.sub(r"images/[\w-]{16}-", "images/", rendition.url)
    assert plain != rendition.url
    assert client.get(plain).status_code == 404
    assert client.get(f"/media/{image.file.name}").status_code == 404


def test_a_picture_of_which_nothing_is_known_is_kept(client: StrictClient) -> None:
    rendition = ImageFactory.create().get_rendition("max-50x50")
    assert rendition.file.name.startswith("kept_images/")
    assert client.get(f"/media/{rendition.file.name}").status_code == 404
    assert client.get(rendition.url).status_code == 404
