"""The signed link by which a device becomes a kiosk. Pure."""

from portal.sealed import seal

SEAL = "surveys.kiosk"


def kiosk_token(pk: int) -> str:
    """The word in the address of a kiosk."""
    return seal(SEAL, pk)
