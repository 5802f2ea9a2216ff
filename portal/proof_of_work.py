"""A little work that a browser does before it sends a form: nothing for one, much for a million.

No question is asked of anybody. The challenge is the signed token of the form; the answer, a number
that gives their common hash so many bits at zero. `portal/js/work.js` looks for it.
"""

import hashlib

from django.conf import settings
from django.core.cache import cache

_LONGEST = 16
# A form comes back a few times: read again, corrected. Then its work is done anew.
USES = 10


def is_asked() -> bool:
    """Whether this portal asks for it (PROOF_OF_WORK)."""
    return bool(settings.PROOF_OF_WORK)


def proves(token: str, work: str) -> bool:
    """Whether this number was found for this token."""
    if not work.isascii() or not work.isdigit() or len(work) > _LONGEST:
        return False
    digest = hashlib.sha256(f"{token}:{work}".encode()).digest()
    return int.from_bytes(digest, "big") >> (256 - settings.PROOF_OF_WORK_BITS) == 0


def spend(number: str) -> bool:
    """Uses the work of one form once more; False when it served too often already."""
    name = f"work:{number}"
    if cache.add(name, 1, settings.FORM_TOKEN_SECONDS):
        return True
    try:
        uses = int(cache.incr(name))
    except ValueError:  # It expired between the two.
        return False
    # Django's database cache forgets the delay when it counts.
    cache.touch(name, settings.FORM_TOKEN_SECONDS)
    return uses <= USES
