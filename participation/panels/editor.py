"""What the editors of all activities have alike: the words, the promise, the dates, the public."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.admin.widgets import SlugInput

from ..forms import ActivityForm
from .data_card import data_card_tab
from .promises import PromisePanel


def editor(*tabs: ObjectList, form: type[Any] = ActivityForm) -> TabbedInterface:
    """The editor of an activity: these tabs, and the card of personal data that each one has."""
    return TabbedInterface([*tabs, data_card_tab()], base_form_class=form)


def words(heading: Any, *own: Any, about: FieldPanel | None = None) -> ObjectList:
    """The first tab: title, address, introduction, then what is the mechanism's own.

    `about` is the introduction in other words (`introduction`).
    """
    first = [
        TitleFieldPanel("title", targets=["slug"]),
        FieldPanel("slug", widget=SlugInput),
        about or FieldPanel("introduction"),
    ]
    return ObjectList([*first, *own], heading=heading)


def introduction(heading: Any, help_text: Any) -> FieldPanel:
    """The introduction, in the words of a mechanism that asks no question."""
    return FieldPanel("introduction", heading=heading, help_text=help_text)


def commitments() -> FieldPanel:
    """The commitments of the city that an activity serves."""
    return FieldPanel("commitments", widget=forms.CheckboxSelectMultiple)


def promise(
    *own: Any, levels: bool = False, answer: FieldPanel | None = None, days: bool = False
) -> ObjectList:
    """What the city promises, who decides, and where that stands.

    `levels` where the mechanism leaves a choice; `days` when answers are due in so many days
    rather than by a date.
    """
    due = FieldPanel("answer_days") if days else answer or FieldPanel("answer_by")
    return ObjectList(
        [
            *([FieldPanel("level")] if levels else []),
            FieldPanel("promise"),
            FieldPanel("who_decides"),
            FieldPanel("not_negotiable"),
            due,
            FieldPanel("department"),
            *own,
            PromisePanel(),
        ],
        heading=_("Promise"),
    )


def opening() -> FieldRowPanel:
    """From when and until when one takes part."""
    return FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")])


def public() -> MultiFieldPanel:
    """Who may take part, and who may read."""
    fields = [FieldPanel("audience"), FieldPanel("visibility")]
    return MultiFieldPanel(fields, heading=_("For whom"))


def dates(*own: Any, heading: Any = "") -> ObjectList:
    """When one takes part, then what is the mechanism's own, and the schedule of publication."""
    named = heading or _("Dates and audience")
    return ObjectList([opening(), *own, PublishingPanel()], heading=named)


def eligibility(heading: Any, *before: Any) -> MultiFieldPanel:
    """Who may take part, when that has to be proved."""
    names = ("eligibility", "eligibility_condition", "eligibility_once")
    return MultiFieldPanel([*before, *(FieldPanel(name) for name in names)], heading=heading)


def rules(heading: Any) -> ObjectList:
    """How contributions are read before or after, and what others may do with them."""
    names = ("moderation_mode", "confirms_email", "supports_allowed", "comments_allowed")
    return ObjectList([FieldPanel(name) for name in names], heading=heading)
