"""Mails about ideas grouped under another one: to authors, to supporters."""

from datetime import datetime

from django.utils.translation import gettext as _

from portal.cms.french_dates import date_and_hour, long_date

from ..models import Answer, Contribution, MergeProposal, SupportQuestion
from .letters import Letter, address_of, while_readable, why_author


def _numbers(proposal: MergeProposal) -> dict[str, object]:
    merged, kept = proposal.merged, proposal.kept
    return {
        "number": merged.number,
        "title": merged.title,
        "other": kept.number,
        "other_title": kept.title,
    }


def _about_proposal(proposal: MergeProposal) -> str:
    return _(
        "Your contribution no. %(number)s, “%(title)s”, resembles no. %(other)s, “%(other_title)s”."
    ) % _numbers(proposal)


def mail_merge_asked(proposal: MergeProposal, *, until: datetime) -> None:
    """Asks the author of an idea whether it may stand under another one."""
    merged = proposal.merged
    Letter(
        to=address_of(merged),
        subject=_("May we group your contribution no. %(number)s with another one?")
        % {"number": merged.number},
        paragraphs=[
            _about_proposal(proposal),
            _("The team in charge proposes to group yours under it. Its reason: %(reason)s")
            % {"reason": proposal.reason},
            _(
                "You decide. Your text stays readable at its own address, with its number. "
                "The people who support it are asked whether they support the other one too; "
                "nothing is moved without them."
            ),
            _(
                "Without an answer by %(day)s the two may be grouped; you may separate them "
                "again at any time."
            )
            % {"day": date_and_hour(until)},
        ],
        label=_("Read both and answer"),
        path=f"{merged.story_url}#regrouper",
        why=why_author(merged),
        delivery=while_readable(merged, merged.author_id),
    ).send()


def mail_grouped_by_default(proposal: MergeProposal) -> None:
    """Tells an author who did not answer that the idea was grouped, and how to undo it."""
    merged = proposal.merged
    Letter(
        to=address_of(merged),
        subject=_("Your contribution no. %(number)s was grouped with another one")
        % {"number": merged.number},
        paragraphs=[
            _about_proposal(proposal),
            _("As we received no answer from you, yours now stands under it; its page says so."),
            _("You may separate them again at any time, in one press and without a reason."),
        ],
        label=_("See my contribution"),
        path=f"{merged.story_url}#regrouper",
        why=why_author(merged),
        delivery=while_readable(merged, merged.author_id),
    ).send()


def mail_separated(proposal: MergeProposal) -> None:
    """Tells an author that the idea stands alone again."""
    merged = proposal.merged
    Letter(
        to=address_of(merged),
        subject=_("Your contribution no. %(number)s stands alone again")
        % {"number": merged.number},
        paragraphs=[
            _("It is no longer grouped under contribution no. %(other)s, “%(other_title)s”.")
            % _numbers(proposal),
            _("It is back in the list with its supports and its comments, as before."),
        ],
        label=_("See my contribution"),
        path=merged.story_url,
        why=why_author(merged),
        delivery=while_readable(merged, merged.author_id),
    ).send()


def mail_answer_to_grouped(grouped: Contribution, kept: Contribution, answer: Answer) -> None:
    """Tells the author of a grouped idea what the city answered to the one it stands under."""
    numbers = {"number": grouped.number, "other": kept.number, "title": kept.title}
    Letter(
        to=address_of(grouped),
        subject=_("The city answered what your contribution no. %(number)s is grouped with")
        % numbers,
        paragraphs=[
            _("Your contribution no. %(number)s is grouped under no. %(other)s, “%(title)s”.")
            % numbers,
            _("The city decided: %(verdict)s.") % {"verdict": answer.get_verdict_display()},
            answer.text,
        ],
        label=_("Read the whole answer"),
        path=kept.url,
        why=why_author(grouped),
        delivery=while_readable(grouped, grouped.author_id),
    ).send()


def mail_support_question(question: SupportQuestion) -> None:
    """Asks a supporter about the other idea.

    The link opens a page with two buttons: opening it answers nothing.
    """
    proposal, supporter = question.proposal, question.support.supporter
    merged, kept = question.support.contribution, proposal.kept
    account = supporter.user
    numbers = {"number": merged.number, "title": merged.title}
    Letter(
        to=supporter.email or (account.email if account else ""),
        subject=_("Do you support contribution no. %(number)s too?") % {"number": kept.number},
        paragraphs=[
            _("You supported contribution no. %(number)s, “%(title)s”, in “%(call)s”.")
            % {**numbers, "call": kept.activity.title},
            _("It now stands under a contribution that resembles it, no. %(number)s, “%(title)s”.")
            % {"number": kept.number, "title": kept.title},
            _("Your support stays where you gave it. Does the other contribution have it too?"),
        ],
        label=_("Read the contribution and answer"),
        path=question.url,
        why=_(
            "You receive this message, once, because you supported this contribution on %(day)s. "
            "Without an answer nothing changes."
        )
        % {"day": long_date(question.support.given_at)},
        delivery=while_readable(merged, supporter.user_id),
    ).send()
