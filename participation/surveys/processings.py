"""What surveys keep about people, and why: their notices, and the start of a data card."""

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.privacy.durations import duration
from portal.privacy.enums import Basis
from portal.privacy.processings import ACCESS, HOST
from portal.privacy.registry import Processing

ANSWERS = Processing(
    name="surveys.answers",
    label=_("Answers to surveys"),
    purpose=_("count the answers, publish figures and, once read, the texts"),
    basis=Basis.MISSION,
    people=_("whoever answers a survey"),
    categories=_(
        "your answers and their day; no name, no address, no account. Where an account answers "
        "once: a mark that your account answered, without its day"
    ),
    recipients=_(
        "everyone, for the figures and the texts that are published; the team in charge of "
        "participation, for the answers one by one"
    ),
    retention=lambda: (
        gettext(
            "answers one by one and marks: %(delay)s after the end; figures and published texts: "
            "as long as the page is public"
        )
        % {"delay": duration(settings.SURVEY_ANSWER_DAYS)}
    ),
    security=ACCESS,
    subprocessors=HOST,
    particular=_(
        "Nothing links an answer to an account. Figures about few people are not shown. A text "
        "may say who you are: write nothing by which somebody is recognised."
    ),
    sensitive=True,
    order=16,
)
DRAFTS = Processing(
    name="surveys.drafts",
    label=_("Answers to surveys being typed"),
    purpose=_("let you go on later with an answer that you began"),
    basis=Basis.MISSION,
    people=_("whoever begins to answer a survey"),
    categories=_("what you typed so far, sealed; your account, if you are signed in"),
    recipients=_("nobody: it opens by your private link or your account"),
    retention=lambda: (
        gettext("%(delay)s after the last change; at once when you send it or when it closes")
        % {"delay": duration(settings.SURVEY_DRAFT_DAYS)}
    ),
    security=ACCESS,
    subprocessors=HOST,
    order=17,
)
