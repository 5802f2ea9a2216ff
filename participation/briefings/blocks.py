"""Blocks of an explanation: what changes for whom, before and after, figures, documents."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.cms.blocks import DocumentBlock


class EffectBlock(blocks.StructBlock):
    """What the decision changes for some people."""

    whom = blocks.CharBlock(
        label=_("For whom"), max_length=120, help_text=_("For example: families with one child.")
    )
    change = blocks.TextBlock(label=_("What changes"), max_length=800)

    class Meta:
        icon = "group"
        label = _("Effect")


class EffectsBlock(blocks.StreamBlock):
    """The effects, one after another."""

    effect = EffectBlock()

    class Meta:
        block_counts: dict[str, dict[str, int]] = {}


class ComparedBlock(blocks.StructBlock):
    """One thing as it was, and as it is from now on."""

    what = blocks.CharBlock(label=_("What"), max_length=120)
    before = blocks.CharBlock(label=_("Before"), max_length=200)
    after = blocks.CharBlock(label=_("From now on"), max_length=200)

    class Meta:
        icon = "arrow-right"
        label = _("Before and after")


class ComparisonBlock(blocks.StreamBlock):
    """The lines of the table of what was before and is after."""

    line = ComparedBlock()

    class Meta:
        block_counts: dict[str, dict[str, int]] = {}


class AmountBlock(blocks.StructBlock):
    """One line of a key figure."""

    label = blocks.CharBlock(label=_("Label"), max_length=120)
    value = blocks.DecimalBlock(label=_("Figure"), min_value=0, max_digits=15, decimal_places=2)

    class Meta:
        icon = "order"
        label = _("Line")


@dataclass(frozen=True)
class Row:
    """One line of a table of bars: its bar is `width` hundredths of the longest."""

    label: str
    count: int | Decimal
    width: int
    share: int | None = None


class FigureValue(blocks.StructValue):
    """A key figure, with its lines as the component of bars draws them."""

    @property
    def rows(self) -> list[Row]:
        """The lines; without decimals where there are none: “12”, never “12.00”."""
        lines = [(line["label"], Decimal(line["value"])) for line in self["lines"]]
        longest = max((value for _label, value in lines), default=Decimal(0))
        return [
            Row(label, _plain(value), int(value * 100 / longest) if longest else 0)
            for label, value in lines
        ]


def _plain(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() else value


class FigureBlock(blocks.StructBlock):
    """Figures drawn as a table whose cells hold bars."""

    title = blocks.CharBlock(
        label=_("What it shows"),
        max_length=160,
        help_text=_("The conclusion, in one sentence: readers see it first."),
    )
    subject = blocks.CharBlock(label=_("What is counted"), max_length=200)
    head = blocks.CharBlock(label=_("Heading of the lines"), max_length=60)
    unit = blocks.CharBlock(
        label=_("Unit"), max_length=60, help_text=_("For example: euros a year.")
    )
    lines = blocks.ListBlock(AmountBlock(), label=_("Lines"), min_num=1, max_num=30)
    source = blocks.CharBlock(label=_("Source"), max_length=250, required=False)

    class Meta:
        icon = "table"
        label = _("Key figure")
        value_class = FigureValue


class FiguresBlock(blocks.StreamBlock):
    """The key figures."""

    figure = FigureBlock()

    class Meta:
        block_counts: dict[str, dict[str, int]] = {}


class DocumentsBlock(blocks.StreamBlock):
    """The documents: the deliberation, the report, the schedule of prices."""

    document = DocumentBlock()

    class Meta:
        block_counts: dict[str, dict[str, int]] = {}


def as_text(value: Any) -> Any:
    """What a stream says, without the identifiers that the editor gives to its blocks."""
    if isinstance(value, dict):
        return {name: as_text(part) for name, part in value.items() if name != "id"}
    if isinstance(value, list | tuple):
        return [as_text(part) for part in value]
    return str(value) if value is not None else ""
