"""Writing an import: batches that nobody sees, then all of them taken over at once."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.text import slugify

from portal.cms.folding import fold

from .. import receipts
from ..enums import FINAL_VERDICTS, ImportState, Moderation
from ..import_columns import key
from ..models import (
    ActivityTally,
    Answer,
    AnswerVersion,
    Contribution,
    ContributionImport,
    ContributionWish,
    Neighbourhood,
    Theme,
)
from ..queries.imports import LineReader, ReadLine
from . import counters
from .journal import log

_LISTS: dict[str, Any] = {"theme": Theme, "neighbourhood": Neighbourhood}
_PLAIN = ("title", "text", "place", "display_name", "email", "standing")


class LostLease(Exception):
    """Another worker has taken the import over, or somebody stopped it."""


def hold(imported: ContributionImport, *, at: datetime, **changes: Any) -> None:
    """Gives a sign of life and notes how far one is, only while the import is still one's own.

    Raises LostLease: the transaction in which it happens leaves nothing.
    """
    mine = ContributionImport.objects.filter(
        pk=imported.pk, worker=imported.worker, state=imported.state
    )
    if not mine.update(heartbeat_at=at, **changes):
        raise LostLease
    for name, value in changes.items():
        setattr(imported, name, value)


@transaction.atomic
def reserve_numbers(*, imported: ContributionImport, highest: int, at: datetime) -> None:
    """Keeps the public numbers of the file from whoever gives an idea in the meantime."""
    hold(imported, at=at)
    ActivityTally.objects.get_or_create(activity_id=imported.activity_id)
    tallies = ActivityTally.objects.filter(activity_id=imported.activity_id)
    tallies.update(last_number=Greatest(F("last_number"), highest))


@transaction.atomic
def stage_batch(
    *,
    imported: ContributionImport,
    reader: LineReader,
    lines: list[ReadLine],
    done_rows: int,
    at: datetime,
) -> None:
    """Writes a batch that nobody sees yet, and how far that is, in one short transaction."""
    hold(imported, at=at, done_rows=done_rows)
    created = _create_names(imported, lines)
    numbers = iter(_next_numbers(imported, sum(not read.values.get("number") for read in lines)))
    given = iter(_new_receipts(len(lines)))
    rows = [
        _contribution(
            imported,
            read,
            created,
            at=reader.received_at(read),
            number=read.values.get("number") or next(numbers),
            receipt=next(given),
        )
        for read in lines
    ]
    made = Contribution.objects.bulk_create(rows)
    _add_children(imported, [row.pk for row in made])
    ContributionWish.objects.bulk_create(
        ContributionWish(contribution=row, wish=wish)
        for row, read in zip(made, lines, strict=True)
        for wish in read.values.get("wishes") or ()
    )
    _draft_answers(
        [pair for pair in zip(made, lines, strict=True) if pair[1].values.get("verdict")], at
    )


def _contribution(
    imported: ContributionImport,
    read: ReadLine,
    created: dict[tuple[str, str], int],
    *,
    at: datetime,
    number: int,
    receipt: str,
) -> Contribution:
    values = read.values
    plain = {name: values.get(name) or "" for name in _PLAIN}
    verdict = values.get("verdict") or ""
    return Contribution(
        activity_id=imported.activity_id,
        imported_by=imported,
        moderation=Moderation.STAGED,
        number=number,
        receipt=receipt,
        submitted_at=at,
        channel=values.get("channel") or imported.options["channel"],
        theme_id=_listed("theme", read, created),
        neighbourhood_id=_listed("neighbourhood", read, created),
        concerned_department_id=values.get("concerned_department"),
        verdict=verdict,
        answered_at=values.get("answered_on") if verdict in FINAL_VERDICTS else None,
        stems=fold(f"{plain['title']} {plain['text']}"),
        **plain,
    )


def _listed(name: str, read: ReadLine, created: dict[tuple[str, str], int]) -> int | None:
    found: int | None = read.values.get(name)
    return created[name, key(read.new[name])] if name in read.new else found


def _create_names(
    imported: ContributionImport, lines: Iterable[ReadLine]
) -> dict[tuple[str, str], int]:
    """The rows of lists that these lines ask for by a new name; the import remembers its own."""
    kept: dict[str, list[int]] = imported.options.get("created", {})
    asked: dict[tuple[str, str], str] = {}
    for read in lines:
        for kind, name in read.new.items():
            asked.setdefault((kind, key(name)), name)
    if not asked:
        return {}
    found: dict[tuple[str, str], int] = {}
    for (kind, folded), name in asked.items():
        model = _LISTS[kind]
        known = {key(row.name): row.pk for row in model.objects.all()}
        if folded not in known:
            row = model.objects.create(name=name, slug=_free_slug(model, name))
            known[folded] = row.pk
            kept.setdefault(kind, []).append(row.pk)
            log(f"{kind}.created", contribution_import=imported.pk, **{kind: row.pk})
        found[kind, folded] = known[folded]
    imported.options["created"] = kept
    ContributionImport.objects.filter(pk=imported.pk).update(options=imported.options)
    return found


def _free_slug(model: Any, name: str) -> str:
    slug = plain = slugify(name)[:70].strip("-") or "liste"
    again = 1
    while model.objects.filter(slug=slug).exists():
        again += 1
        slug = f"{plain}-{again}"
    return slug


def _next_numbers(imported: ContributionImport, count: int) -> range:
    """The next public numbers of the activity, reserved until the end of the transaction."""
    if not count:
        return range(0)
    tallies = ActivityTally.objects.filter(activity_id=imported.activity_id)
    tallies.update(last_number=F("last_number") + count)
    last = tallies.values_list("last_number", flat=True).get()
    return range(last - count + 1, last + 1)


def _new_receipts(count: int) -> list[str]:
    """That many receipts that nobody holds."""
    drawn: set[str] = set()
    while len(drawn) < count:
        drawn.update(receipts.new_receipt() for _ in range(count - len(drawn)))
        held = Contribution.objects.filter(receipt__in=drawn).values_list("receipt", flat=True)
        drawn.difference_update(held)
    return list(drawn)


def _add_children(imported: ContributionImport, keys: list[int]) -> None:
    """The rows of the mechanism's own table, which nothing else than their parents fills."""
    mechanism = imported.activity.mechanism
    if mechanism is None or mechanism.contribution_model is None:
        return
    options = apps.get_model(mechanism.contribution_model)._meta
    quote = connection.ops.quote_name
    statement = f"INSERT INTO {quote(options.db_table)} ({quote(options.pk.column)}) VALUES (%s)"  # noqa: S608 - names of ours
    with connection.cursor() as cursor:
        cursor.executemany(statement, [(pk,) for pk in keys])


def _draft_answers(answered: list[tuple[Contribution, ReadLine]], at: datetime) -> None:
    """The answers as drafts, with the commitments they cite; public with their ideas only."""
    answers = Answer.objects.bulk_create(
        Answer(
            contribution=row,
            verdict=row.verdict,
            text=read.values["answer_text"],
            department_id=read.values.get("answer_department"),
            answered_at=row.answered_at,
            live=False,
        )
        for row, read in answered
    )
    links = [
        (answer, row, commitment)
        for answer, (row, read) in zip(answers, answered, strict=True)
        for commitment in read.values.get("commitments") or ()
    ]
    # Of the day on which the public could read it, where the idea comes from.
    AnswerVersion.objects.bulk_create(
        AnswerVersion(
            answer=answer,
            verdict=answer.verdict,
            text=answer.text,
            published_at=answer.answered_at or at,
        )
        for answer in answers
    )
    of_answers, of_rows = Answer.commitments.through, Contribution.commitments.through
    of_answers.objects.bulk_create(
        of_answers(answer_id=answer.pk, commitment_id=commitment) for answer, _, commitment in links
    )
    of_rows.objects.bulk_create(
        of_rows(contribution_id=row.pk, commitment_id=commitment) for _, row, commitment in links
    )


@transaction.atomic
def take_over(*, imported: ContributionImport, at: datetime) -> int:
    """Shows all that was written, or nothing: the last step, in one transaction."""
    hold(imported, at=at)
    rows = Contribution.objects.filter(imported_by=imported)
    changes: dict[str, Any] = {"moderation": Moderation.PENDING}
    if imported.options["moderation"] == Moderation.PUBLISHED:
        # Read where they come from: the clerk answers for it, not the moderators' register.
        changes = {
            "moderation": Moderation.PUBLISHED,
            "published_at": at,
            "moderated_at": at,
            "moderated_by": imported.created_by,
        }
        answers = Answer.objects.filter(contribution__imported_by=imported)
        answers.update(live=True, first_published_at=at, last_published_at=at)
    count = rows.update(**changes)
    counters.count_all(imported.activity_id, rows)
    _offer_themes(imported)
    hold(
        imported,
        at=at,
        state=ImportState.DONE,
        finished_at=at,
        total_rows=imported.done_rows,
        worker="",
    )
    log(
        "import.done",
        contribution_import=imported.pk,
        activity=imported.activity_id,
        count=count,
        moderation=imported.options["moderation"],
    )
    return count


def _offer_themes(imported: ContributionImport) -> None:
    mechanism = imported.activity.mechanism
    themes = Theme.objects.filter(contributions__imported_by=imported).distinct()
    if mechanism:
        mechanism.offer_themes(imported.activity, list(themes))
