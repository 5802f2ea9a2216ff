"""Menus of chosen pages and addresses; knows pages, never a page type."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from ..blocks import LinkBlock, LinkColumnBlock
from ..fields import StreamField


@register_setting(icon="list-ul")
class NavigationSettings(BaseSiteSetting):
    """The main menu, the bar above it and the columns of the footer."""

    main_menu = StreamField(
        blocks.StreamBlock([("link", LinkBlock())], max_num=6, required=False),
        blank=True,
        verbose_name=_("main menu"),
    )
    utility_menu = StreamField(
        blocks.StreamBlock([("link", LinkBlock())], max_num=3, required=False),
        blank=True,
        verbose_name=_("bar at the top"),
    )
    footer_columns = StreamField(
        blocks.StreamBlock([("column", LinkColumnBlock())], max_num=3, required=False),
        blank=True,
        verbose_name=_("columns of the footer"),
    )

    panels = [
        FieldPanel("main_menu"),
        FieldPanel("utility_menu"),
        FieldPanel("footer_columns"),
    ]

    class Meta:
        verbose_name = _("menus")

    def __str__(self) -> str:
        return str(_("Menus"))
