"""What a text written together keeps about people, and why: its notices, the start of its card."""

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.privacy.durations import duration
from portal.privacy.enums import Basis
from portal.privacy.processings import ACCESS, HOST
from portal.privacy.registry import Processing

from ..processings import AUTHORS, after_the_call

AMENDMENTS = Processing(
    name="drafting.amendments",
    label=_("Amendments"),
    purpose=_("receive your amendments and remarks, publish them and decide on each in public"),
    basis=Basis.MISSION,
    people=AUTHORS,
    categories=_("text proposed, reasons, remark; if you give them: signature, e-mail address"),
    recipients=_(
        "everyone, for what is published: text, reasons, signature; the team in charge of "
        "participation, for your address"
    ),
    retention=lambda: (
        gettext(
            "text: as long as the page is public, and what was adopted as long as the versions of "
            "the text; address: %(address)s; a refused text: %(refused)s after the refusal"
        )
        % {"address": after_the_call(), "refused": duration(settings.REFUSED_RETENTION_DAYS)}
    ),
    security=ACCESS,
    subprocessors=HOST,
    sensitive=True,
    order=16,
)
