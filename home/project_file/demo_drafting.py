"""The fictitious texts written together: amendments, decisions, versions, as days went by."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from engagements.models import Department
from participation import actions
from participation.actions.promises import move_example
from participation.drafting.actions import (
    bring_text,
    choose_order,
    decide_amendment,
    enter_amendment,
    publish_version,
)
from participation.drafting.models import Drafting, TextAmendment, VersionParagraph
from participation.drafting.queries.reading import latest_version
from participation.drafting.queries.working import working_text
from participation.enums import Verdict
from portal.accounts.enums import Role
from portal.accounts.models import User

from .demo_activities import judge_promise, moment, numbered
from .demo_drafting_set import (
    AmendmentExample,
    DecisionExample,
    DraftingExample,
    OrderExample,
    VersionExample,
)
from .report import Outcome
from .wanted import Wanted
from .writer import Writer

_COPIED = ("title", "introduction", "who_decides", "not_negotiable")


class DraftingLoader:
    """Brings the fictitious texts to the day of the demonstration."""

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

    def load(self, example: DraftingExample) -> None:
        """The text, and what happened to it; what visitors gave since stays."""
        key = f"drafting/{example.key}"
        found = Drafting.objects.filter(import_key=key).first()
        if found is None and self.writer.fingerprints.knows(key):
            return  # Somebody deleted it.
        dates = self._dates(example)
        if found is not None:
            # Its opening stays: amendments came after it.
            moved = {name: dates[name] for name in ("closes_at", "answer_by")}
            move_example(activity=found, dates=moved)
        wanted = Wanted(
            key=key,
            texts=_texts(example),
            defaults={
                "import_key": key,
                "is_example": True,
                "department": self.departments.get(example.department or ""),
                **({} if found else {**dates, "text": _stream(example)}),
            },
            relations={} if found else {"commitments": numbered(example.commitments)},
        )
        drafting = self.writer.snippet("drafting", wanted, found, Drafting(slug=example.slug))
        if found is not None:
            return
        bring_text(drafting=drafting, by=None, at=drafting.opens_at)
        for _day, _rank, happen in sorted(self._story(drafting, example), key=lambda one: one[:2]):
            happen()
        judge_promise(drafting, example.verdict, by=self.staff.get(Role.PARTICIPATION), at=self.at)

    def _dates(self, example: DraftingExample) -> dict[str, Any]:
        days = example.answer_by_in_days
        today = timezone.localdate(self.at)
        return {
            "opens_at": moment(self.at, example.opens_in_days, "00:00"),
            "closes_at": moment(self.at, example.closes_in_days, "23:59"),
            "answer_by": None if days is None else today + timedelta(days=days),
        }

    def _ago(self, days: int, clock: str) -> datetime:
        return min(moment(self.at, -days, clock), self.at)

    def _story(
        self, drafting: Drafting, example: DraftingExample
    ) -> list[tuple[int, int, Callable[[], None]]]:
        """All that happened, each with its day (negative) and its rank in the day."""
        story: list[tuple[int, int, Callable[[], None]]] = []
        for one in example.amendments:
            story.append((-one.days_ago, 1, self._entering(drafting, one)))
            for decision in filter(None, (one.decision, one.settled)):
                happen = self._deciding(drafting, one.number, decision)
                story.append((-decision.days_ago, 2, happen))
        for order in example.orders:
            story.append((-order.days_ago, 3, self._ordering(drafting, order)))
        for version in example.versions:
            story.append((-version.days_ago, 4, self._publishing(drafting, version)))
        return story

    def _entering(self, drafting: Drafting, example: AmendmentExample) -> Callable[[], None]:
        return lambda: self._enter(drafting, example)

    def _enter(self, drafting: Drafting, example: AmendmentExample) -> None:
        row = VersionParagraph.objects.select_related("paragraph").get(
            version=latest_version(drafting), label=example.part
        )
        sent_at = self._ago(example.days_ago, "09:30") + timedelta(minutes=example.number)
        amendment = enter_amendment(
            drafting=drafting,
            paragraph=row.paragraph,
            kind=example.kind,
            title=example.title,
            text=example.text,
            proposed=example.added or row.text.replace(example.words, example.become),
            display_name=example.display_name,
            number=example.number,
            at=min(sent_at, self.at),
            is_example=True,
        )
        if example.published_days_ago is not None:
            read_at = max(sent_at, self._ago(example.published_days_ago, "14:00"))
            moderator = self.staff.get(Role.MODERATORS)
            actions.publish_contribution(contribution=amendment, moderator=moderator, at=read_at)
        for said in example.comments:
            self._comment(amendment, said)
        if example.reply:
            actions.answer_contribution(
                contribution=amendment,
                verdict=Verdict.ANSWERED,
                text=example.reply.text,
                department=drafting.department,
                author=self.staff.get(Role.PARTICIPATION),
                at=self._ago(example.reply.days_ago, "15:00"),
            )
        self.writer.report.count("amendment", Outcome.CREATED)

    def _comment(self, amendment: TextAmendment, said: Any) -> None:
        at = self._ago(said.days_ago, "18:00")
        comment = actions.add_comment(
            contribution=amendment, text=said.text, at=at, display_name=said.display_name
        )
        if not comment.is_public:
            moderator = self.staff.get(Role.MODERATORS)
            actions.publish_comment(comment=comment, moderator=moderator, at=at)

    def _deciding(
        self, drafting: Drafting, number: int, decision: DecisionExample
    ) -> Callable[[], None]:
        def decide() -> None:
            decide_amendment(
                amendment=TextAmendment.objects.get(activity=drafting.pk, number=number),
                outcome=decision.outcome,
                reason=decision.reason,
                text=decision.text,
                by=None,
                at=self._ago(decision.days_ago, "16:00"),
            )

        return decide

    def _ordering(self, drafting: Drafting, example: OrderExample) -> Callable[[], None]:
        ranks = {number: rank for rank, number in enumerate(example.amendments, start=1)}
        return lambda: choose_order(drafting=drafting, ranks=ranks, by=None)

    def _publishing(self, drafting: Drafting, example: VersionExample) -> Callable[[], None]:
        def publish() -> None:
            publish_version(
                drafting=drafting,
                note=example.note,
                seen=working_text(drafting).digest,
                is_final=example.is_final,
                by=self.staff.get(Role.PARTICIPATION),
                at=self._ago(example.days_ago, "17:00"),
            )

        return publish


def _texts(example: DraftingExample) -> dict[str, Any]:
    copied = {name: getattr(example, name) for name in _COPIED}
    return {**copied, "promise": "\n".join(example.promise)}


def _stream(example: DraftingExample) -> list[dict[str, Any]]:
    """The parts as blocks whose identifiers are the same at each load."""
    return [
        {
            "type": "heading" if part.heading else "paragraph",
            "value": part.heading or part.paragraph,
            "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{example.key}/{rank}")),
        }
        for rank, part in enumerate(example.parts)
    ]
