"""The address of a picture that only some pages show is guessed by nobody."""

import re
from typing import Any

import pytest

from tests.factories.cms import ImageFactory
from tests.support.client import StrictClient

pytestmark = pytest.mark.django_db


def drawn(image: Any, size: str) -> Any:
    """The picture in this size, its file closed."""
    rendition = image.get_rendition(size)
    rendition.file.close()
    return rendition


def test_the_name_of_each_size_is_drawn_anew() -> None:
    image = ImageFactory.create(file__filename="organigramme.jpg")
    names = [drawn(image, size).file.name for size in ("max-50x50", "max-60x60")]
    for name in names:
        assert re.fullmatch(r"images/[\w-]{16}-organigramme[\w.-]*\.jpg", name), name
    assert len({name[:24] for name in names}) == 2


def test_the_name_that_wagtail_would_give_leads_nowhere(client: StrictClient) -> None:
    image = ImageFactory.create(file__filename="organigramme.jpg")
    rendition = drawn(image, "max-50x50")
    plain = re.sub(r"images/[\w-]{16}-", "images/", rendition.url)
    assert plain != rendition.url
    assert client.get(plain).status_code == 404
    assert client.get(f"/media/{image.file.name}").status_code == 404
