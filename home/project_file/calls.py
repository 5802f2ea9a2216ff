"""The texts of the six levels, and the call for ideas that took place before the portal."""

from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from engagements.models import PriorityPage
from participation import rules
from participation.actions import publish_contribution
from participation.enums import Channel
from participation.ideas.actions import enter_idea
from participation.ideas.models import Idea, IdeaConsultation
from participation.models import ParticipationLevel, Theme

from .bodies import rich_text, stream
from .report import Outcome
from .schema import Level
from .source import Source
from .texts import HistoricCallText, LevelText
from .wanted import Wanted
from .writer import Writer

# Public notices close a call at this minute, so that its last day is the one people read.
LAST_MINUTE = time(23, 59)


def load_levels(source: Source, writer: Writer) -> None:
    """The six levels; one that somebody edited in the admin stays as it is."""
    known = {level.number: level for level in ParticipationLevel.objects.all()}
    written = source.texts.levels if source.texts else {}
    for level in source.facts.participation_levels:
        key = f"level/{level.key}"
        found = known.get(level.number)
        untouched = (
            found is not None
            and found.latest_revision_id is None
            and not writer.fingerprints.knows(key)
        )
        text = written.get(level.key)
        # Without a texts file, what an earlier one wrote stays.
        facts = {} if writer.fingerprints.of(key, "promise") else _fact_texts(level)
        wanted = Wanted(
            key=key,
            facts={"import_key": key},
            texts=_level_texts(text) if text else facts,
            defaults={"name": level.label[:40]},
        )
        new = ParticipationLevel(number=level.number)
        writer.row("level", wanted, found, new, untouched=untouched)


def _fact_texts(level: Level) -> dict[str, object]:
    return {"aim": level.aim, "example": level.example or ""}


def _level_texts(text: LevelText) -> dict[str, object]:
    fields = ("name", "aim", "you_can", "promise", "who_decides", "example", "clock_days")
    texts = {name: getattr(text, name) for name in fields}
    return {**texts, "body": rich_text(text.body)}


def load_themes(source: Source, writer: Writer) -> None:
    """The themes of the project's calls, for officers to offer; their names may be changed."""
    for name in source.facts.idea_themes:
        theme_of(name, writer)


def theme_of(name: str, writer: Writer) -> Theme:
    """The theme of this name, created when there is none."""
    slug = slugify(name)[:80].strip("-")
    found = Theme.objects.filter(Q(slug=slug) | Q(name=name)).first()
    wanted = Wanted(key=f"theme/{slug}", texts={"name": name})
    return writer.row("theme", wanted, found, Theme(slug=slug))


def load_historic_call(
    source: Source, writer: Writer, *, priorities: dict[str, PriorityPage]
) -> None:
    """The closed call whose ideas the project names, each under its public number."""
    call = source.texts.historic_call if source.texts else None
    if call is None:
        if source.facts.ideas:
            writer.report.notes.append(
                _("The ideas are not loaded: the texts file describes no “historic_call”.")
            )
        return
    key = f"call/{call.key}"
    wanted = _wanted_call(source, call, key)
    found = IdeaConsultation.objects.filter(import_key=key).first()
    if found and rules.is_frozen(found):
        _leave_terms(wanted)
    consultation = writer.snippet("call", wanted, found, IdeaConsultation(slug=call.slug))
    _load_ideas(source, call, consultation, writer, priorities)


def _wanted_call(source: Source, call: HistoricCallText, key: str) -> Wanted:
    """What the file says of the call."""
    levels = {level.key: level.number for level in source.facts.participation_levels}
    return Wanted(
        key=key,
        facts={
            "import_key": key,
            "opens_at": _moment(call.opens.first, time.min),
            "closes_at": _moment(call.closes.last, LAST_MINUTE),
            "answer_by": call.answer_by.last if call.answer_by else None,
        },
        texts={
            "title": call.title,
            "introduction": call.introduction,
            "period_label": call.period_label or "",
            "body": stream(call.body),
            "promise": "\n".join(call.promise),
            "who_decides": call.who_decides,
            "not_negotiable": call.not_negotiable,
        },
        # Frozen once somebody has contributed, hence never written again.
        defaults={
            "level": levels[call.level],
            "audience": call.audience,
            "visibility": call.visibility,
        },
    )


def _leave_terms(wanted: Wanted) -> None:
    """The terms under which people took part change by a public amendment, not by a new file."""
    for term in rules.FROZEN_TERMS:
        wanted.texts.pop(term, None)
        wanted.facts.pop(term, None)


def _load_ideas(
    source: Source,
    call: HistoricCallText,
    consultation: IdeaConsultation,
    writer: Writer,
    priorities: dict[str, PriorityPage],
) -> None:
    named: dict[int, set[int]] = {}
    for priority in source.facts.priorities:
        for number in priority.ideas:
            named.setdefault(number, set()).add(priorities[priority.key].pk)
    known = {idea.number: idea for idea in Idea.objects.filter(activity=consultation)}
    for number, label in source.facts.ideas.items():
        found = known.get(number)
        idea = found or _enter(consultation, number, label, call)
        outcome = _follow(idea, label, named.get(number, set()), is_new=not found)
        writer.report.count("idea", outcome)


def _enter(consultation: IdeaConsultation, number: int, label: str, call: HistoricCallText) -> Idea:
    """The idea as the source names it: a number and a label, nothing else is known."""
    # The source tells the months of the call only: its last day, for want of the idea's own.
    at = consultation.closes_at - timedelta(seconds=1)
    idea = enter_idea(
        consultation=consultation,
        number=number,
        title=label,
        text=call.idea.text,
        at=at,
        channel=Channel.UNRECORDED,
    )
    publish_contribution(contribution=idea, moderator=None, at=at)
    idea.refresh_from_db()
    return idea


def _follow(idea: Idea, label: str, priorities: set[int], *, is_new: bool) -> Outcome:
    """Brings label and priorities to those of the file."""
    renamed = idea.title != label
    if renamed:
        idea.title = label
        idea.save()
    moved = set(idea.priorities.values_list("pk", flat=True)) != priorities
    if moved:
        idea.priorities.set(priorities)
    if is_new:
        return Outcome.CREATED
    return Outcome.UPDATED if renamed or moved else Outcome.UNCHANGED


def _moment(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))
