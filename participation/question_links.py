"""The link by which a supporter answers a question: signed, for one question. Pure."""

from django.core.signing import BadSignature, Signer

_SALT = "participation.support_question"


def token_of(question_id: int) -> str:
    """What the link carries; it holds no address and no name."""
    return Signer(salt=_SALT).sign(str(question_id))


def question_in(token: str) -> int | None:
    """The question a link is for, or None when this portal did not sign it."""
    try:
        return int(Signer(salt=_SALT).unsign(token))
    except (BadSignature, ValueError):
        return None
