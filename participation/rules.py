"""Who may take part, when, and what a decision needs. Pure: no query, no write, time is given."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from portal.accounts.enums import Audience
from portal.accounts.rules import is_agent, may_read
from portal.decisions import ALLOWED, Decision, refuse

from .enums import (
    ActivityState,
    Level,
    Moderation,
    ModerationMode,
    Reason,
    RefusalReason,
    StepState,
    Verdict,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from portal.accounts.models import User
    from portal.accounts.rules import Reader

    from .models import Activity, Answer, Appeal, Comment, Contribution, Report
    from .models.moderated import Moderated


def activity_state(*, opens_at: datetime, closes_at: datetime, at: datetime) -> ActivityState:
    """Where an activity stands: its start is included, its end excluded."""
    if at < opens_at:
        return ActivityState.COMING
    return ActivityState.OPEN if at < closes_at else ActivityState.CLOSED


# What is decided, or asked by the law, is not put to a show of hands (shared/product.md §2).
LEVELS_WITH_SUPPORTS = frozenset(level for level in Level if level >= Level.CONCERTATION)


def takes_supports(activity: "Activity") -> bool:
    """Whether its contributions may be supported at all: its level allows it, and it wants it."""
    return bool(activity.supports_allowed and activity.level in LEVELS_WITH_SUPPORTS)


def may_publish_activity(activity: "Activity", levels: "Collection[int] | None") -> Decision:
    """Whether an activity may be public: at a level of its mechanism, and with its promise.

    An activity older than the portal promised nothing that one could write today; `levels` is
    None when the city dropped its mechanism.
    """
    if levels is not None and activity.level not in levels:
        return refuse(Reason.LEVEL_NOT_ITS)
    if not activity.promise.strip() and not activity.period_label:
        return refuse(Reason.PROMISE_MISSING)
    return ALLOWED


def may_see(activity: "Activity", user: "Reader") -> Decision:
    """Whether the activity and what is public in it may be shown to this person."""
    if not activity.live:
        return refuse(Reason.UNPUBLISHED)
    if not may_read(activity.visibility, user):
        return refuse(Reason.AGENTS_ONLY)
    return ALLOWED


def may_contribute(activity: "Activity", user: "Reader", at: datetime) -> Decision:
    """Whether this person may send a contribution now."""
    seen = may_see(activity, user)
    if not seen:
        return seen
    state = activity.state(at)
    if state == ActivityState.COMING:
        return refuse(Reason.NOT_YET_OPEN)
    if state == ActivityState.CLOSED:
        return refuse(Reason.CLOSED)
    if activity.audience == Audience.AGENTS and not is_agent(user):
        return refuse(Reason.AGENTS_ONLY)
    return ALLOWED


def would_signing_in_help(decision: Decision, user: "Reader") -> bool:
    """Whether a visitor without account is refused only for not being known as an agent."""
    anonymous = user is None or not user.is_authenticated
    return decision.reason in {Reason.AGENTS_ONLY, Reason.NEEDS_ACCOUNT} and anonymous


def first_state(activity: "Activity", *, is_doubted: bool = False) -> Moderation:
    """Where a contribution stands once received and confirmed: to be read, or public at once.

    What a robot may have sent is read first, whatever the activity says.
    """
    after = activity.moderation_mode == ModerationMode.AFTER and not is_doubted
    return Moderation.PUBLISHED if after else Moderation.PENDING


def must_confirm(activity: "Activity", email: str, *, is_proved: bool) -> bool:
    """Whether the author must follow a mailed link before the contribution is read.

    Only when the activity asks for it and an address was given that is not already proved by the
    account of the person; nobody is obliged to give one.
    """
    return bool(activity.confirms_email and email and not is_proved)


def may_confirm(contribution: "Contribution") -> Decision:
    """Whether there is still something to confirm."""
    if contribution.moderation != Moderation.UNCONFIRMED:
        return refuse(Reason.ALREADY_CONFIRMED)
    return ALLOWED


def may_attach(contribution: "Contribution", user: "User", proved: "Collection[str]") -> Decision:
    """Whether an account may take a contribution as its own: its address is among the proved ones.

    The receipt was given besides. A contribution belongs to one account at most.
    """
    if contribution.author_id == user.pk:
        return refuse(Reason.ALREADY_YOURS)
    if contribution.author_id is not None or contribution.email.lower() not in proved:
        return refuse(Reason.NOT_PROVED_YOURS)
    return ALLOWED


def may_support(contribution: "Contribution", user: "Reader", at: datetime) -> Decision:
    """Whether this person may support, or no longer support, this contribution now."""
    return _may_react(
        contribution,
        user,
        at,
        allowed=takes_supports(contribution.activity),
        closed=Reason.SUPPORTS_CLOSED,
    )


def may_comment(contribution: "Contribution", user: "Reader", at: datetime) -> Decision:
    """Whether this person may comment on this contribution now."""
    return _may_react(
        contribution,
        user,
        at,
        allowed=contribution.activity.comments_allowed,
        closed=Reason.COMMENTS_CLOSED,
    )


def may_reply(comment: "Comment", contribution: "Contribution") -> Decision:
    """Whether a reply on this contribution may answer this comment: one of its own, and public."""
    if comment.contribution_id != contribution.pk or comment.moderation != Moderation.PUBLISHED:
        return refuse(Reason.NOT_PUBLIC)
    return ALLOWED


def may_speak_for_city(user: "Reader") -> Decision:
    """Whether this person may comment in the city's name: whoever may answer."""
    if user is None or not user.has_perm("participation.answer_contribution"):
        return refuse(Reason.CITY_ONLY)
    return ALLOWED


def _may_react(
    contribution: "Contribution",
    user: "Reader",
    at: datetime,
    *,
    allowed: bool,
    closed: Reason,
) -> Decision:
    """The one rule of supports and comments: who may contribute may react."""
    if contribution.moderation != Moderation.PUBLISHED:
        return refuse(Reason.NOT_PUBLIC)
    decision = may_contribute(contribution.activity, user, at)
    # Once a person: a code does not say who it is.
    by_code = getattr(user, "holds_agent_code", False)
    if decision and by_code and contribution.activity.audience == Audience.AGENTS:
        return refuse(Reason.NEEDS_ACCOUNT)
    if decision.reason == Reason.CLOSED or (decision and not allowed):
        return refuse(closed)
    return decision


def awaits_reading(text: "Moderated") -> bool:
    """Whether a moderator still has to read it, public already or not."""
    waiting = {Moderation.PENDING, Moderation.PUBLISHED}
    return text.moderated_at is None and text.moderation in waiting


def may_decide(contribution: "Moderated") -> Decision:
    """Whether a moderator may still publish or refuse this text: nobody has read it yet."""
    if not awaits_reading(contribution):
        return refuse(Reason.ALREADY_DECIDED)
    return ALLOWED


def may_withdraw(contribution: "Moderated") -> Decision:
    """Whether a public text may be withdrawn, when a report was right."""
    if contribution.moderation != Moderation.PUBLISHED:
        return refuse(Reason.NOT_PUBLIC)
    return ALLOWED


def may_report(text: "Moderated") -> Decision:
    """Whether a reader may report this text: what nobody can read harms nobody."""
    if text.moderation != Moderation.PUBLISHED:
        return refuse(Reason.NOT_PUBLIC)
    return ALLOWED


def may_handle_report(report: "Report") -> Decision:
    """Whether a moderator may still decide on a report."""
    if report.handled_at is not None:
        return refuse(Reason.ALREADY_HANDLED)
    return ALLOWED


def may_take_out(report: "Report", text: "Moderated") -> Decision:
    """Whether words may be taken out of a public text: when they name or describe somebody."""
    if report.reason != RefusalReason.PERSONAL_DATA:
        return refuse(Reason.NOT_ABOUT_A_PERSON)
    decision = may_handle_report(report)
    return may_report(text) if decision else decision


def may_appeal(text: "Moderated", *, is_contested: bool) -> Decision:
    """Whether its author may contest: a refusal, once, while the text is still kept."""
    if is_contested:
        return refuse(Reason.ALREADY_APPEALED)
    if text.moderation != Moderation.REFUSED or text.is_erased:
        return refuse(Reason.NOTHING_TO_APPEAL)
    return ALLOWED


def may_decide_appeal(appeal: "Appeal", text: "Moderated", moderator: "User | None") -> Decision:
    """Whether this person may decide: nobody is judge of their own refusal, whatever their rights.

    A command (`moderator` None) may decide on a refusal that no known person made.
    """
    if appeal.decided_at is not None:
        return refuse(Reason.ALREADY_HANDLED)
    if text.moderation != Moderation.REFUSED:
        return refuse(Reason.NOTHING_TO_APPEAL)
    if moderator is not None and text.moderated_by_id == moderator.pk:
        return refuse(Reason.SAME_PERSON)
    return ALLOWED


def may_answer(contribution: "Contribution") -> Decision:
    """Whether the city may answer: an answer is public, so what it answers must be."""
    if contribution.moderation != Moderation.PUBLISHED:
        return refuse(Reason.NOT_PUBLISHED_YET)
    return ALLOWED


def may_publish_answer(contribution: "Contribution", verdict: str, text: str) -> Decision:
    """Whether an answer is complete enough to be public: a decision, its reasons, its idea."""
    if not (decision := may_answer(contribution)):
        return decision
    if verdict not in contribution.activity.verdicts:
        return refuse(Reason.DECISION_MISSING)
    return ALLOWED if text.strip() else refuse(Reason.TEXT_MISSING)


def may_replace(answer: "Answer", verdict: str) -> Decision:
    """Whether this decision may follow the one that is public: what is decided stays decided."""
    if answer.answered_at and verdict == Verdict.UNDER_STUDY:
        return refuse(Reason.ANSWER_DECIDED)
    return ALLOWED


def may_unpublish_answer(answer: "Answer") -> Decision:
    """Whether an answer may be withdrawn: an interim word only, a final one is corrected."""
    return refuse(Reason.ANSWER_STAYS) if answer.answered_at else ALLOWED


def may_assign(contribution: "Contribution") -> Decision:
    """Whether somebody may be asked to prepare the answer."""
    return may_answer(contribution)


# What people took part on the strength of (shared/product.md §2). Once somebody has, it changes
# by a dated public amendment only.
FROZEN_TERMS = (
    "level",
    "audience",
    "visibility",
    "eligibility",
    "eligibility_condition",
    "eligibility_once",
    "promise",
    "who_decides",
    "not_negotiable",
    "closes_at",
    "answer_by",
    "answer_days",
)


def is_frozen(activity: "Activity") -> bool:
    """Whether somebody has already taken part, or its mechanism froze its terms."""
    figures = activity.figures
    return figures.contribution_count > 0 or figures.frozen_at is not None


def frozen_changes(before: "Activity", after: "Activity") -> list[str]:
    """The terms that may not change any more once somebody has contributed, and did."""
    terms = after.frozen_terms
    return [name for name in terms if getattr(before, name) != getattr(after, name)]


def may_close_at(activity: "Activity", closes_at: datetime, at: datetime) -> Decision:
    """Whether the end may move there: never into the past, nor for a call that is over."""
    if activity.state(at) == ActivityState.CLOSED or closes_at <= at:
        return refuse(Reason.CLOSING_IN_THE_PAST)
    return ALLOWED


def may_give_verdict(activity: "Activity", at: datetime, *, given: bool) -> Decision:
    """Whether the city may say now if it kept its promise: once, and once it is over."""
    if given:
        return refuse(Reason.VERDICT_GIVEN)
    if activity.state(at) != ActivityState.CLOSED:
        return refuse(Reason.NOT_CLOSED_YET)
    return ALLOWED


def may_archive(activity: "Activity", at: datetime, *, given: bool) -> Decision:
    """Whether the activity may be put away: its promise, if it made one, has its verdict."""
    if activity.figures.archived_at:
        return refuse(Reason.ALREADY_ARCHIVED)
    if activity.state(at) != ActivityState.CLOSED:
        return refuse(Reason.NOT_CLOSED_YET)
    if activity.promises and not given:
        return refuse(Reason.VERDICT_MISSING)
    return ALLOWED


def activity_step(activity: "Activity", at: datetime) -> StepState:
    """Where an activity stands in its process: it is not over as long as answers are owed."""
    state = activity.state(at)
    if state == ActivityState.COMING:
        return StepState.NEXT
    figures = activity.figures
    promised = activity.answer_by is not None or activity.answer_days is not None
    owed = promised and figures.answered_count < figures.published_count
    if state == ActivityState.OPEN or owed:
        return StepState.NOW
    return StepState.PAST


def milestone_step(
    *, starts_on: date | None, ends_on: date | None, today: date
) -> StepState | None:
    """Where a milestone stands, its last day included; None when its days are not known."""
    if starts_on is None:
        return None
    if today < starts_on:
        return StepState.NEXT
    return StepState.NOW if today <= (ends_on or starts_on) else StepState.PAST


def step_states(known: list[StepState | None]) -> list[StepState]:
    """The state of every step: one whose days are not known is over once a later one has begun."""
    begun = [state in {StepState.PAST, StepState.NOW} for state in known]
    return [
        state or (StepState.PAST if any(begun[rank + 1 :]) else StepState.NEXT)
        for rank, state in enumerate(known)
    ]


def place_among(states: list[StepState]) -> int:
    """The rank of the step where a process is: the last in progress, else the first to come.

    After the last step when all are over.
    """
    if StepState.NOW in states:
        return len(states) - 1 - states[::-1].index(StepState.NOW)
    if StepState.NEXT in states:
        return states.index(StepState.NEXT)
    return len(states)
