"""What the base writes of pictures: who may see them, and where their sizes lie."""

import logging
from collections.abc import Collection
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from wagtail.contrib.frontend_cache.utils import purge_urls_from_cache

from .models import PortalImage, PortalRendition
from .models.media import PUBLIC_FOLDER

logger = logging.getLogger(__name__)


class Placed(NamedTuple):
    """How many pictures were opened, how many closed, how many of their sizes taken away."""

    opened: int
    closed: int
    sizes: int


@transaction.atomic
def place_pictures(*, public: Collection[int]) -> Placed:
    """Shows these pictures to everybody and keeps all others; running it again changes nothing.

    The sizes that lie in the wrong folder go, files included, once this is committed: they are cut
    anew, in the right one, when somebody reads a page that shows them.
    """
    wrong = {
        pk: was
        for pk, was in PortalImage.objects.values_list("pk", "is_public")
        if was != (pk in public)
    }
    opened = [pk for pk, was in wrong.items() if not was]
    closed = [pk for pk, was in wrong.items() if was]
    PortalImage.objects.filter(pk__in=opened).update(is_public=True)
    PortalImage.objects.filter(pk__in=closed).update(is_public=False)
    lies_open = Q(file__startswith=f"{PUBLIC_FOLDER}/")
    sizes = list(
        PortalRendition.objects.filter(
            (lies_open & Q(image__is_public=False)) | (~lies_open & Q(image__is_public=True))
        )
    )
    for size in sizes:
        # Once more when all is written: somebody may have read it in between.
        transaction.on_commit(size.purge_from_cache)
        size.delete()
    if gone := [size.full_url for size in sizes if not size.is_kept]:
        # A cache in front of the portal, where one is configured, forgets them too.
        transaction.on_commit(lambda: purge_urls_from_cache(gone))
    placed = Placed(len(opened), len(closed), len(sizes))
    if any(placed):
        logger.info("Pictures placed", extra={"event": "cms.pictures.placed", **placed._asdict()})
    return placed
