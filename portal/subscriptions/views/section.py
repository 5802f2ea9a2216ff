"""What subscriptions add to the page of the account."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from ..models import Subscription


def own_subscriptions(request: HttpRequest) -> str:
    """How many things one follows, and where to change it."""
    count = Subscription.objects.filter(subscriber__user=request.user.pk).count()
    return render_to_string("subscriptions/includes/section.html", {"count": count}, request)
