"""The activity that wants habits to change: messages, resources, dates, pledges, a quiz."""

import re
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.fields import RichTextField

from portal.cms.fields import StreamField
from portal.cms.folding import fold

from ...enums import Level
from ...models import Activity
from .. import rules
from ..blocks import (
    CampaignDate,
    DatesBlock,
    MessagesBlock,
    PledgesBlock,
    QuizBlock,
    ResourcesBlock,
    asked,
    dated,
)

# Which the editor of rich text draws anew: nobody reads it.
_BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')
_FEATURES = ["bold", "italic", "link", "ul", "ol"]


class Campaign(Activity):
    """Everything is decided; the city gives the means to understand and to act."""

    mechanism_slug: ClassVar[str] = "campaigns"

    messages = StreamField(MessagesBlock(), blank=True, verbose_name=_("key messages"))
    resources = StreamField(
        ResourcesBlock(), blank=True, verbose_name=pgettext_lazy("campaign", "resources")
    )
    dates = StreamField(DatesBlock(), blank=True, verbose_name=_("dates"))
    pledges = StreamField(
        PledgesBlock(max_num=rules.PLEDGES_MAXIMUM), blank=True, verbose_name=_("pledges")
    )
    quiz = StreamField(
        QuizBlock(max_num=rules.QUESTIONS_MAXIMUM), blank=True, verbose_name=_("quiz")
    )
    follow_up_question = models.CharField(
        _("question asked later"),
        max_length=200,
        blank=True,
        help_text=_("Empty, the page asks: “Did you keep it up?”"),
    )
    follow_up_opens_on = models.DateField(
        _("asked from"),
        null=True,
        blank=True,
        help_text=_("Some weeks after the pledges. Both dates, or none."),
    )
    follow_up_closes_on = models.DateField(
        _("asked until"), null=True, blank=True, help_text=_("This day included.")
    )
    # Written as a draft like the rest; what was published is a row of its own (outcomes.py).
    outcome_text = RichTextField(
        pgettext_lazy("campaign", "outcome"),
        features=_FEATURES,
        blank=True,
        help_text=_(
            "What came of the campaign, and what the city does next. The figures of the day are "
            "added by themselves, and stay as they were. Public once the campaign is over."
        ),
    )
    outcome_reason = models.CharField(
        _("why the outcome changes"),
        max_length=300,
        blank=True,
        help_text=_("Asked only to change an outcome that is already public. Shown, dated."),
    )

    search_fields = Activity.search_fields

    class Meta:
        verbose_name = _("awareness campaign")
        verbose_name_plural = _("awareness campaigns")
        constraints = [
            models.CheckConstraint(
                condition=Q(follow_up_opens_on__isnull=True, follow_up_closes_on__isnull=True)
                | Q(
                    follow_up_opens_on__isnull=False,
                    follow_up_closes_on__isnull=False,
                    follow_up_closes_on__gte=F("follow_up_opens_on"),
                ),
                name="campaign_asks_later_between_two_days",
                violation_error_message=_(
                    "The question asked later needs two dates: from when, and until when."
                ),
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._keep_to_its_level()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        self._keep_to_its_level()
        super().clean()
        opens, closes = self.follow_up_opens_on, self.follow_up_closes_on
        if opens and self.opens_at and opens <= timezone.localdate(self.opens_at):
            said = _("The question is asked some weeks after the beginning of the campaign.")
            raise ValidationError({"follow_up_opens_on": said})
        if closes and self.answer_by and closes > self.answer_by:
            said = _("The outcome is promised before this day: it must tell of the answers.")
            raise ValidationError({"follow_up_closes_on": said})
        self._refuse_repeated_words()

    def _refuse_repeated_words(self) -> None:
        """The same words twice would be one count shown twice."""
        for name, keys in (
            ("pledges", [one.key for one in self.offered]),
            ("quiz", [one.key for one in self.questions]),
        ):
            if len(set(keys)) < len(keys):
                raise ValidationError({name: _("Two entries say the same words.")})

    def _keep_to_its_level(self) -> None:
        """Everything is decided: nothing is put to a show of hands (product.md §2)."""
        self.level = Level.AWARENESS
        self.supports_allowed = self.comments_allowed = False
        self.answer_days = None

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [
            ("", _("Page of the campaign")),
            ("quiz", _("Quiz with its answers")),
            ("poster", _("Poster to print")),
        ]

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        names = {"quiz": "answers", "poster": "poster"}
        return f"campaigns/{names.get(mode_name, 'campaign')}.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        at = timezone.now()
        page = {"activity": self, "at": at, "state": self.state(at), "amendments": []}
        shown = {"questions": self.questions, "figures": [], "dates": self.announced}
        return {**context, **page, **shown, "preview": True}

    @property
    def offered(self) -> list[rules.Offered]:
        """The pledges that the page proposes."""
        return [
            rules.Offered(one.value["text"].strip(), (one.value["detail"] or "").strip())
            for one in self.pledges
        ]

    @property
    def announced(self) -> list[CampaignDate]:
        """The dates, in order."""
        found = (dated(one, self.pk) for one in self.dates)
        return sorted(found, key=lambda one: (one.starts_at, one.title))

    @property
    def questions(self) -> list[rules.Asked]:
        """The questions of the quiz."""
        return [asked(one.value) for one in self.quiz]

    @property
    def outcome_words(self) -> str:
        """The outcome as readers read it; nothing when the editor left an empty paragraph."""
        text = _BLOCK_KEY.sub("", self.outcome_text).strip()
        return text if strip_tags(text).strip() else ""

    @property
    def later_question(self) -> str:
        """What is asked some weeks later."""
        return self.follow_up_question or str(_("Did you keep it up?"))

    @property
    def search_text(self) -> str:
        """The folded words by which the portal finds it, messages and pledges among them."""
        said = [f"{one.value['title']} {one.value['text'] or ''}" for one in self.messages]
        said += [one.text for one in self.offered]
        return " ".join([super().search_text, fold(" ".join(said))])
