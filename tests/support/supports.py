"""What a browser does to support an idea, and the figures afterwards."""

from typing import Any

from django.test import Client

from participation.actions import counters
from participation.models import Contribution, Support
from portal.form_tokens import new_token
from tests.support.html import main_of, plain


def press(client: Client, idea: Contribution, action: str = "soutenir", **more: str) -> Any:
    """Presses the button of an idea."""
    return client.post(f"{idea.url}soutenir/", {"action": action, **more})


def ask(
    client: Client, idea: Contribution, email: str = "tilleul@test.example", **more: str
) -> Any:
    """Asks for the mailed link."""
    data = {"email": email, "token": new_token(), **more}
    return client.post(f"{idea.url}soutenir/", data)


def figures(idea: Contribution) -> tuple[int, int]:
    """What the idea says, and what the database holds; the call's own figures agree."""
    idea.refresh_from_db()
    assert counters.recount(activity=idea.activity) is False
    return idea.support_count, Support.objects.filter(contribution=idea.pk).count()


def read(response: Any) -> str:
    """The text of the main part, with plain spaces."""
    return plain(main_of(response)).replace("\u00a0", " ").replace("\u202f", " ")
