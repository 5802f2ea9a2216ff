"""The buttons that lead to FranceConnect and ProConnect, where they exist."""

from typing import Any

from django import template
from django.template import Context

from portal.privacy.templatetags.privacy_tags import data_notice

from ..configuration import clients
from ..processings import IDENTITIES

register = template.Library()
# Who explains each service; shown as a link beside the button.
EXPLANATIONS = {
    "franceconnect": "https://franceconnect.gouv.fr/",
    "proconnect": "https://www.proconnect.gouv.fr/",
}


@register.inclusion_tag("identity/buttons.html", takes_context=True)
def identity_buttons(context: Context) -> dict[str, Any]:
    """The buttons of the providers that the city configured; nothing where there is none."""
    offered = [(client.provider, EXPLANATIONS[client.provider]) for client in clients()]
    return {"offered": offered, "next_url": context.get("redirect_field_value") or ""}


@register.inclusion_tag("privacy/notice.html", takes_context=True)
def identity_notice(context: Context) -> dict[str, Any]:
    """The notice of the forms of identities, whether the city's register lists them or not."""
    return data_notice(context, IDENTITIES)
