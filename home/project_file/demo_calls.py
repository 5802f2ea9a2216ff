"""The fictitious calls for ideas: their dates, their ideas, what became of each."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from engagements.models import Commitment, Department
from participation import actions, rules
from participation.actions.promises import move_example
from participation.enums import ActivityState
from participation.ideas.actions import enter_idea
from participation.ideas.models import Idea, IdeaConsultation
from participation.models import Contribution, Neighbourhood, Theme
from portal.accounts.enums import Role
from portal.accounts.models import User

from .bodies import stream
from .calls import theme_of
from .demo_activities import moment
from .demo_reactions import add_reactions, judge
from .demo_set import AnswerExample, CallExample, IdeaExample
from .fingerprints import digest
from .report import Outcome
from .wanted import Wanted
from .writer import Writer

DATES = ("opens_at", "closes_at", "answer_by")


class CallLoader:
    """Brings the fictitious calls to the day of the demonstration."""

    def __init__(
        self,
        writer: Writer,
        *,
        at: datetime,
        departments: dict[str, Department],
        staff: dict[str, User],
        places: dict[str, Neighbourhood],
    ) -> None:
        self.writer = writer
        self.at = at
        self.today = timezone.localdate(at)
        self.departments = departments
        self.staff = staff
        self.places = places

    def load(self, call: CallExample) -> None:
        """The call and its ideas; ideas that visitors gave stay, with their numbers."""
        key = f"example/{call.key}"
        found = IdeaConsultation.objects.filter(import_key=key).first()
        if found is None and self.writer.fingerprints.knows(key):
            return  # Somebody deleted it.
        themes = {theme.key: theme_of(theme.label, self.writer) for theme in call.themes}
        new = IdeaConsultation(slug=call.slug)
        wanted = self._wanted(call, key, found, themes)
        dates = {name: wanted.texts[name] for name in DATES if name in wanted.texts}
        if found and dates and rules.is_frozen(found):
            move_example(activity=found, dates=dates)
        consultation = self.writer.snippet("call", wanted, found, new)
        known = set(
            Contribution.objects.filter(activity=consultation).values_list("number", flat=True)
        )
        for idea in call.ideas:
            self._load_idea(consultation, idea, themes, is_new=idea.number not in known)
        judge(consultation, call.verdict, at=self.at)

    def _wanted(
        self,
        call: CallExample,
        key: str,
        found: IdeaConsultation | None,
        themes: dict[str, Theme],
    ) -> Wanted:
        texts = {
            "title": call.title,
            "introduction": call.introduction,
            "body": stream(call.body),
            "promise": "\n".join(call.promise),
            "who_decides": call.who_decides,
            "not_negotiable": call.not_negotiable,
            "paper_information": call.paper_information,
        }
        defaults = {
            "import_key": key,
            "is_example": True,
            "level": call.level,
            "audience": call.audience,
            "visibility": call.visibility,
            "department": self.departments.get(call.department or ""),
        }
        relations = {} if found else _relations(call, themes)
        texts |= self._dates(call, key, found)
        return Wanted(key=key, texts=texts, defaults=defaults, relations=relations)

    def _dates(self, call: CallExample, key: str, found: IdeaConsultation | None) -> dict[str, Any]:
        """The dates to write, counted from today; none while the call is as it should be.

        Dates are texts like others: once a person edited one, none moves any more. The opening of
        a call that already received ideas stays, so that no idea comes before it.
        """
        wanted: dict[str, Any] = {
            "opens_at": moment(self.at, call.opens_in_days, "00:00"),
            "closes_at": moment(self.at, call.closes_in_days, call.closes_at_time),
            "answer_by": None,
        }
        if call.answer_by_in_days is not None:
            wanted["answer_by"] = self.today + timedelta(days=call.answer_by_in_days)
        if found is None:
            return wanted
        state = _state_in(wanted["opens_at"], wanted["closes_at"], self.at)
        if found.state(self.at) == state or self._was_edited(found, key):
            return {}
        if state != ActivityState.COMING:
            del wanted["opens_at"]
        return wanted

    def _was_edited(self, found: IdeaConsultation, key: str) -> bool:
        of = self.writer.fingerprints.of
        return any(digest(getattr(found, name)) != of(key, name) for name in DATES)

    def _load_idea(
        self,
        consultation: IdeaConsultation,
        idea: IdeaExample,
        themes: dict[str, Theme],
        *,
        is_new: bool,
    ) -> None:
        if not is_new:
            self.writer.report.count("idea", Outcome.UNCHANGED)
            return
        # In the morning, a few minutes apart, so that lists have one order.
        submitted = moment(self.at, -idea.days_ago, "09:00") + timedelta(minutes=7 * idea.number)
        received = enter_idea(
            consultation=consultation,
            number=idea.number,
            title=idea.title,
            text=idea.text,
            theme=themes.get(idea.theme or ""),
            neighbourhood=self.places.get(idea.neighbourhood or ""),
            standing=idea.standing,
            display_name=idea.display_name,
            department_name=idea.department_name,
            channel=idea.channel,
            at=min(submitted, self.at),
            is_example=True,
        )
        self._moderate(received, idea, min(submitted + timedelta(hours=5), self.at))
        received.refresh_from_db()
        if received.is_public and (idea.supports or idea.comments):
            add_reactions(received, idea, at=self.at, by=self.staff.get(Role.PARTICIPATION))
        if idea.answer:
            self._answer(received, idea.answer)
        self.writer.report.count("idea", Outcome.CREATED)

    def _moderate(self, received: Idea, idea: IdeaExample, at: datetime) -> None:
        moderator = self.staff.get(Role.MODERATORS)
        if idea.state == "refused":
            actions.refuse_contribution(
                contribution=received,
                moderator=moderator,
                reason=idea.refusal_reason,
                note=idea.refusal_note,
                at=at,
            )
        elif idea.state != "pending":
            actions.publish_contribution(contribution=received, moderator=moderator, at=at)

    def _answer(self, received: Idea, answer: AnswerExample) -> None:
        actions.answer_contribution(
            contribution=received,
            verdict=answer.verdict,
            text=answer.text,
            department=self.departments.get(answer.department or ""),
            commitments=Commitment.objects.filter(number__in=answer.commitments),
            author=self.staff.get(Role.PARTICIPATION),
            at=min(moment(self.at, -answer.days_ago, "15:00"), self.at),
        )


def _state_in(opens_at: datetime, closes_at: datetime, at: datetime) -> ActivityState:
    return IdeaConsultation(opens_at=opens_at, closes_at=closes_at).state(at)


def _relations(call: CallExample, themes: dict[str, Theme]) -> dict[str, list[Any]]:
    about = Commitment.objects.filter(number__in=call.commitments)
    return {
        "themes": [theme.pk for theme in themes.values()],
        "commitments": list(about.values_list("pk", flat=True)),
    }
