"""The consents to be named that members of the body gave, for the register of consents."""

from collections.abc import Iterator

from portal.privacy.registry import Proof

from ..models import BodyMember
from ..processings import FOLLOW_UP_BODY


def name_consents() -> Iterator[Proof]:
    """Return who agreed to be named in public; the register tells no name."""
    agreed = BodyMember.objects.filter(consented_at__isnull=False).order_by("pk")
    for member in agreed:
        if member.consented_at:
            yield Proof(
                kind=FOLLOW_UP_BODY.label,
                about=f"member:{member.pk}",
                given_at=member.consented_at,
                withdrawn_at=None,
            )
