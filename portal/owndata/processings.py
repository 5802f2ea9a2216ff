"""What asking to see or erase one's data keeps, and why."""

from django.utils.translation import gettext_lazy as _

from portal.privacy.enums import Basis
from portal.privacy.processings import ACCESS, HOST
from portal.privacy.registry import Processing

REQUESTS = Processing(
    name="owndata.requests",
    label=_("Requests about one’s own data"),
    purpose=_("show, correct or erase your data when you ask, and prove that it was done"),
    basis=Basis.OBLIGATION,
    people=_("whoever asks for their data"),
    categories=_("your address while the request waits; what was asked, when, what was done"),
    recipients=_("data protection officer"),
    retention=_("address: until the request is closed; the register of requests stays, without it"),
    security=ACCESS,
    subprocessors=HOST,
    order=48,
)
