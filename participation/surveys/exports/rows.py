"""Answers one by one as a file: CSV or an OpenDocument sheet, written row by row."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import IO, Any

from django.utils.translation import gettext as _

from portal.ods_tables import MIME_TYPE, write_ods
from portal.tables import write_csv

from ..models import Survey
from ..queries.rows import answer_rows, headings

TYPES = {"csv": "text/csv; charset=utf-8", "ods": MIME_TYPE}


def write_answers(survey: Survey, codes: Sequence[str], *, kind: str, file: IO[bytes]) -> int:
    """Writes the file in this format; says how many answers it holds."""
    count = 0

    def counted() -> Iterator[list[Any]]:
        nonlocal count
        for row in answer_rows(survey, codes):
            count += 1
            yield row

    if kind == "ods":
        write_ods(headings(survey, codes), counted(), file, name=_("Answers"))
    else:
        for piece in write_csv(headings(survey, codes), map(_in_french, counted())):
            file.write(piece)
    return count


def _in_french(row: list[Any]) -> list[Any]:
    # Spreadsheets set to French read “3.5” as the third of May.
    return [str(one).replace(".", ",") if isinstance(one, Decimal) else one for one in row]
