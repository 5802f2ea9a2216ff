"""The only writer of the toy."""

from datetime import datetime
from typing import Any

from django.db import transaction

from participation import actions, rules
from participation.notifications import mail_receipt
from portal.decisions import require

from .models import Fountain, Wish


@transaction.atomic
def drop(
    *, fountain: Fountain, title: str, at: datetime, author: Any = None, **fields: Any
) -> Wish:
    """Receives a wish. Raises Refused when none is taken now."""
    require(rules.may_contribute(fountain, author, at))
    wish = actions.receive(Wish, activity=fountain, at=at, title=title, author=author, **fields)
    mail_receipt(wish)
    return wish
