"""What the author of a comment is told, when an address was given."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from portal.notifications.mails import send_mail

from ..models import Comment


def mail_comment_decision(comment: Comment) -> None:
    """Published, or refused or withdrawn with its reason."""
    if not comment.email:
        return
    base = settings.WAGTAILADMIN_BASE_URL
    contribution = comment.contribution
    context = {
        "comment": comment,
        "contribution": contribution,
        "activity": contribution.activity,
        "contribution_url": f"{base}{contribution.url}#commentaires",
        "base_url": base,
    }
    subject = (
        _("Your comment is published") if comment.is_public else _("Your comment is not published")
    )
    transaction.on_commit(
        lambda: send_mail(
            template="comment_decision", subject=subject, to=comment.email, context=context
        )
    )
