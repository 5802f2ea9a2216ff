"""What of the home room can be followed, and the words of what happens there."""

from django.utils.translation import gettext_lazy as _

from portal.notifications.registry import register_mail_kinds
from portal.subscriptions.registry import Family, register_family, register_kind

from .queries import topics


def register() -> None:
    """Says it to the base; called once, by the app's ready()."""
    told = _("A message for each piece of news, grouped as you choose.")
    register_family(Family("news", topics.news, _("Follow the news"), told), general=True)
    register_family(Family("news_page", topics.news_pages))
    register_mail_kinds({"contact_message": _("Contact message, to the team")})
    register_kind("news_published", _("A piece of news"))
