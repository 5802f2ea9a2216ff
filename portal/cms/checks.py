"""House rules as Django system checks: what each page type must state."""

from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from wagtail.models import get_page_models

from .models import BasePage


@register("portal")
def page_types_state_what_they_are(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Each page type names its children itself, and has a template of its own."""
    found: list[CheckMessage] = []
    for model in get_page_models():
        if not issubclass(model, BasePage):
            continue
        if "subpage_types" not in vars(model):
            found.append(Error(f"{model.__name__} does not state subpage_types.", id="portal.E001"))
        if "parent_page_types" in vars(model):
            found.append(
                Error(f"{model.__name__} names its parents: an arrow upwards.", id="portal.E002")
            )
        try:
            get_template(model.template)
        except TemplateDoesNotExist:
            found.append(
                Error(f"{model.__name__} has no template {model.template}.", id="portal.E003")
            )
    return found
