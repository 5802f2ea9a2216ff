"""Pictures as pages show them, and as somebody asks for them."""

from typing import Any

from django.contrib.auth.models import Group
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
)

from portal.cms.models import PortalImage, PortalRendition
from tests.support.client import StrictClient

Commit = Any


def body_with(image: PortalImage) -> list[dict[str, Any]]:
    picture = {"image": {"image": image.pk, "alt_text": "Des arbres"}, "caption": ""}
    return [{"type": "picture", "value": picture}]


def size_of(image: PortalImage) -> PortalRendition:
    """A size, cut as any page that is read would cut it."""
    fresh = PortalImage.objects.get(pk=image.pk)
    rendition = fresh.get_rendition("width-1200|format-webp")
    return PortalRendition.objects.get(pk=rendition.pk)


def ask(client: StrictClient, address: str) -> Any:
    """The answer, read to its end, which closes the file."""
    response = client.get(address)
    if response.streaming:
        response.words = b"".join(response.streaming_content)
    return response


def closed_collection(kind: str = "groups") -> Collection:
    """A collection behind one kind of privacy."""
    found = Collection.get_first_root_node().add_child(name="Comité")
    closing = CollectionViewRestriction.objects.create(
        collection=found, restriction_type=kind, password="secret-partagé"
    )
    if kind == "groups":
        closing.groups.add(Group.objects.get_or_create(name="Comité")[0])
    return found
