"""What is kept of identities, as the register and the notices tell it."""

from django.utils.translation import gettext_lazy as _

from portal.privacy.enums import Basis
from portal.privacy.registry import Processing

IDENTITIES = Processing(
    name="identity.identities",
    label=_("Signing in with FranceConnect or ProConnect"),
    purpose=_("let you sign in with an account that you already have elsewhere"),
    basis=Basis.MISSION,
    people=_("whoever chooses to sign in that way"),
    categories=_(
        "the number by which the provider knows you on this portal only, the e-mail address that "
        "you confirm, the days on which the identity was linked and last used; no name, no date "
        "of birth"
    ),
    recipients=_("you; administrators when an agent asks for their former account"),
    retention=_("until you remove the identity or close your account"),
    security=_(
        "signed answers, each verified; encrypted transport; nothing else of the identity is stored"
    ),
    subprocessors=_("the host of the portal, named in the legal notice, under contract"),
    particular=_("You may always sign in with your address instead."),
    order=42,
)
