"""Blocks of a questionnaire: pages, questions of each kind, conditions on earlier answers."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .enums import Comparison, QuestionKind
from .rules.composing import composed, faults

_CODE = RegexValidator(
    r"\A[a-z][a-z0-9_]{0,29}\Z",
    _("Small letters without accents, figures and underscores; a letter first."),
)


class ConditionBlock(blocks.StructBlock):
    """Asked only if an earlier answer is this; empty, always asked."""

    question = blocks.CharBlock(
        label=_("Short name of the question"),
        required=False,
        max_length=30,
        help_text=_("Of an earlier page. Empty: always asked."),
    )
    test = blocks.ChoiceBlock(
        label=_("Its answer"), choices=Comparison.choices, required=False, default=Comparison.IS
    )
    value = blocks.CharBlock(
        label=_("This choice or number"),
        required=False,
        max_length=200,
        help_text=_("The choice in the words of the question; for a scale, the number."),
    )

    class Meta:
        icon = "decimal"
        label = _("Asked only if")
        form_classname = "struct-block"


def _question(**more: blocks.Block) -> list[tuple[str, blocks.Block]]:
    """What every question has, around what is its own."""
    return [
        (
            "code",
            blocks.CharBlock(
                label=_("Short name"),
                max_length=30,
                validators=[_CODE],
                help_text=_(
                    "Names the column of exports and the question in conditions; the same from "
                    "one wave to the next. For example: accueil."
                ),
            ),
        ),
        ("label", blocks.CharBlock(label=_("Question"), max_length=250)),
        ("hint", blocks.CharBlock(label=_("Help"), max_length=300, required=False)),
        *more.items(),
        ("required", blocks.BooleanBlock(label=_("An answer is needed"), required=False)),
        ("condition", ConditionBlock()),
    ]


def _choices(label: Any, *, most: int = 20) -> blocks.ListBlock:
    return blocks.ListBlock(
        blocks.CharBlock(label=_("Choice"), max_length=150), label=label, min_num=2, max_num=most
    )


def _crosses() -> blocks.BooleanBlock:
    return blocks.BooleanBlock(
        label=_("Cross the other questions with this one"),
        required=False,
        help_text=_("For a profile, such as the neighbourhood: three such questions at most."),
    )


class SingleBlock(blocks.StructBlock):
    """One choice among several."""

    def __init__(self, **kwargs: Any) -> None:
        fields = _question(choices=_choices(_("Choices")), crosses=_crosses())
        super().__init__(fields, **kwargs)

    class Meta:
        icon = "radio-full"
        label = QuestionKind.SINGLE.label


class MultipleBlock(blocks.StructBlock):
    """As many choices as one likes, or so many at most."""

    def __init__(self, **kwargs: Any) -> None:
        most = blocks.IntegerBlock(
            label=_("Choices at most"),
            required=False,
            min_value=1,
            max_value=20,
            help_text=_("Empty: as many as one likes."),
        )
        super().__init__(_question(choices=_choices(_("Choices")), most=most), **kwargs)

    class Meta:
        icon = "tick-inverse"
        label = QuestionKind.MULTIPLE.label


class ScaleBlock(blocks.StructBlock):
    """A step of a scale, from one end to the other."""

    def __init__(self, **kwargs: Any) -> None:
        fields = _question(
            low=blocks.IntegerBlock(label=_("From"), default=1, min_value=0, max_value=1),
            high=blocks.IntegerBlock(label=_("To"), default=5, min_value=3, max_value=10),
            low_label=blocks.CharBlock(label=_("What the first step means"), max_length=60),
            high_label=blocks.CharBlock(label=_("What the last step means"), max_length=60),
        )
        super().__init__(fields, **kwargs)

    class Meta:
        icon = "arrows-up-down"
        label = QuestionKind.SCALE.label


class RankingBlock(blocks.StructBlock):
    """Choices put in order, the first one preferred."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(_question(choices=_choices(_("Choices to rank"), most=8)), **kwargs)

    class Meta:
        icon = "list-ol"
        label = QuestionKind.RANKING.label


class GridBlock(blocks.StructBlock):
    """The same choices for several lines."""

    def __init__(self, **kwargs: Any) -> None:
        rows = blocks.ListBlock(
            blocks.CharBlock(label=_("Line"), max_length=150),
            label=_("Lines"),
            min_num=1,
            max_num=12,
        )
        super().__init__(_question(rows=rows, choices=_choices(_("Columns"), most=7)), **kwargs)

    class Meta:
        icon = "table"
        label = QuestionKind.GRID.label


class NumberBlock(blocks.StructBlock):
    """A number between two bounds."""

    def __init__(self, **kwargs: Any) -> None:
        fields = _question(
            low=blocks.IntegerBlock(label=_("From"), default=0, min_value=0, max_value=999_999),
            high=blocks.IntegerBlock(label=_("To"), default=100, min_value=1, max_value=1_000_000),
            unit=blocks.CharBlock(label=_("Unit"), max_length=30, required=False),
        )
        super().__init__(fields, **kwargs)

    class Meta:
        icon = "order"
        label = QuestionKind.NUMBER.label


class TextBlock(blocks.StructBlock):
    """A free text, published once it was read."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(_question(), **kwargs)

    class Meta:
        icon = "pilcrow"
        label = QuestionKind.TEXT.label


class FileBlock(blocks.StructBlock):
    """Pictures and a document, published once they were seen."""

    def __init__(self, **kwargs: Any) -> None:
        fields = [one for one in _question() if one[0] != "required"]
        super().__init__(fields, **kwargs)

    class Meta:
        icon = "doc-empty"
        label = QuestionKind.FILE.label


class QuestionsBlock(blocks.StreamBlock):
    """The questions of a page."""

    single = SingleBlock()
    multiple = MultipleBlock()
    scale = ScaleBlock()
    ranking = RankingBlock()
    grid = GridBlock()
    number = NumberBlock()
    text = TextBlock()
    file = FileBlock()

    class Meta:
        label = _("Questions")
        min_num = 1
        block_counts: dict[str, dict[str, int]] = {}


class PageBlock(blocks.StructBlock):
    """A page of the questionnaire."""

    title = blocks.CharBlock(label=_("Title of the page"), max_length=120)
    introduction = blocks.TextBlock(label=_("Introduction"), max_length=600, required=False)
    condition = ConditionBlock()
    questions = QuestionsBlock()

    class Meta:
        icon = "doc-full"
        label = _("Page")


class QuestionnaireBlock(blocks.StreamBlock):
    """The pages, one after another; what one says of another is checked together."""

    page = PageBlock()

    def clean(self, value: Any, **kwargs: Any) -> Any:
        cleaned = super().clean(value, **kwargs)
        if found := faults(composed(cleaned), cleaned):
            raise ValidationError(found)
        return cleaned

    class Meta:
        max_num = 12
        block_counts: dict[str, dict[str, int]] = {}
