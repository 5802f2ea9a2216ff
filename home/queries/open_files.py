"""What the top room itself gives away: the calendar and the news."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.open_data import Dataset, OpenFile


def site_files(at: datetime) -> Iterator[Dataset]:
    """The calendar for diaries, the news for readers of feeds."""
    diary, feed = reverse("home:agenda_diary"), reverse("home:news_feed")
    yield Dataset(
        key="calendrier",
        title=_("Every date"),
        about=_("Calendar"),
        about_path=reverse("home:agenda"),
        files=(OpenFile("ics", diary),),
    )
    yield Dataset(
        key="actualites",
        title=_("Latest news"),
        about=_("News"),
        about_path="/actualites/",
        files=(OpenFile("atom", feed),),
    )
