"""What participation adds to the page of the account: questions about one's supports."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from ..queries.merging import open_questions
from .supporters import person_of


def support_questions(request: HttpRequest) -> str:
    """The questions a signed-in supporter has not answered; empty when there is none."""
    questions = open_questions(person_of(request))
    context = {"questions": questions, "about": None}
    name = "participation/includes/support_questions.html"
    return render_to_string(name, context, request) if questions else ""
