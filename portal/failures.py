"""The page of a form whose proof of origin does not hold, with what was written in it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# Long texts only, under the names that our forms use: never a password, an address or a number.
_TEXTS = ("title", "text", "message", "comment", "body", "note")
_LONGEST = 20_000


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Says that nothing was recorded, and gives the text back to be copied."""
    typed = [request.POST.get(name, "").strip() for name in _TEXTS]
    context = {"typed": "\n\n".join(text for text in typed if text)[:_LONGEST]}
    return render(request, "403_csrf.html", context, status=403)
