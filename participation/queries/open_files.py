"""What anybody may take away of the public activities, for the catalogue of open data."""

from collections.abc import Iterator
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.open_data import Dataset, OpenFile, register_datasets

from ..enums import ActivityState
from ..mechanism import Mechanism, OpenRows
from ..models import Activity
from . import visible_activities


def register() -> None:
    """Brings the files to the catalogue; called while the application starts."""
    register_datasets(activity_files)


def activity_files(at: datetime) -> Iterator[Dataset]:
    """The answers of the city, then the files of each public activity, the latest first."""
    answers = reverse("participation:answers")
    yield Dataset(
        key="reponses",
        title=_("Answers and their delays"),
        about=_("The answers of the city"),
        about_path=answers,
        files=(OpenFile("csv", reverse("participation:answers_csv")),),
    )
    for activity in visible_activities(AnonymousUser(), at).order_by("-opens_at", "pk"):
        mechanism = activity.mechanism
        if mechanism is None:
            continue
        for rows in mechanism.open_rows:
            if not rows.when_closed or activity.state(at) == ActivityState.CLOSED:
                yield _dataset(activity, mechanism, rows)


def _dataset(activity: Activity, mechanism: Mechanism, rows: OpenRows) -> Dataset:
    named = {"csv": rows.csv, "json": rows.json, "ics": rows.ics}
    files = [OpenFile(kind, mechanism.url(activity, name)) for kind, name in named.items() if name]
    first = files[0].path.rpartition("/")[2].partition(".")[0]
    return Dataset(
        key=f"{activity.slug}-{first}",
        title=rows.title,
        about=activity.title,
        about_path=activity.url,
        files=tuple(files),
    )
