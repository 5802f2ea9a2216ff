"""The fictitious campaigns: their texts around the day of the load, their counts, what was told."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from engagements.models import Department
from participation.actions import publish_contribution
from participation.actions.promises import move_example
from participation.campaigns.actions import count_example, enter_testimony
from participation.campaigns.enums import Kept, Way
from participation.campaigns.models import Campaign
from portal.accounts.enums import Role
from portal.accounts.models import User

from .demo_activities import judge_promise, moment, numbered
from .demo_campaign_set import CampaignExample, KeptExample
from .report import Outcome
from .wanted import Wanted
from .writer import Writer

_CORE_DATES = ("opens_at", "closes_at", "answer_by")


class CampaignLoader:
    """Brings the fictitious campaigns to the day of the demonstration."""

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
        self.today = timezone.localdate(at)
        self.departments = departments
        self.officer = staff.get(Role.PARTICIPATION)

    def load(self, example: CampaignExample) -> None:
        """The campaign and its counts; one that somebody deleted does not come back."""
        key = f"campaign/{example.key}"
        found = Campaign.objects.filter(import_key=key).first()
        if found is None and self.writer.fingerprints.knows(key):
            return  # Somebody deleted it.
        dates = self._dates(example)
        if found is not None:
            # Its opening stays: nothing that was told may come before it.
            moved = {name: dates[name] for name in ("closes_at", "answer_by")}
            move_example(activity=found, dates=moved)
            later = {name: day for name, day in dates.items() if name not in _CORE_DATES}
            Campaign.objects.filter(pk=found.pk).update(**later)
            found.refresh_from_db()
        wanted = Wanted(
            key=key,
            texts=self._texts(example),
            defaults={
                "import_key": key,
                "is_example": True,
                "department": self.departments.get(example.department or ""),
                **({} if found else {**dates, **self._streams(example)}),
            },
            relations={} if found else {"commitments": numbered(example.commitments)},
        )
        kept = self.writer.snippet("campaign", wanted, found, Campaign(slug=example.slug))
        if found is None:
            self._after(kept, example)

    def _dates(self, example: CampaignExample) -> dict[str, Any]:
        return {
            "opens_at": moment(self.at, example.opens_in_days, "00:00"),
            "closes_at": moment(self.at, example.closes_in_days, "23:59"),
            "answer_by": self._day(example.outcome_in_days),
            "follow_up_opens_on": self._day(example.asks_in_days),
            "follow_up_closes_on": self._day(example.asks_until_in_days),
        }

    def _day(self, days: int | None) -> Any:
        return None if days is None else self.today + timedelta(days=days)

    def _texts(self, example: CampaignExample) -> dict[str, Any]:
        return {
            "title": example.title,
            "introduction": example.introduction,
            "promise": "\n".join(example.promise),
            "who_decides": example.who_decides,
            "not_negotiable": example.not_negotiable,
            "paper_information": example.paper_information,
            "follow_up_question": example.question,
        }

    def _streams(self, example: CampaignExample) -> dict[str, Any]:
        """What editors make of it afterwards is theirs: written once."""
        return {
            "messages": _blocks("message", [one.model_dump() for one in example.messages]),
            "resources": _blocks("resource", [one.model_dump() for one in example.resources]),
            "dates": _blocks(
                "date",
                [
                    {
                        "title": one.title,
                        "starts_at": moment(self.at, one.in_days, one.at).isoformat(),
                        "place": one.place,
                        "note": one.note,
                    }
                    for one in example.dates
                ],
            ),
            "pledges": _blocks(
                "pledge", [one.model_dump(exclude={"times"}) for one in example.pledges]
            ),
            "quiz": _blocks(
                "question",
                [one.model_dump(exclude={"answered", "right"}) for one in example.quiz],
            ),
        }

    def _after(self, campaign: Campaign, example: CampaignExample) -> None:
        """The counts, words, outcome and verdict of a campaign that was just loaded; once."""
        count_example(
            campaign=campaign,
            pledges=[one.times for one in example.pledges],
            quiz=[(one.answered, one.right) for one in example.quiz],
            follow_up={
                Way.LINK: _kept(example.asked_by_mail),
                Way.OPEN: _kept(example.asked_openly),
            },
            at=self.at,
        )
        for one in example.testimonies:
            at = min(moment(self.at, -one.days_ago, "10:00"), self.at)
            testimony = enter_testimony(
                campaign=campaign,
                number=one.number,
                text=one.text,
                display_name=one.display_name,
                at=at,
                is_example=True,
            )
            if one.is_published:
                read_at = min(at + timedelta(hours=3), self.at)
                publish_contribution(contribution=testimony, moderator=None, at=read_at)
            self.writer.report.count("testimony", Outcome.CREATED)
        self._end(campaign, example)

    def _end(self, campaign: Campaign, example: CampaignExample) -> None:
        """The outcome is published as an editor publishes it: with the figures of the day."""
        if example.outcome:
            campaign.outcome_text = "".join(f"<p>{text}</p>" for text in example.outcome)
            campaign.save_revision(user=self.officer).publish(user=self.officer)
        judge_promise(campaign, example.verdict, by=self.officer, at=self.at)


def _kept(counts: KeptExample | None) -> dict[str, int]:
    given = counts or KeptExample()
    found = {Kept.KEPT: given.kept, Kept.PARTLY: given.partly, Kept.NOT: given.no}
    return {str(answer): count for answer, count in found.items() if count}


def _blocks(kind: str, values: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"type": kind, "value": value} for value in values]
