"""Versions of a text: the first as it is brought, the next ones as amendments are integrated."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from portal.canonical import fingerprint_of
from portal.decisions import Refused, require

from ...actions.journal import log
from .. import rules
from ..enums import AmendmentKind, DraftingReason, PartKind
from ..models import Drafting, Paragraph, Retouch, TextVersion, VersionParagraph
from ..models.amendments import Decision
from ..notifications import tell_of_version
from ..queries.working import Working, working_text
from ..rules.conflicts import Part, numbered
from ..rules.differences import edits
from ..rules.provenance import INITIAL, Change, Origin, Piece, as_data, revised
from .holding import held_text, latest_version

if TYPE_CHECKING:
    from portal.accounts.models import User

GROUP = Origin("group")


@transaction.atomic
def bring_text(*, drafting: Drafting, by: "User | None", at: datetime) -> TextVersion | None:
    """Publishes the text brought by the city as a version; nothing when it is the last one already.

    Before anybody took part, the group may still bring another wording: what it changes is its own.
    """
    held = held_text(drafting.pk)
    before = latest_version(held.pk)
    brought = held.brought
    if not brought:
        return None
    parts = _brought(held, brought, before)
    if before and _same(before, parts):
        return None
    return _publish(held, parts, before=before, note="", is_final=False, by=by, at=at)


def _brought(
    held: Drafting, brought: list[tuple[str, str, str]], before: TextVersion | None
) -> list[Part]:
    known = {one.key: one for one in Paragraph.objects.filter(drafting=held)}
    wanted = [(key, kind) for key, kind, _words in brought if key not in known]
    Paragraph.objects.bulk_create(
        Paragraph(drafting=held, key=key, kind=kind) for key, kind in wanted
    )
    known = {one.key: one for one in Paragraph.objects.filter(drafting=held)}
    pieces = {one.place: one.pieces for one in _parts_of(before)} if before else {}
    found = []
    for key, kind, words in brought:
        place = known[key].pk
        old = pieces.get(place)
        new: tuple[Piece, ...]
        if old is None:
            new = (Piece(words, INITIAL if before is None else GROUP),)
        else:
            new = rewritten(Part(place, kind, old), words)
        found.append(Part(place, kind, new))
    return found


def rewritten(part: Part, words: str) -> tuple[Piece, ...]:
    """A part written otherwise by the group in its own name."""
    changes = [
        Change(edit, (Piece(edit.new, GROUP),) if edit.new else (), GROUP)
        for edit in edits(part.text, words)
    ]
    return revised(part.pieces, changes)


def _parts_of(version: TextVersion) -> list[Part]:
    return [row.part for row in version.parts.select_related("paragraph")]


def _same(version: TextVersion, parts: Sequence[Part]) -> bool:
    mine = [(part.place, part.text) for part in parts]
    return mine == list(version.parts.values_list("paragraph", "text"))


@transaction.atomic
def publish_version(
    *,
    drafting: Drafting,
    note: str,
    seen: str,
    is_final: bool = False,
    by: "User | None",
    at: datetime,
) -> TextVersion:
    """Publishes the text with all that was adopted since the last version; it stays as it is.

    `seen` is the digest of what the officer read (`Working.digest`): what was decided meanwhile is
    never published unseen. Raises Refused (CHANGED_MEANWHILE, CONFLICTS_LEFT, NOTE_MISSING,
    NOTHING_TO_INTEGRATE, NOT_ALL_DECIDED, TEXT_IS_FINAL, NO_VERSION).
    """
    held = held_text(drafting.pk)
    working = working_text(held)
    if working.digest != seen:
        raise Refused(DraftingReason.CHANGED_MEANWHILE)
    _require_ready(held, working, is_final=is_final, at=at)
    if not note.strip():
        raise Refused(DraftingReason.NOTE_MISSING)
    parts = _integrated(held, working)
    version = _publish(
        held, parts, before=working.version, note=note.strip(), is_final=is_final, by=by, at=at
    )
    Decision.objects.filter(pk__in=[one.pk for one in working.decisions]).update(
        integrated_in=version
    )
    Retouch.objects.filter(pk__in=[one.pk for one in working.retouches]).update(
        integrated_in=version
    )
    return version


def _require_ready(held: Drafting, working: Working, *, is_final: bool, at: datetime) -> None:
    decision = rules.may_publish_version(
        held,
        working.version,
        changes=len(working.decisions) + len(working.retouches),
        clashes=working.clashes,
        waiting=working.waiting,
        is_final=is_final,
        at=at,
    )
    require(decision)
    if working.stale:
        raise Refused(DraftingReason.CONFLICTS_LEFT)


def _integrated(held: Drafting, working: Working) -> list[Part]:
    """The parts of the next version; those that amendments add have their own rows from now on."""
    added = [one for one in working.adopted if one.kind == AmendmentKind.ADD]
    Paragraph.objects.bulk_create(
        Paragraph(drafting=held, key=f"a{one.number}", kind=PartKind.PARAGRAPH) for one in added
    )
    keys = [f"a{one.number}" for one in added]
    rows = Paragraph.objects.filter(drafting=held, key__in=keys).values_list("key", "pk")
    new = {int(key[1:]): pk for key, pk in rows}
    retouched = {one.paragraph_id: one.text for one in working.retouches}
    return [
        Part(part.place, part.kind, rewritten(part, retouched[part.place]))
        if part.place in retouched
        else part
        for part in working.consolidated(new)
    ]


def _publish(
    held: Drafting,
    parts: Sequence[Part],
    *,
    before: TextVersion | None,
    note: str,
    is_final: bool,
    by: "User | None",
    at: datetime,
) -> TextVersion:
    """Writes a version and its parts, with the fingerprint of what it says; tells who follows."""
    number = before.number + 1 if before else 1
    keys = dict(Paragraph.objects.filter(drafting=held).values_list("pk", "key"))
    labels = numbered(parts)
    facts = [
        {"key": keys[part.place], "kind": str(part.kind), "number": label, "text": part.text}
        for part, label in zip(parts, labels, strict=True)
    ]
    version = TextVersion.objects.create(
        drafting=held,
        number=number,
        note=note,
        is_final=is_final,
        published_at=at,
        published_by=by,
        fingerprint=fingerprint_of({"version": number, "parts": facts}),
    )
    _write_parts(version, parts, labels)
    log("text.version_published", user=by, activity=held.pk, number=number)
    if number > 1:
        tell_of_version(version)
    return version


def _write_parts(version: TextVersion, parts: Sequence[Part], labels: Sequence[str]) -> None:
    VersionParagraph.objects.bulk_create(
        VersionParagraph(
            version=version,
            paragraph_id=part.place,
            position=position,
            label=label,
            text=part.text,
            pieces=as_data(part.pieces),
        )
        for position, (part, label) in enumerate(zip(parts, labels, strict=True), start=1)
    )
