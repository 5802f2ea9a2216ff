"""Files of a form being written, and of a contribution once it is sent; and their erasure."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from portal.uploads import CleanFile

from ..enums import FileKind
from ..models import (
    DOCUMENTS_AT_MOST,
    PICTURES_AT_MOST,
    Activity,
    Attachment,
    Contribution,
    StagedFile,
)
from ..models.files import KeptFile
from .journal import log, log_about

_AT_MOST = {FileKind.PICTURE: PICTURES_AT_MOST, FileKind.DOCUMENT: DOCUMENTS_AT_MOST}
# What a staged file and an attached one have in common.
_KEPT = ("kind", "file", "name", "description", "content_type", "size", "width", "height")
_BATCH = 500


@dataclass(frozen=True)
class Upload:
    """A file that was checked, and how its sender calls it."""

    clean: CleanFile
    name: str
    kind: FileKind


def stage_file(
    *, activity: Activity, form_token: str, upload: Upload, at: datetime
) -> StagedFile | None:
    """Keeps a file of a form that is not sent for good yet; None when there is no room for it.

    The same content sent again with the same form is the file already kept.
    """
    digest = hashlib.sha256(upload.clean.content).hexdigest()
    for rank in range(_AT_MOST[upload.kind]):
        before = StagedFile.objects.filter(form_token=form_token, digest=digest).first()
        if before:
            return before
        taken = StagedFile.objects.filter(form_token=form_token, kind=upload.kind, rank=rank)
        if not taken.exists() and (
            staged := _stage(activity, form_token, upload, digest=digest, rank=rank, at=at)
        ):
            return staged
    return None


def _stage(
    activity: Activity, form_token: str, upload: Upload, *, digest: str, rank: int, at: datetime
) -> StagedFile | None:
    """The file in its place; None when somebody took the place meanwhile."""
    clean = upload.clean
    staged = StagedFile(
        activity=activity,
        form_token=form_token,
        digest=digest,
        staged_at=at,
        kind=upload.kind,
        rank=rank,
        name=upload.name,
        content_type=clean.mime_type,
        size=len(clean.content),
        width=clean.width,
        height=clean.height,
    )
    staged.file.save(f"file.{clean.extension}", ContentFile(clean.content), save=False)
    try:
        with transaction.atomic():
            staged.save()
    except IntegrityError:
        staged.file.delete(save=False)
        return None
    except Exception:
        staged.file.delete(save=False)
        raise
    log("file.staged", activity=activity.pk, kind=upload.kind, size=staged.size)
    return staged


@transaction.atomic
def describe_files(*, form_token: str, descriptions: Mapping[int, str]) -> None:
    """Writes down what the pictures of a form show; files of other forms are left alone."""
    for staged in StagedFile.objects.filter(form_token=form_token, pk__in=descriptions):
        if staged.description != descriptions[staged.pk]:
            staged.description = descriptions[staged.pk]
            staged.save(update_fields=["description"])


@transaction.atomic
def drop_file(*, form_token: str, pk: int) -> None:
    """Erases one file of a form; nothing happens when this form has none of this number."""
    for staged in StagedFile.objects.filter(form_token=form_token, pk=pk):
        _erase_once_committed([staged])
        staged.delete()


@transaction.atomic
def attach_staged_files(*, contribution: Contribution, form_token: str) -> list[Attachment]:
    """Gives a contribution the files of the form that sent it; called in its transaction."""
    staged = list(
        StagedFile.objects.select_for_update().filter(
            form_token=form_token, activity=contribution.activity_id
        )
    )
    # Pictures come first, then the document.
    staged.sort(key=lambda file: (file.kind != FileKind.PICTURE, file.rank))
    attached = Attachment.objects.bulk_create(
        Attachment(
            contribution=contribution,
            rank=rank,
            **{name: getattr(file, name) for name in _KEPT},
        )
        for rank, file in enumerate(staged)
    )
    StagedFile.objects.filter(pk__in=[file.pk for file in staged]).delete()
    if attached:
        log_about("contribution.files_attached", contribution)
    return attached


def erase_staged_files(*, at: datetime, dry_run: bool = False) -> int:
    """Erases the files of forms that nobody sent within STAGED_FILE_HOURS; says how many."""
    before = at - timedelta(hours=settings.STAGED_FILE_HOURS)
    old = StagedFile.objects.filter(staged_at__lt=before).order_by("pk")
    count = 0
    if dry_run:
        count = old.count()
    else:
        while batch := _erase_batch(old):
            count += batch
    log("file.staged_erased", count=count, dry_run=dry_run)
    return count


@transaction.atomic
def _erase_batch(old: Any) -> int:
    batch = list(old.select_for_update()[:_BATCH])
    StagedFile.objects.filter(pk__in=[file.pk for file in batch]).delete()
    _erase_once_committed(batch)
    return len(batch)


def erase_attachments(*, contributions: Iterable[int]) -> int:
    """Erases the files of contributions that are erased themselves; says how many.

    The files go once the caller's transaction is committed.
    """
    attached = list(Attachment.objects.filter(contribution__in=list(contributions)))
    Attachment.objects.filter(pk__in=[file.pk for file in attached]).delete()
    _erase_once_committed(attached)
    return len(attached)


def _erase_once_committed(kept: Iterable[KeptFile]) -> None:
    for one in kept:
        name = one.file.name or ""
        transaction.on_commit(partial(default_storage.delete, name), robust=True)
