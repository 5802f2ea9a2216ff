"""Activities chosen by who asks and when."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from wagtail.search.queryset import SearchableQuerySetMixin

from portal.accounts.rules import readable_audiences

if TYPE_CHECKING:
    from portal.accounts.rules import Reader

    from .activities import Activity  # noqa: F401


class ActivityQuerySet(SearchableQuerySetMixin, models.QuerySet["Activity"]):
    """Activities chosen by who asks and when; “open” is defined here and in `Activity.state`."""

    def visible_to(self, user: "Reader") -> "ActivityQuerySet":
        """Published, and meant for this reader."""
        return self.filter(live=True, visibility__in=readable_audiences(user))

    def open(self, at: datetime) -> "ActivityQuerySet":
        """Open at this moment: start included, end excluded."""
        return self.filter(opens_at__lte=at, closes_at__gt=at)

    def coming(self, at: datetime) -> "ActivityQuerySet":
        """Not open yet."""
        return self.filter(opens_at__gt=at)

    def closed(self, at: datetime) -> "ActivityQuerySet":
        """Over."""
        return self.filter(closes_at__lte=at)
