"""What a register keeps about those who write in it, and why."""

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.privacy.durations import duration
from portal.privacy.enums import Basis
from portal.privacy.processings import ACCESS, HOST
from portal.privacy.registry import Processing

REGISTER = Processing(
    name="inquiries.register",
    label=_("Registers of regulated consultations"),
    purpose=_("receive the observations that the law asks for, and report on them"),
    basis=Basis.OBLIGATION,
    people=_("whoever writes in the register, on this site, by mail, on paper or by word of mouth"),
    categories=_(
        "the observation, its moment and its files; if you give them: your name, which is public, "
        "and an e-mail address, which is not. No network address is kept."
    ),
    recipients=_(
        "everybody for the observation and the name; who leads the procedure for the address; the "
        "city’s team cannot read addresses"
    ),
    retention=lambda: (
        gettext(
            "the observations stay in the archives of the procedure, as the law asks; addresses: "
            "%(days)s after the closing; a name or an address is erased before when you ask for it"
        )
        % {"days": duration(settings.INQUIRY_ADDRESS_DAYS)}
    ),
    security=ACCESS,
    subprocessors=HOST,
    particular=_(
        "An observation can be neither changed nor removed, by you or by the city: without a name "
        "it says nothing of you. Erasing a name leaves the register whole and provable."
    ),
    sensitive=True,
    order=15,
)
