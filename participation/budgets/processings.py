"""What a participatory budget keeps about people, and why: its notice, and its data card."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.privacy.enums import Basis
from portal.privacy.processings import ACCESS, HOST
from portal.privacy.registry import Cookie, Processing

VOTES = Processing(
    name="budgets.votes",
    label=_("Votes on participatory budgets"),
    purpose=_("let each person vote once, count the ballots and let anyone recount them"),
    basis=Basis.MISSION,
    people=_("people who vote"),
    categories=_(
        "the day of the vote and how it was cast; keyed fingerprints of the account, e-mail "
        "address, telephone number or code, and of the name and date of birth; apart from it, "
        "the ballot, without anything that names its voter"
    ),
    recipients=_("everyone, for the ballots once counted; nobody, for who voted what"),
    retention=_(
        "the roll of voters: until the council has decided; the link between a voter and a "
        "ballot: until the vote closes; the ballots: as long as the results are public"
    ),
    security=ACCESS,
    subprocessors=HOST,
    particular=_(
        "While the vote is open a ballot is pseudonymous, so that it can be changed. At closing "
        "the key that leads from a voter to a ballot is destroyed."
    ),
    sensitive=False,
    order=12,
)

BASKET_COOKIE = Cookie(
    name=settings.BASKET_COOKIE_NAME,
    purpose=_(
        "keep what you choose in a vote, sealed, until you confirm it; then the day of your vote "
        "only"
    ),
    duration=_("until a week after the vote closes, sixty days at most, or until you vote"),
    order=52,
)
RECEIPT_COOKIE = Cookie(
    name=settings.RECEIPT_COOKIE_NAME,
    purpose=_("show you the receipt of your vote, which we do not keep"),
    duration=_("a quarter of an hour, or until you take it off the device"),
    order=53,
)
