"""What an explained decision keeps about people, and why: its notices, the start of its card."""

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.privacy.durations import duration
from portal.privacy.enums import Basis
from portal.privacy.processings import ACCESS, HOST
from portal.privacy.registry import Processing

from ..processings import AUTHORS, after_the_call

QUESTIONS = Processing(
    name="briefings.questions",
    label=_("Questions"),
    purpose=_("receive your questions, publish them and answer each of them in public"),
    basis=Basis.MISSION,
    people=AUTHORS,
    categories=_("question and details; if you give them: signature, e-mail address"),
    recipients=_(
        "everyone, for what is published: question, details, signature; the team in charge of "
        "participation, for your address"
    ),
    retention=lambda: (
        gettext(
            "text: as long as the page is public; address: %(address)s; "
            "a refused text: %(refused)s after the refusal"
        )
        % {"address": after_the_call(), "refused": duration(settings.REFUSED_RETENTION_DAYS)}
    ),
    security=ACCESS,
    subprocessors=HOST,
    sensitive=True,
    order=12,
)
CLARITY = Processing(
    name="briefings.clarity",
    label=_("Opinions on clarity"),
    purpose=_("count whether an explanation was clear, and improve it"),
    basis=Basis.MISSION,
    people=_("whoever says whether a page was clear"),
    categories=_("your opinion and the day; no name, no address. What you write besides, if any"),
    recipients=_("the team in charge of participation; the public sees figures only"),
    retention=lambda: (
        gettext("what you wrote: %(delay)s; the opinion stays counted")
        % {"delay": duration(settings.CLARITY_COMMENT_DAYS)}
    ),
    security=ACCESS,
    subprocessors=HOST,
    sensitive=True,
    order=14,
)
