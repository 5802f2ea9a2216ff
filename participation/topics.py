"""What of participation can be followed, and the words of what happens there."""

from django.utils.translation import gettext_lazy as _

from engagements.registry import register_idea_topics
from portal.notifications.registry import register_mail_kinds
from portal.subscriptions.registry import Family, register_family, register_kind

from .queries import topics

KINDS = {
    "idea_published": _("A new idea"),
    "comment_published": _("A new comment"),
    "answer_published": _("The city answered"),
    "idea_linked": _("An idea feeds this commitment"),
    "idea_grouped": _("Ideas were grouped"),
    "activity_opened": _("A call opens"),
    "activity_closing": _("The call ends soon"),
    "activity_closed": _("The call is over"),
    "verdict_given": _("Did the city keep its promise?"),
}
MAILS = {
    "receipt": _("Receipt of an idea"),
    "confirmation": _("Link to confirm an idea"),
    "decision": _("Decision about an idea"),
    "answer": _("Answer of the city"),
    "letter": _("Message about an idea"),
    "comment_decision": _("Decision about a comment"),
    "appeal_decided": _("Outcome of an objection"),
    "report_received": _("Receipt of a report"),
    "report_handled": _("Outcome of a report"),
    "moderation_digest": _("Moderators’ morning message"),
    "assignment": _("Answers to prepare"),
    "closing": _("End of a call, to officers"),
    "support_link": _("Link to support an idea"),
}
FAMILIES = (
    Family(
        "activity",
        topics.activities,
        _("Follow this call"),
        _("New ideas, answers of the city, the end of the call. Nothing when nothing happened."),
    ),
    Family(
        "idea",
        topics.ideas,
        _("Follow the idea"),
        _("A message at each new step, nothing else."),
    ),
    Family("comment", topics.comments),
)
ALL_ACTIVITIES = Family(
    "activities",
    topics.all_activities,
    _("Follow new calls"),
    _("A message when one may take part in something new."),
)


def register() -> None:
    """Says it to the base; called once, by the app's ready()."""
    register_family(ALL_ACTIVITIES, general=True)
    for family in FAMILIES:
        register_family(family)
    for name, label in KINDS.items():
        register_kind(name, label)
    register_mail_kinds(MAILS)
    register_idea_topics(topics.ideas_behind)
