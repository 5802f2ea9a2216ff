"""What a person gave and said, as they take it away, and what becomes of it when they go."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext, pgettext_lazy

from portal.accounts.personal_data import DataSource, Kept, Person, Spotted, Taken
from portal.owndata.masking import mask
from portal.owndata.persons import names_of

from .. import consent_rules
from ..actions import forgetting
from ..enums import Moderation
from ..models import Comment, Contribution, Support
from ..personal_data import spot
from ..queries import own_data

_BATCH = 200
# Linked from the page; the file has them all.
_SHOWN = 20


def _address(path: str) -> str:
    return settings.WAGTAILADMIN_BASE_URL + path


def _contributions(person: Person) -> Iterable[Taken]:
    rows = own_data.contributions_of(person).select_related(
        "activity", "theme", "neighbourhood", "concerned_department", "answer", "paper_entry",
        "appeal", "merged_into",
    )  # fmt: skip
    rows = rows.defer("stems").prefetch_related(
        "wishes", "attachments", "commitments", "priorities", "merge_proposals"
    )
    for contribution in rows.order_by("pk").iterator(chunk_size=_BATCH):
        files = [(file.name, file.file) for file in contribution.attachments.all()]
        entry = getattr(contribution, "paper_entry", None)
        if entry is not None and entry.scan:
            files.append((f"scan-{contribution.number}.{_ending(entry.scan.name)}", entry.scan))
        yield Taken.of(
            *_given(contribution), *_known(contribution), *_became(contribution), files=files
        )


def _ending(name: str) -> str:
    return name.rpartition(".")[2]


def _given(each: Contribution) -> list[tuple[str, Any, Any]]:
    """What the person wrote or chose."""
    wishes = [str(wish.get_wish_display()) for wish in each.wishes.all()]
    return [
        ("activity", _("Activity"), each.activity.title),
        ("number", _("Number"), each.number),
        ("receipt", _("Receipt"), each.receipt_display),
        ("submitted_at", _("Sent on"), each.submitted_at if each.has_recorded_origin else None),
        ("title", _("Title"), each.title),
        ("text", _("Text"), each.text),
        ("theme", _("Theme"), str(each.theme or "")),
        ("neighbourhood", _("Neighbourhood"), str(each.neighbourhood or "")),
        ("place", _("Place"), each.place),
        ("concerned_department", _("Department concerned"), str(each.concerned_department or "")),
        ("signature", _("Signature"), each.display_name),
        ("department", _("Department"), each.department_name),
        ("given_by", _("Given by"), str(each.get_standing_display())),
        ("email", _("E-mail address"), each.email),
        ("wishes", _("Wishes"), wishes),
        ("files", _("Files"), [file.name for file in each.attachments.all()]),
        (
            "descriptions",
            _("What the pictures show"),
            [file.description for file in each.attachments.all() if file.description],
        ),
    ]


def _known(each: Contribution) -> list[tuple[str, Any, Any]]:
    """How it came, and what the paper it stood on said besides."""
    entry = getattr(each, "paper_entry", None)
    found = [
        ("received", _("Received by"), str(each.get_channel_display())),
        ("confirmed_at", _("Address confirmed on"), each.confirmed_at),
    ]
    if entry is None:
        return found
    return [
        *found,
        ("paper_received_on", _("Paper received on"), entry.received_on),
        ("paper_received_at", _("Where the paper was received"), entry.place_received),
        ("phone", _("Telephone"), entry.phone),
        (
            "corrected",
            _("Corrected after it was keyed in"),
            [f"{name}: {value}" for name, value in sorted(entry.corrections.items())],
        ),
    ]


def _became(each: Contribution) -> list[tuple[str, Any, Any]]:
    """What became of it: the readings, the supports, the answer."""
    answer, appeal = getattr(each, "answer", None), getattr(each, "appeal", None)
    under = each.merged_into
    return [
        ("state", _("State"), str(each.get_moderation_display())),
        ("published_at", _("Published on"), each.published_at),
        ("refusal_reason", _("Reason of the refusal"), str(each.get_refusal_reason_display())),
        ("refusal_note", _("Explanation"), each.refusal_note),
        ("kept_until", _("Kept until"), each.keep_until),
        ("appeal", _("Your objection"), appeal.text if appeal else ""),
        ("appeal_answer", _("Answer to your objection"), appeal.answer if appeal else ""),
        ("grouped_under", _("Grouped under"), f"{under.number}. {under.title}" if under else ""),
        ("supports", _("Supports"), each.support_count),
        ("comments", _("Comments"), each.comment_count),
        ("verdict", _("Answer"), str(each.get_verdict_display())),
        ("answered_at", _("Answered on"), each.answered_at),
        ("answer", _("Reasons"), answer.text if answer and answer.live else ""),
        (
            "commitments",
            _("Commitments it feeds"),
            [f"{one.number}. {one.wording}" for one in each.commitments.all()],
        ),
        ("priorities", _("Priorities it is named in"), [str(one) for one in each.priorities.all()]),
        (
            "asked_to_group",
            _("You were asked to group it"),
            [one.proposed_at for one in each.merge_proposals.all()],
        ),
        ("address", _("Address of its story"), _address(each.story_url)),
    ]


def _contribution_figures(person: Person) -> Iterable[Kept]:
    mine = own_data.contributions_of(person)
    count = mine.count()
    shown = mine.only("title", "receipt").order_by("-pk")[:_SHOWN]
    links = tuple((each.title, each.story_url) for each in shown)
    yield Kept(npgettext("own data", "contribution", "contributions", count), count, links)
    papers = own_data.papers_of(person).count()
    yield Kept(npgettext("own data", "entry from paper", "entries from paper", papers), papers)
    asked = own_data.promotions_of(person).count()
    label = npgettext(
        "own data",
        "question about making it public",
        "questions about making them public",
        asked,
    )
    yield Kept(label, asked)


def _withdrawable(person: Person, at: datetime) -> int:
    contributions = own_data.contributions_of(person).select_related("activity")
    comments = own_data.comments_of(person).select_related("contribution__activity")
    return sum(bool(consent_rules.may_withdraw(one, at)) for one in contributions) + sum(
        bool(consent_rules.may_withdraw_comment(one, at)) for one in comments
    )


def _named(person: Person, name: str) -> int:
    if person.user_id is None or not name:
        return 0
    said = Comment.objects.filter(author=person.user_id, display_name=name, is_official=False)
    given = Contribution.objects.filter(author=person.user_id, display_name=name)
    return given.count() + said.count()


def _spotted(person: Person) -> Iterable[Spotted]:
    """Public texts with passages that only their author, or the city, can judge."""
    names = names_of(person, *own_data.phones_of(person))
    rows = own_data.contributions_of(person).filter(moderation=Moderation.PUBLISHED)
    for each in rows.select_related("activity").defer("stems").order_by("pk"):
        found = [one.text for part in (each.title, each.text) for one in spot(part)]
        # What surely names the person is taken out anyway.
        left = [text for text in dict.fromkeys(found) if mask(text, names, "") == text]
        if left:
            yield Spotted(str(each.pk), each.title, each.url, tuple(left))


CONTRIBUTIONS = DataSource(
    "contributions",
    _("Contributions"),
    _contributions,
    forgetting.forget_contributions,
    fate=_(
        "Title and text stay without your name: the city answered them, others supported them. "
        "Your address, your telephone number, your files and the scan of your paper are erased. "
        "Your full name and your address are taken out of the text too. "
        "What you never confirmed is erased altogether. What was refused is erased on its day."
    ),
    summary=_contribution_figures,
    withdraw=forgetting.withdraw_own,
    withdrawable=_withdrawable,
    rename=forgetting.rename_signatures,
    named=_named,
    spotted=_spotted,
    ask_removal=forgetting.ask_removal,
)


def _comments(person: Person) -> Iterable[Taken]:
    rows = own_data.comments_of(person).select_related("contribution__activity", "appeal")
    for each in rows.order_by("pk").iterator(chunk_size=_BATCH):
        appeal = getattr(each, "appeal", None)
        yield Taken.of(
            ("activity", _("Activity"), each.contribution.activity.title),
            ("about", _("About"), f"{each.contribution.number}. {each.contribution.title}"),
            ("submitted_at", _("Sent on"), each.submitted_at),
            ("text", _("Text"), each.text),
            ("signature", _("Signature"), each.display_name),
            ("given_by", _("Given by"), str(each.get_standing_display())),
            ("email", _("E-mail address"), each.email),
            ("state", _("State"), str(each.get_moderation_display())),
            ("published_at", _("Published on"), each.published_at),
            ("refusal_reason", _("Reason of the refusal"), str(each.get_refusal_reason_display())),
            ("refusal_note", _("Explanation"), each.refusal_note),
            ("appeal", _("Your objection"), appeal.text if appeal else ""),
            ("appeal_answer", _("Answer to your objection"), appeal.answer if appeal else ""),
            ("address", _("Address of its story"), _address(each.story_url)),
        )


def _comment_figures(person: Person) -> Iterable[Kept]:
    mine = own_data.comments_of(person)
    count = mine.count()
    shown = mine.only("text").order_by("-pk")[:_SHOWN]
    links = tuple((Truncator(each.text).words(12), each.story_url) for each in shown)
    yield Kept(npgettext("own data", "comment", "comments", count), count, links)


COMMENTS = DataSource(
    "comments",
    _("Comments"),
    _comments,
    forgetting.forget_comments,
    fate=_("The text stays without your name; your address is erased."),
    summary=_comment_figures,
)


def _reports(person: Person) -> Iterable[Taken]:
    for each in own_data.reports_of(person).order_by("pk").iterator(chunk_size=_BATCH):
        yield Taken.of(
            ("filed_at", _("Sent on"), each.filed_at),
            ("reason", _("Reason"), str(each.get_reason_display())),
            ("text", _("Explanation"), each.text),
            ("email", _("E-mail address"), each.email),
        )


def _report_figures(person: Person) -> Iterable[Kept]:
    count = own_data.reports_of(person).count()
    label = npgettext(
        "own data", "report waiting to be handled", "reports waiting to be handled", count
    )
    yield Kept(label, count)


REPORTS = DataSource(
    "reports",
    pgettext_lazy("moderation", "Reports"),
    _reports,
    forgetting.forget_reports,
    fate=_("The report is still handled; your address is erased, so nobody can tell you how."),
    summary=_report_figures,
)


def _supports(person: Person) -> Iterable[Taken]:
    for supporter in own_data.supporters_of(person).order_by("pk"):
        given = supporter.supports.select_related("contribution__activity", "question")
        for each in given.order_by("pk").iterator(chunk_size=_BATCH):
            question = getattr(each, "question", None)
            yield Taken.of(
                ("activity", _("Activity"), each.contribution.activity.title),
                ("about", _("About"), f"{each.contribution.number}. {each.contribution.title}"),
                ("given_at", _("Given on"), each.given_at),
                ("email", _("E-mail address"), supporter.email or ""),
                ("asked_at", _("You were asked to support another one"),
                 question.asked_at if question else None),
                ("answered_at", _("Answered on"), question.answered_at if question else None),
                ("accepted", _("Your answer"), question.accepted if question else None),
            )  # fmt: skip


def _support_figures(person: Person) -> Iterable[Kept]:
    mine = Support.objects.filter(supporter__in=own_data.supporters_of(person).values("pk"))
    count = mine.count()
    shown = mine.select_related("contribution__activity").order_by("-pk")[:_SHOWN]
    links = tuple((str(each.contribution), each.contribution.url) for each in shown)
    yield Kept(npgettext("own data", "support", "supports", count), count, links)


SUPPORTS = DataSource(
    "supports",
    _("Supports"),
    _supports,
    forgetting.forget_supporters,
    fate=_("Your supports stay counted; nothing says any more that they were yours."),
    summary=_support_figures,
)
