"""Where one may follow something: the box beside it, the box of the home page."""

from typing import Any

from django import template
from django.template import Context

from ..queries import topics_followed
from ..registry import family_of

register = template.Library()


@register.inclusion_tag("subscriptions/includes/follow_box.html", takes_context=True)
def follow_box(
    context: Context,
    family_name: str,
    identifier: object = "",
    heading: str = "h2",
    action: str = "",
    explanation: str = "",
) -> dict[str, Any]:
    """The box beside what may be followed: a button with an account, a link without.

    A page may say `action` and `explanation` in its own words: a budget is an activity, not a call.
    """
    topic = f"{family_name}:{identifier}" if identifier else family_name
    request = context.get("request")
    user = getattr(request, "user", None)
    family = family_of(topic)
    return {
        "family": family if family and family.is_followed else None,
        "action": action or (family.action if family else ""),
        "explanation": explanation or (family.explanation if family else ""),
        "topic": topic,
        "heading": heading,
        "signed_in": bool(user and user.is_authenticated),
        "followed": topic in topics_followed(user, [topic]),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("subscriptions/includes/newsletter_box.html", takes_context=True)
def newsletter_box(context: Context) -> dict[str, Any]:
    """The box of the home page: an address, and what happens once a week."""
    return {"site_settings": context.get("site_settings")}
