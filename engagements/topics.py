"""What of the commitments can be followed, and the words of what happens to them."""

from django.utils.translation import gettext_lazy as _

from portal.notifications.registry import register_mail_kinds
from portal.subscriptions.registry import Family, register_family, register_kind

from .queries import topics

MAILS = {
    "review_reminder": _("Reminder to report on commitments"),
    "review_late": _("Late reports of commitments"),
    "review_overdue": _("Late half-yearly review"),
    "drafts_sent": _("Reports that wait for approval"),
    "draft_returned": _("Report sent back, to whoever prepared it"),
}
_NEWS = _("A message at each piece of news and each change of state.")


def register() -> None:
    """Says it to the base; called once, by the app's ready()."""
    every = Family("commitments", topics.all_commitments, _("Follow all commitments"), _NEWS)
    register_family(every, general=True)
    register_family(Family("commitment", topics.commitments, _("Follow the commitment"), _NEWS))
    register_family(Family("priority", topics.priorities, _("Follow this priority"), _NEWS))
    each = _("A message at each review, with its fingerprint.")
    register_family(
        Family("reviews", topics.all_reviews, _("Follow the half-yearly reviews"), each),
        general=True,
    )
    register_family(Family("review", topics.reviews))
    register_kind("review_published", _("Half-yearly review published"))
    register_kind("commitment_updated", _("News of a commitment"))
    register_mail_kinds(MAILS)
