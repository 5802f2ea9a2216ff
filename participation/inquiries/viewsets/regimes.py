"""Regimes in the admin: every delay a field, the pieces demanded beside them."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.snippets.views.snippets import SnippetViewSet

from ...viewsets.lists import ListDeleteView
from ..models import Regime


class RegimeViewSet(SnippetViewSet):
    """The kinds of procedures that the law knows, as the city's legal service reads it."""

    model = Regime
    icon = "list-ul"
    copy_view_enabled = False
    menu_label = _("Regimes")
    list_display: ClassVar[list[Any]] = ["name", "minimum_days", "notice_days", "confirmed_on"]
    ordering: ClassVar[list[str]] = ["name"]
    delete_view_class = ListDeleteView
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    HelpPanel(
                        content=_(
                            "These delays come from general knowledge of the texts: the legal "
                            "service compares them with those in force, then says on which day."
                        )
                    ),
                    FieldPanel("name"),
                    FieldPanel("code"),
                    FieldPanel("legal_references"),
                    FieldPanel("summary"),
                    FieldPanel("confirmed_on"),
                ],
                heading=_("Texts"),
            ),
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            FieldPanel("needs_order"),
                            FieldPanel("needs_commissioner"),
                            FieldPanel("needs_permanence"),
                            FieldPanel("has_register"),
                            FieldPanel("replies_while_open"),
                            FieldRowPanel(
                                [
                                    FieldPanel("opening_meeting_days"),
                                    FieldPanel("closing_meeting_days"),
                                ]
                            ),
                        ],
                        heading=_("What it demands"),
                    ),
                    MultiFieldPanel(
                        [
                            FieldRowPanel([FieldPanel("notice_days"), FieldPanel("reminder_days")]),
                            FieldPanel("newspapers"),
                            FieldPanel("needs_posters"),
                            FieldPanel("publishes_proofs"),
                        ],
                        heading=_("Notice"),
                    ),
                    MultiFieldPanel(
                        [
                            FieldPanel("poster_heading"),
                            FieldRowPanel(
                                [FieldPanel("poster_format"), FieldPanel("poster_colour")]
                            ),
                            FieldPanel("poster_title_mm"),
                            FieldPanel("poster_reference"),
                        ],
                        heading=_("Posters"),
                    ),
                    MultiFieldPanel(
                        [
                            FieldRowPanel(
                                [FieldPanel("minimum_days"), FieldPanel("reduced_minimum_days")]
                            ),
                            FieldRowPanel(
                                [FieldPanel("maximum_days"), FieldPanel("extension_days")]
                            ),
                        ],
                        heading=_("Duration"),
                    ),
                    MultiFieldPanel(
                        [
                            FieldRowPanel([FieldPanel("minutes_days"), FieldPanel("reply_days")]),
                            FieldRowPanel(
                                [FieldPanel("report_days"), FieldPanel("synthesis_days")]
                            ),
                            FieldRowPanel(
                                [FieldPanel("balance_days"), FieldPanel("measures_days")]
                            ),
                            FieldPanel("decision_wait_days"),
                            FieldPanel("publication_days"),
                        ],
                        heading=_("After the closing"),
                    ),
                ],
                heading=_("Delays"),
            ),
            ObjectList(
                [InlinePanel("pieces", label=_("Piece demanded"), heading=_("Pieces demanded"))],
                heading=_("Dossier"),
            ),
        ]
    )
