"""What participation adds to the account: one's contributions, questions about supports."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from portal.accounts.models import User
from portal.accounts.queries import verified_addresses

from ..queries.merging import open_questions
from ..queries.own import contributions_of, left_with
from .supporters import person_of

_LATEST = 5


def support_questions(request: HttpRequest) -> str:
    """The questions a signed-in supporter has not answered; empty when there is none."""
    questions = open_questions(person_of(request))
    context = {"questions": questions, "about": None}
    name = "participation/includes/support_questions.html"
    return render_to_string(name, context, request) if questions else ""


def own_contributions(request: HttpRequest) -> str:
    """The latest contributions of the account, and how many could be added to it."""
    if not isinstance(request.user, User):
        return ""
    own = contributions_of(request.user)
    context = {
        "latest": own[:_LATEST],
        "count": own.count(),
        "left": left_with(verified_addresses(request.user)),
    }
    return render_to_string("participation/includes/own_section.html", context, request)
