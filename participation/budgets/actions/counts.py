"""The count: every ballot opened, counted twice over, published, the key destroyed; or nothing."""

import json
import logging
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from portal.canonical import canonical_text, digest
from portal.decisions import Refused, require

from .. import ballot_box
from ..count_rules import may_count
from ..counting import api as counting
from ..enums import BudgetReason, PaperKind, ProjectStage, Realisation, SecretKind, VoteEventKind
from ..mails import mail_counts_differ, tell_of_results
from ..models import (
    BallotBox,
    BoxSecret,
    Count,
    ParticipatoryBudget,
    Project,
    ProjectDecision,
    RuleVersion,
    SealedBallot,
)
from ..queries.ballots import as_counted, ballots_sha256, grouped_ballots
from ..queries.rules import latest_version
from ..queries.turnout import turnout_of, unsigned_batches
from ..rulebook import Rulebook, choices_text
from ..software import software
from .journal import record
from .publication import Vote, write_files
from .storing import Folder

if TYPE_CHECKING:
    from portal.accounts.models import User

logger = logging.getLogger("participation")

# What the count says when its two computations do not agree.
_DIFFER = "two-counts"
_PAGE = 5_000


def count_and_publish(*, budget: ParticipatoryBudget, by: "User | None", at: datetime) -> Count:
    """Opens the ballots of a sealed box, counts them, publishes the files, destroys the key.

    One transaction: whatever fails, or a process killed, leaves the box sealed and nothing public.
    The reference and the fast path count each envelope; when they differ nothing is published and
    the officers are told by mail. Ballots are opened by pages: grouped, a million fit in memory.

    Raises Refused (NOT_CLOSED, PAPER_PENDING, ALREADY_COUNTED, KEY_MISSING, COUNTS_DIFFER).
    """
    folder = Folder(budget.pk)
    try:
        with transaction.atomic():
            return _count(budget, folder, by, at)
    except BaseException as error:
        folder.forget()
        if isinstance(error, counting.Fault) and error.code == _DIFFER:
            extra = {"event": "budgets.counts_differ", "budget": budget.pk}
            logger.error("The two counts differ", extra=extra)
            mail_counts_differ(budget)
            raise Refused(BudgetReason.COUNTS_DIFFER) from error
        raise


def _count(budget: ParticipatoryBudget, folder: Folder, by: "User | None", at: datetime) -> Count:
    held, box, version = _held(budget)
    rules = Rulebook.read(version.text)
    _open_ballots(box)
    grouped = grouped_ballots(held, rules)
    ballots = {one: as_counted(rules, grouped[one]) for one in grouped}
    envelopes = [
        counting.count_envelope(rules.data, one.id, ballots[one.id]) for one in rules.envelopes
    ]
    others = [
        {"id": one.id, "rules": counting.other_rules(rules.data, one.id, ballots[one.id])}
        for one in rules.envelopes
    ]
    result = canonical_text(counting.result_of(rules.data, envelopes))
    count = Count.objects.create(
        budget=held,
        rules=version,
        input_sha256=ballots_sha256(grouped),
        software=software(),
        result=result,
        result_sha256=digest(result),
        about=canonical_text({**turnout_of(held), "others": others}),
        made_at=at,
        made_by=by,
    )
    _settle_projects(held, json.loads(result), by, at)
    _close_box(box, count, Vote(rules, grouped, ballots), folder, at)
    tell_of_results(held, at)
    return count


def _held(budget: ParticipatoryBudget) -> tuple[ParticipatoryBudget, BallotBox, RuleVersion]:
    """The budget, its box held until the end and with its keys, the rules in force."""
    BallotBox.objects.select_for_update(of=("self",)).filter(budget=budget).first()
    box = ballot_box.box_with_keys(budget.pk)
    require(may_count(box, unsigned_batches=unsigned_batches(budget)))
    held = ParticipatoryBudget.objects.get(pk=budget.pk)
    version = latest_version(held)
    if box is None or version is None:
        raise Refused(BudgetReason.NOT_OPENED)
    return held, box, version


def _open_ballots(box: BallotBox) -> None:
    """Writes in clear what each ballot says; its sealed form goes."""
    table = SealedBallot._meta.db_table
    key = SealedBallot._meta.pk
    statement = f'UPDATE "{table}" SET choices = %s, sealed = %s WHERE id = %s'  # noqa: S608 - our name
    for page in _pages(box):
        opened = [
            (
                choices_text(ballot_box.open_sealed(box, sealed)),
                "",
                key.get_db_prep_value(pk, connection),
            )
            for pk, sealed in page
        ]
        with connection.cursor() as cursor:
            cursor.executemany(statement, opened)


def _pages(box: BallotBox) -> Iterator[list[tuple[Any, str]]]:
    """The sealed ballots that say something, by pages in the order of their random names."""
    rows = SealedBallot.objects.filter(budget=box.budget_id, kind=PaperKind.VALID).order_by("pk")
    last = None
    while True:
        after = rows.filter(pk__gt=last) if last else rows
        page = list(after.values_list("pk", "sealed")[:_PAGE])
        if not page:
            return
        yield page
        last = page[-1][0]


def _settle_projects(
    budget: ParticipatoryBudget, result: dict[str, Any], by: "User | None", at: datetime
) -> None:
    """Says of each project of the ballot whether it is elected."""
    winners = {int(one) for envelope in result["envelopes"] for one in envelope["winners"]}
    projects = list(Project.objects.filter(budget=budget, stage=ProjectStage.ON_BALLOT))
    elected = [one for one in projects if one.number in winners]
    others = [one for one in projects if one.number not in winners]
    Project.objects.filter(pk__in=[one.pk for one in elected]).update(
        stage=ProjectStage.ELECTED, realisation=Realisation.AWAITED
    )
    Project.objects.filter(pk__in=[one.pk for one in others]).update(stage=ProjectStage.NOT_ELECTED)
    stages = [(one, ProjectStage.ELECTED) for one in elected]
    stages += [(one, ProjectStage.NOT_ELECTED) for one in others]
    ProjectDecision.objects.bulk_create(
        ProjectDecision(project=one, stage=stage, decided_at=at, decided_by=by)
        for one, stage in stages
    )


def _close_box(box: BallotBox, count: Count, vote: Vote, folder: Folder, at: datetime) -> None:
    """Publishes the files, destroys the key that opened the ballots, writes the journal."""
    folder.sweep()
    manifest = write_files(count, vote, folder)
    BoxSecret.objects.filter(box=box, kind=SecretKind.SEAL).delete()
    BallotBox.objects.filter(pk=box.pk).update(counted_at=at)
    budget = count.budget
    record(
        budget=budget,
        kind=VoteEventKind.COUNTED,
        at=at,
        rules=count.rules.number,
        rules_sha256=count.rules.sha256,
        input_sha256=count.input_sha256,
        result_sha256=count.result_sha256,
        software=count.software,
    )
    record(budget=budget, kind=VoteEventKind.KEY_DESTROYED, at=at, key=SecretKind.SEAL)
    record(
        budget=budget,
        kind=VoteEventKind.PUBLISHED,
        at=at,
        files=len(folder.files),
        manifest_sha256=manifest.sha256,
    )
