"""The closed lists of the room: statuses, displayed states, precision of a date."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext, pgettext_lazy

# What the security log calls the publication of a review.
PUBLISHED_EVENT = "engagements.review.published"


# Changes with the meaning of a key; docs/decisions/0022-frozen-reviews.md describes each.
REVIEW_FORMAT = "parvis-review/1"


class CommitmentStatus(models.TextChoices):
    """What a department reports about a commitment; lateness is derived, never stored."""

    NOT_STARTED = "not_started", pgettext_lazy("commitment", "Not started")
    UNDER_WAY = "under_way", pgettext_lazy("commitment", "Under way")
    DONE = "done", pgettext_lazy("commitment", "Done")
    DROPPED = "dropped", pgettext_lazy("commitment", "Dropped")
    UNKNOWN = "unknown", pgettext_lazy("commitment", "Status not reported")


CLOSED_STATUSES = frozenset({CommitmentStatus.DONE, CommitmentStatus.DROPPED})


class DisplayState(models.TextChoices):
    """What the public reads: the status, except that a passed due date says late."""

    DONE = "done", pgettext_lazy("commitment", "Done")
    UNDER_WAY = "under_way", pgettext_lazy("commitment", "Under way")
    LATE = "late", pgettext_lazy("commitment", "Late")
    NOT_STARTED = "not_started", pgettext_lazy("commitment", "Not started")
    DROPPED = "dropped", pgettext_lazy("commitment", "Dropped")
    UNKNOWN = "unknown", pgettext_lazy("commitment", "Status not reported")

    @property
    def kind(self) -> str:
        """Suffix of the css classes (status--doing, tile--late…)."""
        return _KINDS[self.value]

    @property
    def slug(self) -> str:
        """French word of the state in addresses (?etat=en-retard)."""
        return _SLUGS[self.value]

    def counted(self, count: int) -> str:
        """Word written under a counter, agreeing with its number."""
        return _COUNTED[self.value](count)


_KINDS = {
    "done": "done",
    "under_way": "doing",
    "late": "late",
    "not_started": "todo",
    "dropped": "dropped",
    "unknown": "unknown",
}
_SLUGS = {
    "done": "realise",
    "under_way": "en-cours",
    "late": "en-retard",
    "not_started": "pas-commence",
    "dropped": "abandonne",
    "unknown": "non-renseigne",
}
_COUNTED = {
    "done": lambda n: npgettext("commitments", "done", "done", n),
    "under_way": lambda n: npgettext("commitments", "under way", "under way", n),
    "late": lambda n: npgettext("commitments", "late", "late", n),
    "not_started": lambda n: npgettext("commitments", "not started", "not started", n),
    "dropped": lambda n: npgettext("commitments", "dropped", "dropped", n),
    "unknown": lambda n: npgettext("commitments", "not reported", "not reported", n),
}


class DatePrecision(models.TextChoices):
    """How exactly a due date was published."""

    DAY = "day", _("Day")
    MONTH = "month", _("Month")
    YEAR = "year", _("Year")


class RefusalReason(models.TextChoices):
    """Why a progress report is refused."""

    TEXT_MISSING = "text_missing", _("Write what was done since the last news.")
    REASON_MISSING = (
        "reason_missing",
        _("Say why the commitment is dropped: this reason is published."),
    )
    DATE_IN_FUTURE = "date_in_future", _("The date of the news cannot be in the future.")
    DUE_BEFORE_FIRST = (
        "due_before_first",
        _("The new due date must be later than the first one."),
    )
    OTHER_DEPARTMENT = (
        "other_department",
        _("Another department reports on this commitment: its pilot does, or communications."),
    )


class DraftState(models.TextChoices):
    """Where news stands between the department that prepares it and the public."""

    DRAFT = "draft", pgettext_lazy("news", "In preparation")
    SUBMITTED = "submitted", pgettext_lazy("news", "Waiting for approval")
    RETURNED = "returned", pgettext_lazy("news", "Sent back")
    PUBLISHED = "published", pgettext_lazy("news", "Published")


OPEN_DRAFTS = (DraftState.DRAFT, DraftState.SUBMITTED, DraftState.RETURNED)


class DraftRefusal(models.TextChoices):
    """Why a report in preparation, a step, a figure or a wording is left as it is."""

    NOT_APPROVER = (
        "not_approver",
        _("Only those who approve reports publish them or send them back."),
    )
    SETTLED = "settled", _("This report is published already: a correction is a new report.")
    NOT_SENT = "not_sent", _("This report does not wait for approval any more: read it again.")
    CHANGED = (
        "changed",
        _("Somebody changed this report since you opened it: read it again before you decide."),
    )
    IN_PREPARATION = (
        "in_preparation",
        _("News of this commitment is already in preparation: open it instead."),
    )
    REASON_MISSING = "reason_missing", _("Say why: whoever prepared the report will read it.")
    OF_ANOTHER = "of_another", _("The news to correct is about another commitment.")
    STEP_REACHED = (
        "step_reached",
        _("This step is reached: published news says so. It can be neither changed nor deleted."),
    )
    INDICATOR_MEASURED = (
        "indicator_measured",
        _(
            "Figures of this indicator are published: what it measures can be neither changed "
            "nor deleted. Add another indicator instead."
        ),
    )
    WORDING_REASON_MISSING = (
        "wording_reason_missing",
        _("Say why the official wording changes: the reason is published."),
    )
    WORDING_EMPTY = "wording_empty", _("Write the official wording.")


class EvidenceKind(models.TextChoices):
    """What proves that something was done."""

    DOCUMENT = "document", _("Document")
    LINK = "link", _("Link")
    DELIBERATION = "deliberation", _("Deliberation of the council")


class IndicatorDirection(models.TextChoices):
    """Which way a figure should go."""

    UP = "up", pgettext_lazy("indicator", "The higher the better")
    DOWN = "down", pgettext_lazy("indicator", "The lower the better")


class ReviewState(models.TextChoices):
    """Whether a review may still be written."""

    OPEN = "open", pgettext_lazy("review", "Open")
    PUBLISHED = "published", pgettext_lazy("review", "Published and frozen")


class ReviewRefusal(models.TextChoices):
    """Why a review is not opened, written or published."""

    ALREADY_OPEN = "already_open", _("A review is already open: publish it before the next one.")
    ALREADY_PUBLISHED = (
        "already_published",
        _("This review is published: it can never be changed, not even by an administrator."),
    )
    PERIOD_IN_DISORDER = (
        "period_in_disorder",
        _("The last day of the period comes before its first day."),
    )
    PERIOD_ALREADY_REVIEWED = (
        "period_already_reviewed",
        _("The period begins on the day after the end of the previous review, or later."),
    )
    PERIOD_NOT_OVER = (
        "period_not_over",
        _("The period is not over: the review is published after its last day."),
    )
    NOTHING_TO_REVIEW = (
        "nothing_to_review",
        _("No commitment is public: publish the priorities first."),
    )
    AGENDA_MISSING = ("agenda_missing", _("Write the agenda, one item a line."))
    ATTENDANCE_MISSING = (
        "attendance_missing",
        _("Say who was present, by function: at least one."),
    )
    OPINION_MISSING = (
        "opinion_missing",
        _("Write the opinion on each priority, or tick that the body gives none."),
    )
    SIGN_OFF_MISSING = (
        "sign_off_missing",
        _("Say which function signs the review off: “Chair of the follow-up body”."),
    )
    NOT_CONFIRMED = (
        "not_confirmed",
        _("Tick the box: a published review can never be changed."),
    )


class PeriodNews(models.TextChoices):
    """What a review finds of a commitment in its period; each commitment has exactly one."""

    RECEIVED = "received", pgettext_lazy("review", "News received")
    NONE = "none", pgettext_lazy("review", "No news received")
    CLOSED = "closed", pgettext_lazy("review", "Closed")


class Movement(models.TextChoices):
    """What became of a commitment between two reviews."""

    FIRST = "first", pgettext_lazy("movement", "First review")
    ADVANCED = "advanced", pgettext_lazy("movement", "Moved forward")
    SAME = "same", pgettext_lazy("movement", "Unchanged")
    SLIPPED = "slipped", pgettext_lazy("movement", "Slipped")
    DONE = "done", pgettext_lazy("movement", "Done since")
    DROPPED = "dropped", pgettext_lazy("movement", "Dropped since")


class ProjectScope(models.TextChoices):
    """Whose project it is: of a whole department, or of one of its services."""

    DEPARTMENT = "department", _("Department project")
    SERVICE = "service", _("Service project")


class ReminderKind(models.TextChoices):
    """Which reminder of a review left."""

    FIRST = "first", pgettext_lazy("reminder", "First reminder")
    LAST = "last", pgettext_lazy("reminder", "Last reminder")
    LATE = "late", pgettext_lazy("reminder", "Reports are late")
    OVERDUE = "overdue", pgettext_lazy("reminder", "The next review is late")


class ConsentRefusal(models.TextChoices):
    """Why a consent to be named is not recorded."""

    NAME_MISSING = "name_missing", _("Write the name of the member first.")
    IN_FUTURE = "in_future", _("The day of the consent cannot be in the future.")


class MilestoneState(models.TextChoices):
    """Whether a step announced was reached; lateness is derived, never stored."""

    REACHED = "reached", pgettext_lazy("milestone", "Reached")
    LATE = "late", pgettext_lazy("milestone", "Late")
    PLANNED = "planned", pgettext_lazy("milestone", "Planned")
    UNDATED = "undated", pgettext_lazy("milestone", "Date not published")

    @property
    def kind(self) -> str:
        """Suffix of the css classes of a status."""
        return {"reached": "done", "late": "late"}.get(self.value, "todo")


class NewsAge(models.TextChoices):
    """How old the latest news of a commitment is; each commitment has exactly one of these."""

    RECENT = "recentes", pgettext_lazy("news of a commitment", "Recent news")
    SILENT = "sans-nouvelle", pgettext_lazy("news of a commitment", "No recent news")
    CLOSED = "sans-objet", pgettext_lazy("news of a commitment", "Done or dropped")


class MomentKind(models.TextChoices):
    """What a line of the story of a commitment tells."""

    IDEAS = "ideas", pgettext_lazy("story of a commitment", "Ideas")
    NEWS = "news", pgettext_lazy("story of a commitment", "News")
    CORRECTION = "correction", pgettext_lazy("story of a commitment", "Correction")
    WORDING = "wording", pgettext_lazy("story of a commitment", "Official wording")
    OUTCOME = "outcome", pgettext_lazy("story of a commitment", "Outcome")
    AHEAD = "ahead", pgettext_lazy("story of a commitment", "Ahead")
