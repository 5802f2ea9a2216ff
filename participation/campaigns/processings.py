"""What a campaign keeps about people, and why; most of it keeps nothing."""

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.privacy.durations import duration
from portal.privacy.enums import Basis
from portal.privacy.processings import ACCESS, HOST
from portal.privacy.registry import Cookie, Processing

COUNTS = Processing(
    name="campaigns.counts",
    label=_("Campaigns: pledges, quiz and answers counted"),
    purpose=_("count pledges, quiz answers and what was kept up, without knowing whose they are"),
    basis=Basis.MISSION,
    people=_("whoever takes part in a campaign"),
    categories=_(
        "nothing about you: only the number of the form and its day, so that it counts once"
    ),
    recipients=_("everyone, for the figures; those of a few people are not shown"),
    retention=lambda: (
        gettext("numbers of forms: %(forms)s; the figures stay")
        % {"forms": duration(settings.CAMPAIGN_FORM_DAYS)}
    ),
    security=ACCESS,
    subprocessors=HOST,
    particular=_(
        "While your browser stays open, a cookie of the page of pledges remembers which ones you "
        "took, so that none counts twice. It does not name you and is kept nowhere else."
    ),
    order=16,
)
TESTIMONIES = Processing(
    name="campaigns.testimonies",
    label=_("Campaigns: testimonies"),
    purpose=_(
        "count whether people kept it up, without knowing whose answer it is; read and publish "
        "testimonies"
    ),
    basis=Basis.MISSION,
    people=_("whoever answers some weeks after a campaign"),
    categories=_(
        "your answer, counted; your words and the signature you choose, if there are any; nothing "
        "joins them"
    ),
    recipients=_("everyone, for what is published; the team in charge of participation"),
    retention=lambda: (
        gettext(
            "testimony: as long as the page is public; a refused text: %(refused)s after the "
            "refusal"
        )
        % {"refused": duration(settings.REFUSED_RETENTION_DAYS)}
    ),
    security=ACCESS,
    subprocessors=HOST,
    sensitive=True,
    order=16,
)
REMINDERS = Processing(
    name="campaigns.reminders",
    label=_("Campaigns: addresses to ask again"),
    purpose=_("ask you once, some weeks later, whether you kept it up"),
    basis=Basis.CONSENT,
    people=_("whoever wishes to be asked again"),
    categories=_(
        "your e-mail address, the day you left it, whether it is confirmed and written to"
    ),
    recipients=_("nobody reads it: the portal writes by itself"),
    retention=lambda: (
        gettext(
            "until you answer, or ask for it; otherwise %(end)s after the last day of the "
            "question; an address not confirmed: %(unconfirmed)s"
        )
        % {
            "end": duration(settings.CAMPAIGN_REMINDER_DAYS),
            "unconfirmed": duration(settings.CAMPAIGN_UNCONFIRMED_DAYS),
        }
    ),
    security=ACCESS,
    subprocessors=HOST,
    particular=_(
        "The list of addresses is kept apart: it says neither what you pledged, nor whether you "
        "did, nor what you answered."
    ),
    order=17,
)
PLEDGE_COOKIE = Cookie(
    name=settings.PLEDGE_COOKIE_NAME,
    purpose=_("remember which pledges of a campaign you took, so that none counts twice"),
    duration=_("until you close your browser"),
    order=54,
)
