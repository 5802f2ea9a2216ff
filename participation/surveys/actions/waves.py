"""A satisfaction survey ready to be edited, and the next wave of a series; both are drafts."""

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from portal.decisions import Refused

from ...actions.journal import log
from ...enums import Level
from ...models import Activity
from ..enums import SurveyReason
from ..models import Survey
from ..rules.templates import SATISFACTION, satisfaction

if TYPE_CHECKING:
    from portal.accounts.models import User

# What a wave says by itself, or is counted from nothing.
_OWN = frozenset(
    {
        "id",
        "activity_ptr",
        "slug",
        "live",
        "latest_revision",
        "live_revision",
        "first_published_at",
        "last_published_at",
        "has_unpublished_changes",
        "go_live_at",
        "expire_at",
        "expired",
        "locked",
        "locked_at",
        "locked_by",
        "opens_at",
        "closes_at",
        "answer_by",
        "wave",
        "title",
        "import_key",
    }
)


@transaction.atomic
def make_satisfaction_survey(*, by: "User | None", at: datetime, days: int = 14) -> Survey:
    """A draft with the questions of the template, at level 4, for two weeks from tomorrow."""
    opens_at = at + timedelta(days=1)
    survey = Survey(
        title=_("Satisfaction with our services"),
        slug=_free_slug("satisfaction"),
        introduction=_("Say how your last request went: three minutes are enough."),
        promise=_(
            "The results are published in the week after the end.\n"
            "The department in charge says in public what it changes, within a month."
        ),
        level=Level.CONCERTATION,
        opens_at=opens_at,
        closes_at=opens_at + timedelta(days=days),
        series=SATISFACTION,
        live=False,
    )
    survey.questionnaire = _raw(satisfaction())
    return _saved(survey, by)


@transaction.atomic
def next_wave(
    *, survey: Survey, wave: str, opens_at: datetime, closes_at: datetime, by: "User | None"
) -> Survey:
    """A draft of the next wave: the same questions and terms, other dates.

    What is asked in the same words is compared with the other waves. Raises
    Refused(NOT_A_SERIES).
    """
    before = Survey.objects.get(pk=survey.pk)
    if not before.series:
        raise Refused(SurveyReason.NOT_A_SERIES)
    fields = [one for one in Survey._meta.concrete_fields if one.name not in _OWN]
    copied: dict[str, Any] = {one.name: getattr(before, one.name) for one in fields}
    name = before.title.removesuffix(f" ({before.wave})")
    made = Survey(
        **copied,
        title=f"{name[: 117 - len(wave)]} ({wave})",
        slug=_free_slug(f"{before.series}-{wave}"),
        wave=wave,
        opens_at=opens_at,
        closes_at=closes_at,
        live=False,
    )
    made = _saved(made, by)
    made.commitments.set(before.commitments.all())
    made.save()
    return made


def _raw(pages: list[dict[str, Any]]) -> Any:
    """Raw blocks as the field takes them."""
    block = Survey._meta.get_field("questionnaire").stream_block  # type: ignore[union-attr]
    return block.to_python([{**page, "id": str(uuid.uuid4())} for page in pages])


def _saved(survey: Survey, by: "User | None") -> Survey:
    survey.save()
    survey.save_revision(user=by)
    log("survey.prepared", user=by, activity=survey.pk)
    return survey


def _free_slug(wanted: str) -> str:
    """An address that no activity has."""
    base = slugify(wanted)[:70] or SATISFACTION
    alike = Activity.objects.filter(slug__startswith=base)
    taken = set(alike.values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(f"{base}-{n}" for n in range(2, len(taken) + 3) if f"{base}-{n}" not in taken)
