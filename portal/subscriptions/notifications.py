"""Mails about subscriptions: the link to confirm, what happened, a letter; drawn and queued."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.rich_text import expand_db_html

from portal.accounts.enums import Audience
from portal.cms.french_dates import long_date
from portal.notifications.enums import Priority
from portal.notifications.mails import AWAITED, Delivery, draw_mail, send_mail
from portal.notifications.models import OutgoingMail

from .links import Asked, confirm_token
from .models import Digest, Letter, Notice, Subscriber
from .registry import Subject, kind_label

DIGEST = "digest"
LETTER = "news_letter"
# Lines of one message; the others are counted, and wait on the portal.
MOST_LINES = 40


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened."""

    kind: str
    label: str
    url: str
    summary: str
    day: str


@dataclass(slots=True)
class Group:
    """What happened under one topic."""

    label: str
    url: str
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Told:
    """A notice with what it is about, found readable at this moment."""

    notice: Notice
    subject: Subject
    topic: Subject | None


def mail_confirm_link(asked: Asked, subjects: Sequence[Subject]) -> None:
    """The link to follow so that messages begin; the same to everybody, known or not."""
    send_mail(
        template="subscribe_link",
        subject=_("Your subscription: one press left"),
        to=asked.email,
        context={
            "subjects": subjects,
            "link_url": _full(reverse("subscriptions:confirm", args=[confirm_token(asked)])),
            "days": settings.SUBSCRIBE_LINK_SECONDS // 86_400,
        },
        delivery=AWAITED,
    )


def mail_own_link(subscriber: Subscriber) -> None:
    """The link to one's list of subscriptions, for who lost it."""
    send_mail(
        template="subscriptions_link",
        subject=_("Your subscriptions"),
        to=subscriber.address,
        context={"link_url": _full(subscriber.manage_url)},
        delivery=AWAITED,
    )


def digest_key(digest: Digest) -> str:
    """The name in the outbox of the one mail of a digest."""
    return f"{DIGEST}:{digest.pk}"


def draw_digest(
    digest: Digest, subscriber: Subscriber, told: Sequence[Told], *, sender: Mapping[str, object]
) -> OutgoingMail:
    """What happened, grouped by topic, in one message; withheld if any of it is closed by then."""
    groups = _groups(told[:MOST_LINES])
    first = told[0]
    count = len(told)
    said = ngettext(
        "%(count)d thing happened in what you follow",
        "%(count)d things happened in what you follow",
        count,
    )
    subject = kind_label(first.notice.event.kind) if count == 1 else said % {"count": count}
    topics = {one.notice.topic for one in told}
    for_agents = any(
        Audience.AGENTS in {one.subject.audience, one.notice.event.audience} for one in told
    )
    only = topics.pop() if len(topics) == 1 else ""
    return draw_mail(
        template=DIGEST,
        subject=subject,
        to=subscriber.address,
        context={
            **sender,
            "groups": groups,
            "more": count - sum(len(group.lines) for group in groups),
            "only": only,
            **_feet(subscriber, only),
        },
        delivery=_bulk(
            subscriber,
            topic=only,
            dedup=digest_key(digest),
            audience=Audience.AGENTS if for_agents else Audience.EVERYONE,
            about=_keys(told[:MOST_LINES]),
        ),
    )


def _keys(told: Sequence[Told]) -> list[str]:
    """What the words of a message name: subjects, and topics where they are shown."""
    subjects = [one.subject.key for one in told]
    return list(dict.fromkeys([*subjects, *(one.topic.key for one in told if one.topic)]))


def _groups(told: Sequence[Told]) -> list[Group]:
    groups: dict[str, Group] = {}
    for one in told:
        event, topic = one.notice.event, one.topic
        about = topic or one.subject
        group = groups.setdefault(about.key, Group(about.label, _full(about.url)))
        group.lines.append(
            Line(
                kind=kind_label(event.kind),
                label=one.subject.label if one.subject.key != about.key else "",
                url=_full(one.subject.url),
                summary=event.summary,
                day=long_date(event.happened_at),
            )
        )
    return list(groups.values())


def letter_context(letter: Letter) -> dict[str, object]:
    """The letter's own words, in both forms."""
    html = expand_db_html(letter.body)
    paragraphs = html.replace("</p>", "</p>\n\n").replace("</li>", "</li>\n")
    return {
        "letter": letter,
        "letter_html": mark_safe(html),  # noqa: S308 (the editor lets few tags in)
        "letter_text": strip_tags(paragraphs).strip(),
    }


def draw_letter(
    letter: Letter, subscriber: Subscriber, topic: str, *, words: Mapping[str, object]
) -> OutgoingMail:
    """One letter to one subscriber who follows this topic; `words` are the same for all of them."""
    return draw_mail(
        template=LETTER,
        subject=letter.subject,
        to=subscriber.address,
        context={**words, **_feet(subscriber, "")},
        delivery=_bulk(
            subscriber, topic="", dedup=f"letter:{letter.pk}:{subscriber.pk}", about=[topic]
        ),
    )


def mail_letter_test(letter: Letter, to: str) -> None:
    """The letter as it would leave, to its writer alone; its links stop nothing."""
    own = _full("/compte/abonnements/")
    send_mail(
        template=LETTER,
        subject=_("Test: %(subject)s") % {"subject": letter.subject},
        to=to,
        context={**letter_context(letter), "manage_url": own, "stop_url": own},
        delivery=AWAITED,
    )


def _bulk(
    subscriber: Subscriber,
    *,
    topic: str,
    dedup: str,
    about: Sequence[str],
    audience: str = Audience.EVERYONE,
) -> Delivery:
    """To many people: what mail software needs to offer its own “unsubscribe” (RFC 8058)."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return Delivery(
        priority=Priority.MANY,
        dedup=dedup,
        audience=audience,
        reader_id=subscriber.user_id,
        about=about,
        headers={
            "List-Id": f"<suivre.{domain}>",
            "List-Unsubscribe": f"<{_full(subscriber.stop_url(topic))}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def _feet(subscriber: Subscriber, topic: str) -> dict[str, str]:
    return {
        "manage_url": _full(subscriber.manage_url),
        "stop_url": _full(subscriber.stop_url(topic)),
    }


def _full(path: str) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}"
