"""Whether published reviews are still what was published: row by row, from the rows themselves."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Model, Q

from portal.canonical import digest, plain
from portal.security.models import SecurityEvent

from ..enums import PUBLISHED_EVENT, REVIEW_FORMAT, ReviewState
from ..models import CommitmentUpdate, Evidence, IndicatorValue, Review
from .review_record import (
    ATTENDANCE,
    EVIDENCE,
    FIGURE,
    LINE,
    NEWS,
    OPINION,
    REVIEW,
    facts,
    line_fingerprint,
)

GONE, ADDED = "missing", "added"


@dataclass(frozen=True)
class Alteration:
    """One thing that is not what was published: where, which field, what was, what is."""

    review: int
    table: str
    key: str
    field: str
    published: Any
    found: Any

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON."""
        return asdict(self)


class _Checker:
    """The alterations of one review."""

    def __init__(self, review: Review) -> None:
        self.review = review
        self.found: list[Alteration] = []

    def note(self, table: str, key: Any, field: str, published: Any, found: Any) -> None:
        self.found.append(Alteration(self.review.number, table, str(key), field, published, found))

    def same(self, row: Model, names: Sequence[str], published: dict[str, Any], key: Any) -> None:
        """Note each column that differs from the record."""
        now = facts(row, names)
        for name in names:
            if now[name] != published.get(name):
                self.note(row._meta.db_table, key, name, published.get(name), now[name])

    def each(
        self,
        rows: Sequence[Model],
        published: Sequence[dict[str, Any]],
        *,
        names: Sequence[str],
        key: str,
        model: type[Model],
    ) -> None:
        """Compare a list of the record with its rows, found by the column that identifies them."""
        table = model._meta.db_table
        known = {facts(row, [key])[key]: row for row in rows}
        for one in published:
            row = known.pop(one[key], None)
            if row is None:
                self.note(table, f"{key}={one[key]}", GONE, one, None)
            else:
                self.same(row, names, one, row.pk)
        for row in known.values():
            self.note(table, row.pk, ADDED, None, facts(row, names))


def published_for_checks() -> Iterator[Review]:
    """Yield the published reviews in their order, with all that a check reads of them."""
    # Whoever opens one again by hand leaves at least one of the three.
    sealed = Q(state=ReviewState.PUBLISHED) | Q(published_at__isnull=False) | ~Q(fingerprint="")
    reviews = Review.objects.filter(sealed).order_by("number")
    yield from reviews.select_related("previous", "meeting").iterator()


def verify_review(review: Review, expected_previous: Review | None) -> list[Alteration]:
    """Return what of a published review is not what was published any more.

    `expected_previous` is the published review before it: the chain must lead there.
    """
    checker = _Checker(review)
    table = Review._meta.db_table
    if review.state != ReviewState.PUBLISHED:
        checker.note(table, review.pk, "state", ReviewState.PUBLISHED.value, review.state)
    if digest(review.canonical) != review.fingerprint:
        found = digest(review.canonical)
        checker.note(table, review.pk, "fingerprint", review.fingerprint, found)
    try:
        record = json.loads(review.canonical)
        _rows(checker, record)
        _sources(checker, record)
        _chain(checker, record, expected_previous)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        checker.note(table, review.pk, "canonical", REVIEW_FORMAT, f"unreadable: {error!r}")
    return checker.found


def not_as_logged(fingerprints: Mapping[int, str]) -> list[Alteration]:
    """Return the reviews published, by the security log, that are gone or were sealed anew.

    `fingerprints` are those of the published reviews that are there, by number. The log is kept
    for the days of its own rule: an older publication is vouched for by the chain alone.
    """
    table, found = Review._meta.db_table, []
    told = SecurityEvent.objects.filter(event=PUBLISHED_EVENT).order_by("pk")
    for details in told.values_list("details", flat=True):
        number, published = details["number"], details["fingerprint"]
        if number not in fingerprints:
            key = f"number={number}"
            found.append(Alteration(number, table, key, GONE, published, None))
        elif fingerprints[number] != published:
            now = fingerprints[number]
            found.append(Alteration(number, table, str(number), "fingerprint", published, now))
    return found


def _rows(checker: _Checker, record: dict[str, Any]) -> None:
    """Compare the review, its opinions, its attendance and its lines."""
    review = checker.review
    checker.same(review, REVIEW, record["review"], review.pk)
    for name, names, key in (
        ("opinions", OPINION, "priority"),
        ("attendance", ATTENDANCE, "function"),
        ("lines", (*LINE, "fingerprint"), "number"),
    ):
        related = getattr(review, name)
        checker.each(list(related.all()), record[name], names=names, key=key, model=related.model)
    for line in review.lines.all():
        if line_fingerprint(line) != line.fingerprint:
            now = line_fingerprint(line)
            checker.note(line._meta.db_table, line.pk, "fingerprint", line.fingerprint, now)


def _sources(checker: _Checker, record: dict[str, Any]) -> None:
    """Compare the news, the evidence with its files, and the figures that the lines cite."""
    pks = [one["id"] for one in record["news"]]
    news = list(CommitmentUpdate.objects.filter(pk__in=pks))
    checker.each(news, record["news"], names=NEWS, key="id", model=CommitmentUpdate)
    proofs = list(Evidence.objects.filter(update__in=pks).select_related("document"))
    told = [one for line in record["lines"] for one in line["evidence"]]
    checker.each(proofs, told, names=EVIDENCE, key="id", model=Evidence)
    for one in proofs:
        if one.document and (now := _file_digest(one)) != one.file_sha256:
            checker.note(Evidence._meta.db_table, one.pk, "file", one.file_sha256, now)
    measured = [one for line in record["lines"] for one in line["figures"]]
    figures = list(IndicatorValue.objects.filter(pk__in=[one["id"] for one in measured]))
    checker.each(figures, measured, names=FIGURE, key="id", model=IndicatorValue)


def _file_digest(one: Evidence) -> str:
    """Return the digest of the file as it is now; nothing when it is gone."""
    try:
        with one.document.file.open("rb") as content:  # type: ignore[union-attr]
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        return ""


def _chain(checker: _Checker, record: dict[str, Any], expected: Review | None) -> None:
    """Compare what the record says of the review before it with that review."""
    now = (
        plain({"number": expected.number, "fingerprint": expected.fingerprint})
        if expected
        else None
    )
    if record["previous"] != now:
        table = Review._meta.db_table
        checker.note(table, checker.review.pk, "previous", record["previous"], now)
