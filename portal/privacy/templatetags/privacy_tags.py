"""The notice beside each form, and the lists of the page on personal data."""

from typing import Any

from django import template
from django.conf import settings

from ..registry import Cookie, Processing, cookies, processing, processings, said

register = template.Library()


@register.filter
def words(value: Any) -> str:
    """Words of the registry, in the language of the moment."""
    return said(value)


@register.inclusion_tag("privacy/notice.html", takes_context=True)
def data_notice(context: Any, about: str | Processing) -> dict[str, Any]:
    """The short notice of a form (GDPR, art. 13): `about` names its processing, or is a card."""
    found = processing(about) if isinstance(about, str) else about
    city = context.get("site_settings")
    return {
        "processing": found,
        # An activity's card keeps the name of the processing that it completes.
        "name": found.name.partition("/")[0],
        "who": city and (city.publisher or city.city_name),
        "dpo": city and city.dpo_email,
    }


@register.inclusion_tag("privacy/paper_notice.html", takes_context=True)
def paper_notice(context: Any, about: str | Processing) -> dict[str, Any]:
    """The same on paper: one paragraph."""
    return data_notice(context, about)


@register.inclusion_tag("privacy/age_note.html")
def consent_age_note() -> dict[str, Any]:
    """Beside what is optional: younger people ask a parent first."""
    return {"age": settings.CONSENT_AGE}


@register.inclusion_tag("privacy/processings.html")
def processings_list() -> dict[str, Any]:
    """Everything that the portal's forms keep, in plain words; then what it keeps besides."""
    found = processings()
    return {
        "collected": [one for one in found if one.collected],
        "others": [one for one in found if not one.collected],
    }


@register.inclusion_tag("privacy/cookies.html")
def cookies_table() -> dict[str, list[Cookie]]:
    """What the portal keeps in browsers, from the settings."""
    return {"cookies": cookies()}
