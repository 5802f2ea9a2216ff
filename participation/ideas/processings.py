"""What a call for ideas keeps about people, and why: its notice, and the start of its data card."""

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.privacy.durations import duration
from portal.privacy.enums import Basis
from portal.privacy.processings import ACCESS, HOST
from portal.privacy.registry import Cookie, Processing

from ..processings import AUTHORS, after_the_call

IDEAS = Processing(
    name="ideas.ideas",
    label=_("Ideas"),
    purpose=_("receive your ideas, publish them, answer each of them and report on them"),
    basis=Basis.MISSION,
    people=AUTHORS,
    categories=_(
        "title and text; if you give them: signature, standing, theme, neighbourhood, place, "
        "department, wishes, files and their descriptions, e-mail address"
    ),
    recipients=_(
        "everyone, for what is published: text, signature, theme, place, department, files, "
        "standing and wishes; the team in charge of participation, for your address"
    ),
    retention=lambda: (
        gettext(
            "text: as long as the call is public; address: %(address)s; "
            "a refused text: %(refused)s after the refusal"
        )
        % {"address": after_the_call(), "refused": duration(settings.REFUSED_RETENTION_DAYS)}
    ),
    security=ACCESS,
    subprocessors=HOST,
    particular=_(
        "The place and the date of your pictures are erased when we receive them; a PDF may keep "
        "the name of its author. Files of an idea that you do not send are erased after one day."
    ),
    sensitive=True,
    order=10,
)
DRAFT = Cookie(
    name="draft:idea-…",
    purpose=_("offer you the idea that you began, without address and files; never sent to us"),
    duration=_("thirty days, or until you send or forget it"),
    in_cookie=False,
    order=60,
)
