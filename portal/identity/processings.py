"""What signing in through FranceConnect or ProConnect keeps, and why."""

from django.utils.translation import gettext_lazy as _

from portal.privacy.enums import Basis
from portal.privacy.registry import Processing

IDENTITIES = Processing(
    name="identity.identities",
    label=_("Signing in through FranceConnect or ProConnect"),
    purpose=_("recognise you when you choose to sign in this way"),
    basis=Basis.MISSION,
    people=_("whoever links one of these identities to their account"),
    categories=_(
        "which service, the number by which it knows you on this portal only, the days of linking "
        "and last use; neither name nor date of birth"
    ),
    recipients=_("you; an administrator when you ask for an account to be given back"),
    retention=_("until you unlink it or close your account"),
    security=_("no token is stored; signatures are verified at each sign-in"),
    subprocessors=_("the State runs FranceConnect and ProConnect, under its own responsibility"),
    collected=False,
    order=140,
)
