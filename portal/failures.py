"""Pages of what goes wrong: a form whose proof of origin does not hold, too many tries."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.accounts.models import User
from portal.security.actions import record_event

# Long texts only, under the names that our forms use: never a password, an address or a number.
_TEXTS = ("title", "text", "message", "comment", "body", "note")
_LONGEST = 20_000


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Says that nothing was recorded, and gives the text back to be copied."""
    typed = [request.POST.get(name, "").strip() for name in _TEXTS]
    context = {"typed": "\n\n".join(text for text in typed if text)[:_LONGEST]}
    return render(request, "403_csrf.html", context, status=403)


def too_many(request: HttpRequest) -> HttpResponse:
    """Later, please: the same page whatever limit was reached, and whoever asked."""
    actor = request.user if isinstance(request.user, User) else None
    view = request.resolver_match.url_name if request.resolver_match else None
    record_event("accounts.limit.reached", actor=actor, view=view)
    return render(request, "429.html", status=429)
