"""Pages of the paper register, letters and words: keyed in by one person, compared by another."""

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from portal.decisions import Refused, require
from portal.uploads import CleanFile

from ...actions.journal import log
from .. import room_rules, rules
from ..enums import ObservationChannel
from ..models import Inquiry, KeyedPage, Observation, Register
from ..room_enums import RoomReason
from .register import Deposit, deposit_observation

if TYPE_CHECKING:
    from portal.accounts.models import User

# What the second person may correct.
WORDS = ("channel", "received_at", "source", "text", "name", "email")


@transaction.atomic
def key_in_page(
    *,
    inquiry: Inquiry,
    keyed_by: "User",
    form_token: str,
    at: datetime,
    scan: CleanFile | None = None,
    scan_name: str = "",
    **fields: Any,
) -> KeyedPage:
    """Keeps what was keyed in until somebody else compares it; nothing of it is public.

    Raises Refused (those of may_deposit for the day received, ALREADY_SENT).
    """
    register = Register.objects.select_related("inquiry__regime").filter(pk=inquiry.pk).first()
    require(rules.may_deposit(register, fields["received_at"], at))
    page = KeyedPage(
        inquiry=inquiry, keyed_by=keyed_by, keyed_at=at, form_token=form_token, **fields
    )
    if scan is not None:
        _attach(page, scan, scan_name)
    try:
        with transaction.atomic():
            page.save(force_insert=True)
    except IntegrityError as error:
        _drop(page)
        if KeyedPage.objects.filter(form_token=form_token).exists():
            raise Refused(RoomReason.ALREADY_SENT) from error
        raise
    log("page.keyed_in", user=keyed_by, activity=inquiry.pk, page=page.pk)
    return page


def _attach(page: KeyedPage, scan: CleanFile, name: str) -> None:
    page.file_name, page.content_type = name, scan.mime_type
    page.size, page.sha256 = len(scan.content), hashlib.sha256(scan.content).hexdigest()
    page.file.save(f"file.{scan.extension}", ContentFile(scan.content), save=False)


def _drop(page: KeyedPage) -> None:
    if page.file:
        page.file.storage.delete(str(page.file.name))


@transaction.atomic
def verify_page(
    *, page: KeyedPage, verified_by: "User", at: datetime, **fields: Any
) -> Observation:
    """A second person compared with the page and confirms, or corrects: it enters the register.

    Numbered after whatever the register holds by then. Raises Refused (ALREADY_HANDLED,
    SAME_PERSON, those of may_deposit).
    """
    held = KeyedPage.objects.select_for_update().get(pk=page.pk)
    require(room_rules.may_verify(held, verified_by.pk))
    held.corrected = [
        name for name in WORDS if name in fields and getattr(held, name) != fields[name]
    ]
    for name in held.corrected:
        setattr(held, name, fields[name])
    held.observation = deposit_observation(
        inquiry=Inquiry.objects.get(pk=held.inquiry_id),
        given=Deposit(
            channel=ObservationChannel(held.channel),
            received_at=held.received_at,
            text=held.text,
            name=held.name,
            email=held.email,
            source=held.source,
            keyed_by=held.keyed_by,
        ),
        at=at,
    )
    held.verified_at, held.verified_by = at, verified_by
    # The register holds them from now on, where they can be forgotten.
    held.text = held.name = held.email = ""
    held.save()
    log("page.verified", user=verified_by, activity=held.inquiry_id, corrected=len(held.corrected))
    return held.observation


@transaction.atomic
def discard_page(*, page: KeyedPage, by: "User", at: datetime) -> None:
    """Takes back what was keyed in by mistake, before anybody compared it: nothing of it stays.

    Raises Refused(ALREADY_HANDLED).
    """
    held = KeyedPage.objects.select_for_update().get(pk=page.pk)
    require(room_rules.may_discard(held))
    log("page.discarded", user=by, activity=held.inquiry_id, page=held.pk)
    file = held.file
    held.delete()
    if file:
        transaction.on_commit(lambda: file.storage.delete(str(file.name)))
