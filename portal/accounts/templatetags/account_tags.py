"""What templates ask of accounts: whether the admin is open to this session."""

from django import template
from django.template.context import Context

from ..second_factors import admin_decision

register = template.Library()


@register.simple_tag(takes_context=True)
def admin_is_open(context: Context) -> bool:
    """Whether this session may enter the admin now: its bar is not drawn before."""
    request = context.get("request")
    return bool(request and admin_decision(request))
