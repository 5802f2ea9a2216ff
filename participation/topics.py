"""What of participation can be followed, and the words of what happens there."""

from django.utils.translation import gettext_lazy as _

from engagements.registry import register_idea_topics
from portal.notifications.registry import register_mail_kinds
from portal.subscriptions.registry import Family, register_family, register_kind

from .queries import topics

KINDS = {
    "contribution_published": _("A new contribution"),
    "comment_published": _("A new comment"),
    "answer_published": _("The city answered"),
    "idea_linked": _("A contribution feeds this commitment"),
    "idea_grouped": _("Contributions were grouped"),
    "activity_opened": _("Something opens to which one can take part"),
    "activity_closing": _("It ends soon"),
    "activity_closed": _("It is over"),
    "verdict_given": _("Did the city keep its promise?"),
}
MAILS = {
    "receipt": _("Receipt of a contribution"),
    "confirmation": _("Link to confirm a contribution"),
    "decision": _("Decision about a contribution"),
    "answer": _("Answer of the city"),
    "letter": _("Message about a contribution"),
    "comment_decision": _("Decision about a comment"),
    "appeal_decided": _("Outcome of an objection"),
    "report_received": _("Receipt of a report"),
    "report_handled": _("Outcome of a report"),
    "moderation_digest": _("Moderators’ morning message"),
    "assignment": _("Answers to prepare"),
    "closing": _("End of an activity, to officers"),
    "support_link": _("Link to support a contribution"),
}
FAMILIES = (
    Family(
        "activity",
        topics.activities,
        _("Follow this activity"),
        _("What is published, answers of the city, the end. Nothing when nothing happened."),
    ),
    Family(
        "idea",
        topics.ideas,
        _("Follow the contribution"),
        _("A message at each new step, nothing else."),
    ),
    Family("comment", topics.comments),
)
ALL_ACTIVITIES = Family(
    "activities",
    topics.all_activities,
    _("Follow what opens"),
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
