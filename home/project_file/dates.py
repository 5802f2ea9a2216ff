"""Dates as project files write them: to the day (2019-11-21) or to the month (2019-03)."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import PlainValidator
from pydantic_core import PydanticCustomError

_WRITTEN = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")


@dataclass(frozen=True)
class WrittenDate:
    """A date, and how exactly it is known."""

    first: date
    to_the_day: bool

    @property
    def last(self) -> date:
        """The last day it may mean."""
        if self.to_the_day:
            return self.first
        days = calendar.monthrange(self.first.year, self.first.month)[1]
        return self.first.replace(day=days)


def parse(value: Any) -> WrittenDate:
    """The date written; refuses anything but YYYY-MM-DD and YYYY-MM, and days that never were."""
    match = _WRITTEN.fullmatch(value) if isinstance(value, str) else None
    if value is None:
        raise PydanticCustomError("date_missing", _("this date is missing."))  # type: ignore[arg-type]
    if match is None:
        raise PydanticCustomError(
            "date_form",
            _("write this date as 2019-11-21, or 2019-11 when only the month is known."),  # type: ignore[arg-type]
        )
    year, month, day = match.groups()
    try:
        return WrittenDate(date(int(year), int(month), int(day or 1)), to_the_day=day is not None)
    except ValueError:
        raise PydanticCustomError(
            "date_unknown",
            _("this day does not exist."),  # type: ignore[arg-type]
        ) from None


Written = Annotated[WrittenDate, PlainValidator(parse)]
