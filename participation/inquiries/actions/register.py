"""Writing in the register: the one door of every channel, and events about what stands in it."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from portal.cms.folding import fold
from portal.decisions import Refused, require
from portal.uploads import CleanFile

from ... import receipts
from ...actions.journal import log
from ...models import StagedFile
from .. import chain, rules
from ..enums import InquiryReason, MaskingGround, ObservationChannel
from ..models import Inquiry, Masking, Observation, ObservationFile, Register
from ..notifications import mail_receipt

if TYPE_CHECKING:
    from portal.accounts.models import User

    from ..models import InquiryMember


@dataclass(frozen=True)
class GivenFile:
    """A file that was checked, and how its sender calls it."""

    clean: CleanFile
    name: str
    description: str = ""


def held_register(inquiry_id: int) -> Register | None:
    """The register, locked until the end of the transaction, with its procedure as it is now."""
    return (
        Register.objects.select_for_update(of=("self",))
        .select_related("inquiry__regime")
        .filter(pk=inquiry_id)
        .first()
    )


@dataclass(frozen=True)
class Deposit:
    """What somebody gives, by whatever channel. `received_at` decides whether it came in time."""

    channel: ObservationChannel
    received_at: datetime
    text: str = ""
    name: str = ""
    email: str = ""
    # The number inside the signed token of the form; its staged files come with it.
    form_token: str | None = None
    # The fingerprint of the message it came by: received twice, it enters once.
    message_digest: str | None = None
    # Where it stands on paper.
    source: str = ""
    keyed_by: "User | None" = None
    # Whether a receipt is mailed: not to machines that answer by themselves.
    answers: bool = True
    is_example: bool = False


def deposit_observation(
    *, inquiry: Inquiry, given: Deposit, at: datetime, files: Iterable[GivenFile] = ()
) -> Observation:
    """Adds an observation at the end of the register; mails its receipt when there is an address.

    `at` is now. `files` come in order, those staged under the form's token after them. Raises
    Refused (those of may_deposit; EMPTY; ALREADY_SENT for a form, ALREADY_RECEIVED for a message);
    nothing is written then, and no file stays.
    """
    register = Register.objects.select_related("inquiry__regime").filter(pk=inquiry.pk).first()
    require(rules.may_deposit(register, given.received_at, at))
    kept = _stored(files)
    try:
        return _deposit(inquiry, given, at, kept)
    except Exception:
        for one in kept:
            one.file.storage.delete(str(one.file.name))
        raise


@transaction.atomic
def _deposit(
    inquiry: Inquiry, given: Deposit, at: datetime, kept: list[ObservationFile]
) -> Observation:
    """The line written under the lock of its register, which is asked again."""
    register = held_register(inquiry.pk)
    require(rules.may_deposit(register, given.received_at, at))
    if register is None:
        raise Refused(InquiryReason.NOT_ANNOUNCED)
    files = [*kept, *_staged(given.form_token, inquiry)]
    if not given.text.strip() and not files:
        raise Refused(InquiryReason.EMPTY)
    line = _line(register, given, at)
    line.files_digest = chain.files_digest(_print(one) for one in files)
    line.fingerprint = chain.line_fingerprint(line)
    _store(line)
    _attach(line, files)
    Register.objects.filter(pk=register.pk).update(last_number=line.number, head=line.fingerprint)
    log("observation.received", observation=line.pk, activity=inquiry.pk, channel=line.channel)
    if given.answers:
        mail_receipt(line)
    return line


def _line(register: Register, given: Deposit, at: datetime) -> Observation:
    """The next line of a register, without its files and fingerprint yet."""
    name, email = given.name.strip(), given.email.strip().lower()
    name_salt = chain.new_salt() if name else None
    email_salt = chain.new_salt() if email else None
    return Observation(
        inquiry=register.inquiry,
        number=register.last_number + 1,
        receipt=receipts.new_receipt(),
        channel=str(given.channel),
        received_at=given.received_at,
        recorded_at=at,
        text=given.text,
        folded=fold(given.text),
        name=name or None,
        email=email or None,
        name_salt=name_salt,
        name_digest=chain.commitment(name_salt, name),
        email_salt=email_salt,
        email_digest=chain.commitment(email_salt, email),
        source=given.source.strip(),
        message_digest=given.message_digest,
        form_token=given.form_token,
        previous=register.head,
        keyed_by=given.keyed_by,
        is_example=given.is_example,
    )


def _stored(files: Iterable[GivenFile]) -> list[ObservationFile]:
    """Files in their place on the disk; they leave it again when nothing is written."""
    kept = []
    for given in files:
        one = ObservationFile(
            file_name=given.name,
            content_type=given.clean.mime_type,
            size=len(given.clean.content),
            sha256=hashlib.sha256(given.clean.content).hexdigest(),
            description=given.description,
        )
        content = ContentFile(given.clean.content)
        one.file.save(f"file.{given.clean.extension}", content, save=False)
        kept.append(one)
    return kept


def _staged(form_token: str | None, inquiry: Inquiry) -> list[ObservationFile]:
    """The files of the form that was sent, which stay where they are."""
    if not form_token:
        return []
    staged = StagedFile.objects.select_for_update().filter(
        form_token=form_token, activity=inquiry.pk
    )
    return [
        ObservationFile(
            file=one.file.name,
            file_name=one.name,
            content_type=one.content_type,
            size=one.size,
            sha256=one.digest,
            description=one.description,
        )
        for one in staged.order_by("kind", "rank")
    ]


def _print(one: ObservationFile) -> chain.FilePrint:
    return chain.FilePrint(name=one.file_name, size=one.size, sha256=one.sha256)


def _store(line: Observation) -> None:
    try:
        with transaction.atomic():
            line.save(force_insert=True)
    except IntegrityError as error:
        known = Observation.objects.filter(inquiry=line.inquiry_id)
        if line.form_token and known.filter(form_token=line.form_token).exists():
            raise Refused(InquiryReason.ALREADY_SENT) from error
        digest = line.message_digest
        if digest and known.filter(message_digest=digest).exists():
            raise Refused(InquiryReason.ALREADY_RECEIVED) from error
        raise


def _attach(line: Observation, kept: list[ObservationFile]) -> None:
    for rank, one in enumerate(kept):
        one.observation, one.rank = line, rank
    ObservationFile.objects.bulk_create(kept)
    if line.form_token:
        StagedFile.objects.filter(form_token=line.form_token, activity=line.inquiry_id).delete()


@transaction.atomic
def mask(
    *,
    observation: Observation,
    by: "InquiryMember",
    ground: MaskingGround,
    reason: str,
    at: datetime,
    file: ObservationFile | None = None,
    passages: Sequence[tuple[int, int]] = (),
) -> Masking:
    """Hides the text of an observation, passages of it, or a file, from the public.

    `passages` are places in the text; without any, all of it is hidden. Who leads reads all the
    same. Raises Refused (NOT_COMMISSIONER, REASON_MISSING, ALREADY_MASKED).
    """
    hidden = Masking(file=file, hides=True, ground=ground, reason=reason.strip())
    hidden.passages = [list(one) for one in passages]
    return _decide(observation, by, hidden, at)


@transaction.atomic
def unmask(
    *,
    observation: Observation,
    by: "InquiryMember",
    reason: str,
    at: datetime,
    file: ObservationFile | None = None,
) -> Masking:
    """Shows again what was hidden.

    Raises Refused (NOT_COMMISSIONER, REASON_MISSING, NOT_MASKED).
    """
    shown = Masking(file=file, hides=False, reason=reason.strip())
    return _decide(observation, by, shown, at)


def _decide(observation: Observation, by: "InquiryMember", event: Masking, at: datetime) -> Masking:
    require(rules.leads(by if by.inquiry_id == observation.inquiry_id else None))
    register = held_register(observation.inquiry_id)
    before = Masking.objects.filter(observation=observation, file=event.file)
    last = before.order_by("-pk").first()
    require(rules.may_mask(last, hides=event.hides, reason=event.reason))
    event.observation, event.decided_at, event.decided_by = observation, at, by.user
    event.ground = event.ground or (last.ground if last else "")
    event.previous = register.masking_head if register else ""
    event.fingerprint = chain.event_fingerprint(event.previous, event.facts())
    event.save(force_insert=True)
    Register.objects.filter(pk=observation.inquiry_id).update(masking_head=event.fingerprint)
    log(
        "observation.masked" if event.hides else "observation.unmasked",
        user=by.user,
        observation=observation.pk,
        activity=observation.inquiry_id,
    )
    return event
