"""Mails to the author of an agents' idea: may it be public, and where it is then."""

from django.utils.translation import gettext as _

from ..models import Promotion
from .letters import Letter, address_of, while_readable, why_author


def mail_promotion_asked(promotion: Promotion) -> None:
    """Asks the author whether the idea may be made public, and under which signature."""
    source = promotion.source
    Letter(
        to=address_of(source),
        subject=_("May your contribution no. %(number)s be made public?")
        % {"number": source.number},
        paragraphs=[
            _("Your contribution “%(title)s” was given where only agents read.")
            % {"title": source.title},
            _("The team in charge would like to publish it in “%(call)s”. Its reason: %(reason)s")
            % {"call": promotion.target.title, "reason": promotion.reason},
            _(
                "You decide, and choose the signature: “Anonymous” unless you write another. "
                "The title and the text alone would be public: neither your department, nor your "
                "account, nor where they come from. Without an answer nothing happens."
            ),
        ],
        label=_("Read it again and answer"),
        path=f"{source.story_url}#publier",
        why=why_author(source),
        delivery=while_readable(source, source.author_id),
    ).send()


def mail_promoted(promotion: Promotion) -> None:
    """Gives the author the number and the receipt of the public idea."""
    source, result = promotion.source, promotion.result
    if result is None:
        return
    Letter(
        to=address_of(source),
        subject=_("Your contribution is public"),
        paragraphs=[
            _(
                "As you accepted, it is published under the number %(number)s, signed “%(name)s”, "
                "with a receipt of its own: %(receipt)s."
            )
            % {
                "number": result.number,
                "name": result.public_name,
                "receipt": result.receipt_display,
            },
            _(
                "You may take your consent back at any time, on the page of the contribution you "
                "gave first, with its own receipt."
            ),
        ],
        label=_("Follow the public contribution"),
        path=result.story_url,
        why=why_author(source),
    ).send()
