"""The fictitious follow-up body and department projects of a demonstration."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from engagements.actions.body import record_name_consent
from engagements.models import (
    BodyMeeting,
    BodyMember,
    Commitment,
    CommitmentPoint,
    Department,
    DepartmentProjectIndexPage,
    DepartmentProjectPage,
    FollowUpBodyPage,
    ProgrammePoint,
    ValuePage,
    ValuePoint,
)

from .bodies import stream
from .demo_body_set import BodyExample, DepartmentProjectExample, MeetingExample, MemberExample
from .report import Outcome
from .wanted import Wanted
from .writer import Writer


class BodyLoader:
    """Brings the fictitious members and meetings to the day of the demonstration."""

    def __init__(self, writer: Writer, *, at: datetime, departments: dict[str, Department]) -> None:
        self.writer = writer
        self.at = at
        self.today = timezone.localdate(at)
        self.departments = departments

    def load(self, body: BodyExample | None) -> None:
        """The whole body; what visitors edited stays, what they deleted does not come back."""
        if body is None:
            return
        for member in body.members:
            self._member(member)
        for meeting in body.meetings:
            self._meeting(meeting)
        self._call(body)

    def _member(self, member: MemberExample) -> None:
        key = f"member/{member.key}"
        if self.writer.fingerprints.knows(key):
            self.writer.report.count("member", Outcome.UNCHANGED)
            return
        wanted = Wanted(
            key=key,
            texts={"function": member.function},
            defaults={
                "name": member.name,
                "department": self.departments.get(member.department or ""),
                "leads": member.leads,
                "joined_on": self._ago(member.joined_days_ago),
                "left_on": self._ago(member.left_days_ago),
            },
        )
        seated = self.writer.row("member", wanted, None, BodyMember())
        if member.consented and seated.joined_on:
            record_name_consent(member=seated, given_on=seated.joined_on, by=None, at=self.at)

    def _meeting(self, meeting: MeetingExample) -> None:
        key = f"meeting/{meeting.key}"
        found = BodyMeeting.objects.filter(slug=meeting.key).first()
        if found is None and self.writer.fingerprints.knows(key):
            return  # Somebody deleted it.
        texts: dict[str, Any] = {
            "title": meeting.title,
            "place": meeting.place,
            "agenda": "\n".join(meeting.agenda),
            "minutes": meeting.minutes,
            "attendance": "\n".join(meeting.attendance),
        }
        # What should be to come, and no longer is, gets a new date unless somebody chose one.
        if found is None or (meeting.in_days > 0 and found.starts_at < self.at):
            day = self.today + timedelta(days=meeting.in_days)
            clock = time.fromisoformat(meeting.at_time)
            texts["starts_at"] = timezone.make_aware(datetime.combine(day, clock))
        wanted = Wanted(key=key, texts=texts)
        self.writer.row("meeting", wanted, found, BodyMeeting(slug=meeting.key))

    def _call(self, body: BodyExample) -> None:
        """Opens the call for volunteers once; its last day moves on as long as nobody edits it."""
        page = FollowUpBodyPage.objects.filter(import_key="page/follow_up").first()
        if page is None or body.call_ends_in_days is None:
            return
        over = page.call_ends_on is None or page.call_ends_on < self.today
        if not over:
            return
        texts = {
            "seeks_volunteers": True,
            "call_ends_on": self.today + timedelta(days=body.call_ends_in_days),
        }
        self.writer.revise(page, Wanted(key="page/follow_up/call", texts=texts))

    def _ago(self, days: int | None) -> date | None:
        return None if days is None else self.today - timedelta(days=days)


def load_department_project(
    project: DepartmentProjectExample,
    writer: Writer,
    *,
    at: datetime,
    departments: dict[str, Department],
) -> None:
    """A project with its lists, written once; editors' changes stay."""
    key = f"department_project/{project.key}"
    index = DepartmentProjectIndexPage.objects.filter(import_key="page/department_projects").first()
    exists = DepartmentProjectPage.objects.filter(import_key=key).exists()
    if index is None or (not exists and writer.fingerprints.knows(key)):
        return
    today = timezone.localdate(at)
    next_in = project.next_revision_in_days
    wanted = Wanted(
        key=key,
        texts={
            "title": project.title,
            "introduction": project.introduction,
            "body": stream(project.body),
        },
        defaults={
            "department_id": departments[project.department].pk,
            "scope": project.scope,
            "revised_on": today - timedelta(days=project.revised_days_ago),
            "next_revision_on": None if next_in is None else today + timedelta(days=next_in),
        },
    )
    slug = slugify(project.key)
    page = writer.page("department_project", DepartmentProjectPage, wanted, parent=index, slug=slug)
    if not exists:
        _fill(page, project)


def _fill(page: DepartmentProjectPage, project: DepartmentProjectExample) -> None:
    """Gives a new project its points, and publishes it with them."""
    page.programme_points = [
        ProgrammePoint(label=point.label or "", is_integrated=point.integrated, how=point.how)
        for point in project.programme
    ]
    values = {page.import_key: page for page in ValuePage.objects.all()}
    page.value_points = [
        ValuePoint(
            value=values[f"value/{point.value}"], is_integrated=point.integrated, how=point.how
        )
        for point in project.values
    ]
    commitments = {one.number: one for one in Commitment.objects.all()}
    page.commitment_points = [
        CommitmentPoint(
            commitment=commitments[point.commitment or 0],
            is_integrated=point.integrated,
            how=point.how,
        )
        for point in project.commitments
    ]
    page.save_revision().publish()
