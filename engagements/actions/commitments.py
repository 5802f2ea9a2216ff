"""The register of commitments: their official wordings, their steps, indicators and budget."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from wagtail.log_actions import log

from portal.accounts.models import User
from portal.decisions import Refused, require

from .. import draft_rules
from ..enums import DraftRefusal
from ..models import Commitment, CommitmentWording, Milestone

logger = logging.getLogger(__name__)
STEP = ("label", "planned_on", "planned_precision")


@transaction.atomic
def record_wording(
    *, commitment: Commitment, former: str, at: datetime, by: User | None, reason: str = ""
) -> None:
    """Keep in the list of official wordings the one that a commitment has, and had before.

    Called by whoever writes a commitment: its first wording is version 1. `former` is the wording
    of a commitment older than the versions. Again, it changes nothing.
    """
    last = commitment.wordings.order_by("-version").first()
    if last is None:
        last = _write_wording(commitment, 1, former or commitment.wording, at, by)
    if last.wording != commitment.wording:
        words = commitment.wording
        _write_wording(commitment, last.version + 1, words, at, by, {"reason": reason})


@transaction.atomic
def revise_wording(
    *,
    commitment: Commitment,
    wording: str,
    reason: str,
    by: User | None,
    at: datetime,
    decision_url: str = "",
    decision_label: str = "",
) -> CommitmentWording | None:
    """Give a commitment another official wording; the former one stays readable.

    Returns the version written, None when nothing changes. Raises Refused.
    """
    held = Commitment.objects.select_for_update(of=("self",)).get(pk=commitment.pk)
    words = wording.strip()
    require(draft_rules.may_revise_wording(before=held.wording, after=words, reason=reason))
    if words == held.wording:
        return None
    record_wording(commitment=held, former=held.wording, at=at, by=None)
    version = held.wordings.count() + 1
    why = {
        "reason": reason.strip(),
        "decision_url": decision_url,
        "decision_label": decision_label.strip(),
    }
    held.wording = commitment.wording = words
    kept = _write_wording(held, version, words, at, by, why)
    held.save(update_fields=["wording"])
    _tell("revise_wording", held, by, version=version)
    return kept


def _write_wording(
    commitment: Commitment,
    version: int,
    words: str,
    at: datetime,
    by: User | None,
    why: dict[str, str] | None = None,
) -> CommitmentWording:
    """Nobody knows from when the first wording is official; each next one is from its day."""
    return CommitmentWording.objects.create(
        commitment=commitment,
        version=version,
        wording=words,
        since=timezone.localdate(at) if version > 1 else None,
        recorded_at=at,
        recorded_by=by,
        **(why or {}),
    )


@dataclass
class Rows:
    """The rows of one kind that a form asks for: written or rewritten, and deleted."""

    kept: list[Any] = field(default_factory=list)
    deleted: list[Any] = field(default_factory=list)


@transaction.atomic
def set_measures(
    *,
    commitment: Commitment,
    by: User | None,
    at: datetime,
    milestones: Rows | None = None,
    indicators: Rows | None = None,
    budget_lines: Rows | None = None,
) -> None:
    """Write the steps, indicators and budget lines of a commitment as a form wants them.

    A step that is reached and what an indicator with figures measures stay: Refused.
    """
    held = Commitment.objects.select_for_update(of=("self",)).get(pk=commitment.pk)
    milestones, indicators = milestones or Rows(), indicators or Rows()
    refuse_changed_steps(held, milestones)
    refuse_changed_indicators(held, indicators)
    changed = 0
    for rows in (milestones, indicators, budget_lines or Rows()):
        changed += _apply(held, rows)
    if changed:
        _tell("change_measures", held, by, rows=changed)


def refuse_changed_steps(commitment: Commitment, rows: Rows) -> None:
    """Raises Refused when a step that is reached would be rewritten or deleted."""
    known = {one.pk: one for one in commitment.milestones.all()}
    for one, after in _wanted(rows, STEP):
        before = known.get(one.pk)
        if before is not None:
            was = _facts(before, STEP)
            require(
                draft_rules.may_change_step(
                    reached=before.reached_by_id is not None, before=was, after=after
                )
            )


def refuse_changed_indicators(commitment: Commitment, rows: Rows) -> None:
    """Raises Refused when what published figures are read with would change or go."""
    names = draft_rules.READ_WITH_FIGURES
    known = {one.pk: one for one in commitment.indicators.all()}
    measured = set(commitment.indicators.filter(figures__isnull=False).values_list("pk", flat=True))
    for one, after in _wanted(rows, names):
        before = known.get(one.pk)
        if before is not None:
            require(
                draft_rules.may_change_indicator(
                    measured=before.pk in measured, before=_facts(before, names), after=after
                )
            )


def _wanted(
    rows: Rows, names: tuple[str, ...]
) -> Iterable[tuple[models.Model, dict[str, Any] | None]]:
    for one in rows.kept:
        yield one, _facts(one, names)
    for one in rows.deleted:
        yield one, None


def _facts(one: models.Model, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(one, name) for name in names}


def _apply(commitment: Commitment, rows: Rows) -> int:
    """Write and delete; a row of another commitment is never touched."""
    for one in rows.kept:
        if one.pk and one.commitment_id != commitment.pk:
            raise Refused(DraftRefusal.OF_ANOTHER)
        one.commitment = commitment
        one.full_clean()
        # What published news says of a step is written by that news only.
        kept = {"reached_on", "reached_by"} if isinstance(one, Milestone) and one.pk else set()
        names = [item.name for item in one._meta.concrete_fields if not item.primary_key]
        if one.pk:
            one.save(update_fields=[name for name in names if name not in kept])
        else:
            one.save()
    for one in rows.deleted:
        if one.commitment_id == commitment.pk:
            one.delete()
    return len(rows.kept) + len(rows.deleted)


def _tell(action: str, commitment: Commitment, by: User | None, **data: int) -> None:
    log(instance=commitment, action=f"engagements.{action}", user=by, data=data)
    extra = {
        "event": f"engagements.commitment.{_EVENTS[action]}",
        "commitment": commitment.number,
        "by": by.pk if by else None,
        **data,
    }
    logger.info("Commitment changed", extra=extra)


_EVENTS = {"revise_wording": "reworded", "change_measures": "measures_changed"}
