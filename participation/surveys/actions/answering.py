"""Answering: begun, kept while typed, given once; texts become remarks that a moderator reads."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.decisions import Refused, require
from portal.keyed_hashes import keyed

from ... import actions as core
from ... import receipts
from ...actions.eligibility import take_proof
from ...actions.journal import log
from ...eligibility import NOTHING_SHOWN, Proof
from ...enums import Channel, Moderation
from ..enums import Once, QuestionKind, SurveyChannel, SurveyReason
from ..models import (
    Kiosk,
    Participation,
    QuestionnaireVersion,
    Remark,
    Survey,
    SurveyAnswer,
    SurveyDraft,
)
from ..queries.drafts import (
    ACCOUNT_KEY,
    digest_of,
    has_answered,
    opened,
    purpose_of,
    sealed,
)
from ..rules import moments
from ..rules.answers import Answers, Typed, answers_of, kept_with, missing
from ..rules.questionnaire import Question
from .counting import count_answer, show_batch
from .freezing import freeze_questions

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.accounts.rules import Reader

_CHANNELS = {SurveyChannel.PAPER: Channel.PAPER}
_LABEL = 250


@transaction.atomic
def begin_answer(
    *,
    survey: Survey,
    typed: dict[str, list[str]],
    page: int,
    at: datetime,
    reader: "Reader" = None,
    user: "User | None" = None,
) -> str:
    """Keeps an answer that somebody begins; gives the word of its private link.

    With an account, it is found again by the account: one a survey, the last begun is kept up.
    Freezes the questions. Raises Refused (those of may_answer, NO_QUESTIONS).
    """
    require(moments.may_answer(survey, user or reader, at, answered=has_answered(survey, user)))
    freeze_questions(survey=survey, at=at)
    kept: dict[str, Any] = {
        "sealed": sealed(typed),
        "page": page,
        "updated_on": timezone.localdate(at),
    }
    key = secrets.token_urlsafe(24)
    if user is None:
        SurveyDraft.objects.create(survey_id=survey.pk, key_digest=digest_of(key), **kept)
        return key
    fresh = {"key_digest": digest_of(key), **kept}
    draft, is_new = SurveyDraft.objects.select_for_update().get_or_create(
        survey_id=survey.pk, user=user, defaults=fresh
    )
    if not is_new:
        # Begun in another window: what was typed there, further on, stays.
        draft.sealed = sealed({**opened(draft.sealed), **typed})
        draft.page, draft.updated_on = page, kept["updated_on"]
        draft.save(update_fields=["sealed", "page", "updated_on"])
    return ACCOUNT_KEY


@transaction.atomic
def keep_typed(
    *, draft: SurveyDraft, sent: Typed, names: Iterable[str], page: int, at: datetime
) -> dict[str, list[str]]:
    """Keeps these fields as they were just sent, right or wrong; gives all that is typed so far.

    Read again under its lock: two windows of one answer lose nothing of each other. Raises
    Refused(DRAFT_GONE).
    """
    held = SurveyDraft.objects.select_for_update().filter(pk=draft.pk).first()
    if held is None:
        raise Refused(SurveyReason.DRAFT_GONE)
    typed = kept_with(opened(held.sealed), sent, names)
    held.sealed, held.page, held.updated_on = sealed(typed), page, timezone.localdate(at)
    held.save(update_fields=["sealed", "page", "updated_on"])
    return typed


@transaction.atomic
def forget_draft(*, draft: SurveyDraft) -> None:
    """Erases an answer being typed, when its author asks for it."""
    SurveyDraft.objects.filter(pk=draft.pk).delete()


@dataclass(frozen=True)
class Sending:
    """How an answer comes: by what way, from what form, with what proof."""

    form_key: str
    channel: str = SurveyChannel.ONLINE
    reader: "Reader" = None
    user: "User | None" = None
    proof: Proof = NOTHING_SHOWN
    draft: SurveyDraft | None = None
    kiosk: Kiosk | None = None
    # The day on which a paper was received; online, today.
    received_on: date | None = None
    is_doubted: bool = False
    is_example: bool = False
    # Under what word the files of each question were kept while one typed; only where some were.
    files: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def give_answer(*, survey: Survey, typed: Typed, at: datetime, sending: Sending) -> SurveyAnswer:
    """Counts an answer, once: its values in the answer, its texts to be read, its draft gone.

    Only the questions that are shown count. Who answered is marked apart, without day nor key in
    common. Raises Refused (those of may_answer, may_run and take_proof; ALREADY_SENT,
    ALREADY_ANSWERED, NO_QUESTIONS, INCOMPLETE when nothing at all was answered).
    """
    _require_may(survey, at, sending)
    version = freeze_questions(survey=survey, at=at)
    digest = digest_of(sending.form_key)
    if SurveyAnswer.objects.filter(form_digest=digest).exists():
        raise Refused(SurveyReason.ALREADY_SENT)
    answers = answers_of(version.questionnaire, typed)
    # On paper somebody may have left anything out: it counts as it came.
    on_paper = sending.channel == SurveyChannel.PAPER
    gaps = [] if on_paper else missing(version.questionnaire, answers)
    if gaps or not (answers or sending.files):
        raise Refused(SurveyReason.INCOMPLETE)
    _mark(survey, sending)
    take_proof(activity=survey, proof=sending.proof, at=at)
    answer = _store(survey, version, answers, digest, at=at, sending=sending)
    count_answer(survey.pk, version.questionnaire, answer)
    show_batch(survey, at)
    _remarks(survey, version, answer, answers, sending)
    if sending.draft is not None:
        SurveyDraft.objects.filter(pk=sending.draft.pk).delete()
    log("survey.answered", activity=survey.pk, channel=str(sending.channel))
    return answer


def _require_may(survey: Survey, at: datetime, sending: Sending) -> None:
    """Asks the rule of the way by which it comes; a paper was asked when it was keyed in."""
    require(moments.may_use(survey, sending.channel))
    if sending.channel == SurveyChannel.KIOSK and sending.kiosk is not None:
        require(moments.may_run(sending.kiosk, at))
    elif sending.channel == SurveyChannel.ONLINE:
        answered = has_answered(survey, sending.user)
        reader = sending.user or sending.reader
        require(moments.may_answer(survey, reader, at, answered=answered))


def _mark(survey: Survey, sending: Sending) -> None:
    """Marks that the account answered; the database refuses a second mark."""
    if survey.once != Once.ACCOUNT or sending.user is None:
        return
    who = keyed(purpose_of(survey.pk), str(sending.user.pk))
    try:
        with transaction.atomic():
            Participation.objects.create(survey_id=survey.pk, who_hash=who)
    except IntegrityError as error:
        raise Refused(SurveyReason.ALREADY_ANSWERED) from error


def _store(
    survey: Survey,
    version: QuestionnaireVersion,
    answers: Answers,
    digest: str,
    *,
    at: datetime,
    sending: Sending,
) -> SurveyAnswer:
    """The answer; of its texts, only that there are some: they are remarks, read and moderated."""
    read = {one.code for one in version.questionnaire.questions() if _is_read(one)}
    values = {code: code in read or value for code, value in answers.items()}
    values |= dict.fromkeys(sending.files, True)
    try:
        with transaction.atomic():
            return SurveyAnswer.objects.create(
                survey_id=survey.pk,
                version=version,
                receipt=receipts.new_receipt(),
                form_digest=digest,
                channel=sending.channel,
                kiosk=sending.kiosk,
                answered_on=sending.received_on or timezone.localdate(at),
                values=values,
                is_example=sending.is_example,
            )
    except IntegrityError as error:
        if SurveyAnswer.objects.filter(form_digest=digest).exists():
            raise Refused(SurveyReason.ALREADY_SENT) from error
        raise


def _is_read(question: Question) -> bool:
    """Whether what is given is read by somebody instead of counted."""
    return question.kind in {QuestionKind.TEXT, QuestionKind.FILE}


def _remarks(
    survey: Survey,
    version: QuestionnaireVersion,
    answer: SurveyAnswer,
    answers: Answers,
    sending: Sending,
) -> None:
    """The texts and files, each waiting to be read, under their day: no hour leads to anybody."""
    day = datetime.combine(answer.answered_on, time())
    common: dict[str, Any] = {
        "given_in": answer,
        "channel": _CHANNELS.get(SurveyChannel(sending.channel), Channel.ONLINE),
        "is_example": sending.is_example,
        "moderation": Moderation.PENDING,
    }
    for question in version.questionnaire.questions():
        token = sending.files.get(question.code, "")
        text = answers.get(question.code, "") if question.kind == QuestionKind.TEXT else ""
        if not text and not token:
            continue
        remark = core.receive(
            Remark,
            activity=survey,
            at=max(survey.opens_at, timezone.make_aware(day)),
            title=question.label[:_LABEL],
            text=text,
            question_code=question.code,
            **common,
        )
        if token:
            core.attach_staged_files(contribution=remark, form_token=token)
