"""What the portal itself keeps: accounts, security, proofs; and its cookies.

The rooms declare theirs in their own `processings.py`.
"""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .durations import duration, seconds_in_words
from .enums import Basis
from .registry import Cookie, Processing

HOST = _("the host of the portal, named in the legal notice, under contract")
ACCESS = _("named accounts with rights by role, encrypted transport, log of security events")
VISITORS = _("whoever visits the portal")
TEAM = _("staff of the portal")

ACCOUNT = Processing(
    name="accounts.account",
    label=_("Accounts"),
    purpose=_("let you find your contributions again and sign in"),
    basis=Basis.MISSION,
    people=_("whoever opens an account"),
    categories=_(
        "e-mail address, password in an unreadable form, public name and department if you give "
        "them, dates of opening and of the last sign-in"
    ),
    recipients=_(
        "you and the administrators of the portal; only your public name is shown to others"
    ),
    retention=lambda: (
        gettext(
            "until you close it; %(unused)s after the last sign-in, warned %(notice)s before; "
            "%(unconfirmed)s when the address is never confirmed"
        )
        % {
            "unused": duration(settings.INACTIVE_ACCOUNT_DAYS),
            "notice": duration(settings.INACTIVE_ACCOUNT_NOTICE_DAYS),
            "unconfirmed": duration(settings.UNCONFIRMED_ACCOUNT_DAYS),
        }
    ),
    security=ACCESS,
    subprocessors=HOST,
    particular=_("Nobody needs an account to give an idea."),
    order=40,
)
SECURITY = Processing(
    name="security.events",
    label=_("Security"),
    purpose=_("protect the portal, and let an auditor see who did what"),
    basis=Basis.OBLIGATION,
    people=VISITORS,
    categories=_(
        "sign-ins, changes of rights, exports, with the number of the account; for limits on "
        "forms, a digest of the network address that changes every day"
    ),
    recipients=_("administrators and auditors of the portal"),
    retention=lambda: (
        gettext("%(delay)s for events; one hour for limits, in memory only")
        % {"delay": duration(settings.SECURITY_EVENT_DAYS)}
    ),
    security=_("append-only table, no content, no network address"),
    subprocessors=HOST,
    collected=False,
    order=210,
)
CONSENTS = Processing(
    name="privacy.consents",
    label=_("Proofs of consent"),
    purpose=_("prove who agreed to what, and stop when they take it back"),
    basis=Basis.OBLIGATION,
    people=_("whoever gave a consent"),
    categories=_("account or digest of the address, words shown, dates"),
    recipients=_("data protection officer"),
    retention=lambda: (
        gettext("%(delay)s after it was taken back")
        % {"delay": duration(settings.CONSENT_PROOF_DAYS)}
    ),
    security=_("addresses are kept as keyed digests that nobody can read"),
    subprocessors=HOST,
    collected=False,
    order=220,
)
STAFF = Processing(
    name="accounts.staff",
    label=_("Accounts of staff"),
    purpose=_("give each officer the rights of their role"),
    basis=Basis.MISSION,
    people=TEAM,
    categories=_("name, e-mail address, department, roles, what was written and decided"),
    recipients=_("administrators; colleagues who work on the same text"),
    retention=_("until an administrator closes the account; decisions stay without name"),
    security=ACCESS,
    subprocessors=HOST,
    collected=False,
    order=200,
)
# Here, not in `portal.notifications`: this app sends mails, and no two apps import each other.
MAILS = Processing(
    name="notifications.mails",
    label=_("Mails that the portal sends"),
    purpose=_("send each message once, and know that it left"),
    basis=Basis.MISSION,
    people=_("whoever the portal writes to"),
    categories=_("address, subject and text until it is sent; then kind, dates and state"),
    recipients=_("nobody: the admin shows neither text nor address"),
    retention=lambda: (
        gettext(
            "words and address: until it is sent; its trace: %(trace)s; "
            "a message that could not leave: %(failed)s"
        )
        % {
            "trace": duration(settings.MAIL_TRACE_DAYS),
            "failed": duration(settings.MAIL_FAILED_DAYS),
        }
    ),
    security=_("after sending, the address is only kept as a digest that nobody can read"),
    subprocessors=HOST,
    collected=False,
    order=205,
)
PROCESSINGS = (ACCOUNT, STAFF, MAILS, SECURITY, CONSENTS)

COOKIES = (
    Cookie(
        name=settings.SESSION_COOKIE_NAME,
        purpose=_("keep you signed in; set when you sign in"),
        duration=lambda: seconds_in_words(settings.SESSION_COOKIE_AGE),
        order=10,
    ),
    Cookie(
        name=settings.CSRF_COOKIE_NAME,
        purpose=_("prove that a form comes from this site; set when you open a form"),
        duration=lambda: seconds_in_words(settings.CSRF_COOKIE_AGE),
        order=20,
    ),
    Cookie(
        name=CookieStorage.cookie_name,
        purpose=_("show once what was just done; gone with the next page"),
        duration=_("the next page"),
        order=30,
    ),
    Cookie(
        name=settings.SCHEME_COOKIE_NAME,
        purpose=_("remember the light or dark display that you chose"),
        duration=_("one year, or until you choose “automatic” again"),
        order=40,
    ),
)
