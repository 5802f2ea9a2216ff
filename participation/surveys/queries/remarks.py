"""The texts given in answers, once published: by question, and one by its number."""

from typing import Any

from django.db.models import Count

from portal.cms.keyset import KeysetPage, keyset_page

from ...models import Contribution
from ..models import Remark, Survey

PAGE_SIZE = 20
_ORDER = ["-published_at", "-id"]


def remark_page(survey: Survey, code: str, cursor: str | None) -> "KeysetPage[Remark]":
    """One page of the texts published for a question, the latest first. Raises BadCursor."""
    found: Any = Remark.objects.filter(activity=survey.pk, question_code=code).published()  # type: ignore[attr-defined]
    found = found.select_related("activity", "answer")
    page: KeysetPage[Remark] = keyset_page(
        found, order=_ORDER, cursor=cursor, size=PAGE_SIZE, scope=f"remarques-{code}"
    )
    return page


def citable_remark(survey: Survey, number: int) -> Contribution | None:
    """One remark that may be read at its own address, with its story."""
    found: Any = Contribution.objects.filter(activity=survey.pk, number=number).citable()
    one: Contribution | None = found.with_story().first()
    return one


def published_by_question(survey: Survey) -> dict[str, int]:
    """How many texts are published, by the question they answer; one query."""
    found: Any = Remark.objects.filter(activity=survey.pk).published()  # type: ignore[attr-defined]
    rows = found.order_by().values_list("question_code").annotate(n=Count("pk"))
    return dict(rows)
