"""The fictitious explained decisions: their texts, their questions, their log of corrections."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from engagements.models import Department
from participation import actions, rules
from participation.actions.promises import move_example
from participation.briefings.actions import enter_question, record_correction, say_clarity
from participation.briefings.enums import Clarity
from participation.briefings.models import Briefing
from participation.enums import Verdict
from participation.models import Contribution
from portal.accounts.enums import Role
from portal.accounts.models import User

from .bodies import rich_text
from .demo_activities import moment
from .demo_briefing_set import BriefingExample, FigureExample, QuestionExample
from .fingerprints import digest
from .report import Outcome
from .wanted import Wanted
from .writer import Writer

DATES = ("opens_at", "closes_at")


class BriefingLoader:
    """Brings the fictitious explained decisions to the day of the demonstration."""

    def __init__(
        self,
        writer: Writer,
        *,
        at: datetime,
        departments: dict[str, Department],
        staff: dict[str, User],
    ) -> None:
        self.writer = writer
        self.at = at
        self.departments = departments
        self.staff = staff

    def load(self, example: BriefingExample) -> None:
        """The page, its questions, opinions and corrections; what visitors gave stays."""
        key = f"example/{example.key}"
        found = Briefing.objects.filter(import_key=key).first()
        if found is None and self.writer.fingerprints.knows(key):
            return  # Somebody deleted it.
        wanted = self._wanted(example, key, found)
        dates = {name: wanted.texts[name] for name in DATES if name in wanted.texts}
        if found and dates and rules.is_frozen(found):
            move_example(activity=found, dates=dates)
        briefing = self.writer.snippet("briefing", wanted, found, Briefing(slug=example.slug))
        known = set(Contribution.objects.filter(activity=briefing).values_list("number", flat=True))
        for question in example.questions:
            if question.number in known:
                self.writer.report.count("question", Outcome.UNCHANGED)
            else:
                self._question(briefing, question)
        if found is None:
            self._after(briefing, example)

    def _wanted(self, example: BriefingExample, key: str, found: Briefing | None) -> Wanted:
        texts = {
            "title": example.title,
            "introduction": example.introduction,
            "promise": "\n".join(example.promise),
            "who_decides": example.who_decides,
            "not_negotiable": example.not_negotiable,
            "decided_by": example.decided_by,
            "decision": rich_text(example.decision),
            "reasons": rich_text(example.reasons),
            "plain_text": rich_text(example.plain_text),
            "effects": _blocks("effect", [one.model_dump() for one in example.effects]),
            "comparison": _blocks("line", [one.model_dump() for one in example.comparison]),
            "key_figures": _blocks("figure", [_figure(one) for one in example.figures]),
        }
        defaults = {
            "import_key": key,
            "is_example": True,
            "answer_days": example.answer_days,
            "department": self.departments.get(example.department or ""),
        }
        if example.decided_days_ago is not None:
            day = timezone.localdate(self.at) - timedelta(days=example.decided_days_ago)
            defaults["decided_on"] = day
        return Wanted(key=key, texts=texts | self._dates(example, key, found), defaults=defaults)

    def _dates(self, example: BriefingExample, key: str, found: Briefing | None) -> dict[str, Any]:
        """The dates to write, counted from today; none while questions are taken as they should."""
        wanted = {
            "opens_at": moment(self.at, example.opens_in_days, "00:00"),
            "closes_at": moment(self.at, example.closes_in_days, "23:59"),
        }
        if found is None:
            return wanted
        of = self.writer.fingerprints.of
        edited = any(digest(getattr(found, name)) != of(key, name) for name in DATES)
        if edited or found.state(self.at) == Briefing(**wanted).state(self.at):
            return {}
        # The opening of a page that already received questions stays: none comes before it.
        return {"closes_at": wanted["closes_at"]}

    def _question(self, briefing: Briefing, example: QuestionExample) -> None:
        asked_at = moment(self.at, -example.days_ago, "09:00") + timedelta(
            minutes=7 * example.number
        )
        question = enter_question(
            briefing=briefing,
            number=example.number,
            title=example.title,
            text=example.text,
            display_name=example.display_name,
            at=min(asked_at, self.at),
            is_example=True,
        )
        if example.published_days_ago is not None:
            read_at = moment(self.at, -example.published_days_ago, "14:00")
            moderator = self.staff.get(Role.MODERATORS)
            actions.publish_contribution(
                contribution=question, moderator=moderator, at=max(asked_at, min(read_at, self.at))
            )
            question.refresh_from_db()
        if example.answer:
            actions.answer_contribution(
                contribution=question,
                verdict=Verdict.ANSWERED,
                text=example.answer.text,
                department=self.departments.get(example.answer.department or ""),
                author=self.staff.get(Role.PARTICIPATION),
                at=min(moment(self.at, -example.answer.days_ago, "15:00"), self.at),
            )
        self.writer.report.count("question", Outcome.CREATED)

    def _after(self, briefing: Briefing, example: BriefingExample) -> None:
        """The opinions and the log of a page that was just loaded; never again."""
        for one in example.corrections:
            record_correction(
                briefing=briefing,
                texts=["key_figures"],
                what=one.what,
                why=one.why,
                by=self.staff.get(Role.PARTICIPATION),
                at=min(moment(self.at, -one.days_ago, "11:00"), self.at),
            )
        counts = example.opinions.model_dump() if example.opinions else {}
        for opinion in Clarity.values:
            for rank in range(counts.get(opinion, 0)):
                token = f"example-{example.key}-{opinion}-{rank}"
                say_clarity(briefing=briefing, opinion=opinion, form_token=token, at=self.at)


def _blocks(kind: str, values: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"type": kind, "value": value} for value in values]


def _figure(figure: FigureExample) -> dict[str, Any]:
    lines = [{"label": line.label, "value": str(line.value)} for line in figure.lines]
    return {**figure.model_dump(exclude={"lines"}), "lines": lines}
