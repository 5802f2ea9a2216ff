"""Mails about identities: whoever did not do it themselves must learn of it."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.notifications.mails import send_mail

from .enums import ProviderId


def tell_linked(user: User, provider: ProviderId) -> None:
    """An identity opens the account from now on."""
    subject = _("A new way to sign in to your account")
    text = _("From now on, %(provider)s opens your account.") % {"provider": provider.label}
    _tell(user, subject, text)


def tell_unlinked(user: User, provider: ProviderId) -> None:
    """An identity opens the account no more."""
    subject = _("A way to sign in was removed from your account")
    text = _("%(provider)s does not open your account any more.") % {"provider": provider.label}
    _tell(user, subject, text)


def tell_reconnection_asked(user: User, provider: ProviderId) -> None:
    """Somebody asks for the account; its holder hears of it before anything is decided."""
    subject = _("Somebody asks for your account")
    text = _(
        "Somebody whom %(provider)s recognised as an agent of the city asked that this identity "
        "open your account. An administrator checks it first. If it was not you, write to us now."
    ) % {"provider": provider.label}
    _tell(user, subject, text)


def tell_reconnection_refused(user: User, provider: ProviderId) -> None:
    """The request to reconnect an identity was refused."""
    subject = _("Your request about your account was refused")
    text = _(
        "The request to reconnect %(provider)s to your account was refused. You may still sign in "
        "with your address, then link %(provider)s from your account."
    ) % {"provider": provider.label}
    _tell(user, subject, text)


def _tell(user: User, subject: str, text: str) -> None:
    context = {
        "text": text,
        "url": settings.WAGTAILADMIN_BASE_URL + reverse("socialaccount_connections"),
    }
    send_mail(template="identity", subject=subject, to=user.email, context=context)
