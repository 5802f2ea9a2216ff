"""The lines of a register with all that goes with them, read by batches whatever their number."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Inquiry, Observation, ObservationFile, ObservationTag

BATCH = 500
FOLDER = "pieces-jointes"

# In words: commissioners open these files with a spreadsheet.
HEADERS = (
    gettext_lazy("Number"),
    gettext_lazy("Received on"),
    gettext_lazy("Received by"),
    gettext_lazy("Where it stands on paper"),
    gettext_lazy("Registered on"),
    gettext_lazy("Name"),
    gettext_lazy("E-mail address"),
    gettext_lazy("Observation"),
    gettext_lazy("Themes"),
    gettext_lazy("Masked from the public"),
    gettext_lazy("Attached files"),
    gettext_lazy("Fingerprint"),
)


def observations(
    inquiry: Inquiry, *, first: int = 1, last: int | None = None
) -> Iterator[Observation]:
    """Each observation by number with its files and themes; as many in memory as a batch holds."""
    found = Observation.objects.filter(inquiry=inquiry).with_masking().order_by("number")
    if last is not None:
        found = found.filter(number__lte=last)
    found = found.prefetch_related(
        Prefetch("files", ObservationFile.objects.order_by("rank", "pk")),
        Prefetch("taggings", ObservationTag.objects.select_related("tag").order_by("tag__name")),
    )
    after = first - 1
    while batch := list(found.filter(number__gt=after)[:BATCH]):
        for one in batch:
            one.inquiry = inquiry
            yield one
        after = batch[-1].number


def files_of(observation: Observation) -> list[ObservationFile]:
    """Its files, as read with it."""
    return list(observation.files.all())


def themes_of(observation: Observation) -> list[str]:
    """The themes it is filed under, as read with it."""
    return [one.tag.name for one in observation.taggings.all()]


def place_in_bundle(observation: Observation, file: ObservationFile) -> str:
    """Where a file lies in the archive: by number, so that two alike names never meet."""
    return f"{FOLDER}/{observation.number:06}/{file.rank + 1:02}-{file.file_name}"


def rows(inquiry: Inquiry, *, with_addresses: bool = True) -> Iterator[list[Any]]:
    """One row an observation, whole, masked words included; addresses for who leads alone."""
    for one in observations(inquiry):
        yield [
            one.number,
            timezone.localtime(one.received_at).strftime("%Y-%m-%d %H:%M:%S"),
            str(one.get_channel_display()),
            one.source,
            timezone.localtime(one.recorded_at).strftime("%Y-%m-%d %H:%M:%S"),
            one.name or "",
            (one.email or "") if with_addresses else "",
            one.text,
            " ; ".join(themes_of(one)),
            _("yes") if one.is_masked else "",  # type: ignore[attr-defined]
            " ; ".join(place_in_bundle(one, file) for file in files_of(one)),
            one.fingerprint,
        ]
