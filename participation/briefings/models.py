"""The decision explained, the question, the correction, and whether it was clear."""

import json
import logging
import re
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import Revision

from portal.cms.fields import StreamField
from portal.cms.folding import fold
from portal.decisions import require

from ..enums import Level
from ..models import Activity, Contribution
from . import rules
from .blocks import ComparisonBlock, DocumentsBlock, EffectsBlock, FiguresBlock, as_text
from .enums import Clarity

if TYPE_CHECKING:
    from portal.accounts.models import User

logger = logging.getLogger(__name__)

_FEATURES = ["bold", "italic", "link", "ul", "ol"]
# What readers read: once published, a change of one of these is a dated correction.
TEXTS = (
    "title",
    "introduction",
    "decided_on",
    "decided_by",
    "decision",
    "reasons",
    "effects",
    "comparison",
    "key_figures",
    "plain_text",
    "documents",
    "body",
)
# Which the editor of rich text draws anew: nobody reads it.
_BLOCK_KEY = re.compile(r' data-block-key=\\?"[^"]*"')
_STREAMS = ("effects", "comparison", "key_figures", "documents", "body")


class Briefing(Activity):
    """A decision explained: everything is decided, the city explains it and answers questions."""

    mechanism_slug: ClassVar[str] = "briefings"

    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.CharField(
        _("who decided"),
        max_length=160,
        blank=True,
        help_text=_("For example: the city council, deliberation no. 12."),
    )
    decision = RichTextField(_("what was decided"), features=_FEATURES)
    reasons = RichTextField(_("why"), features=_FEATURES)
    effects = StreamField(EffectsBlock(), blank=True, verbose_name=_("what it changes for whom"))
    comparison = StreamField(ComparisonBlock(), blank=True, verbose_name=_("before and after"))
    key_figures = StreamField(FiguresBlock(), blank=True, verbose_name=_("key figures"))
    plain_text = RichTextField(
        _("plain-language version"),
        features=["bold", "ul"],
        blank=True,
        help_text=_("Short sentences, everyday words, one idea a line."),
    )
    documents = StreamField(DocumentsBlock(), blank=True, verbose_name=_("documents"))
    # Written with a change of a public text, and published as a row of the log of corrections.
    correction_what = models.CharField(
        _("what is corrected"),
        max_length=600,
        blank=True,
        help_text=_("For example: the price of the first bracket was 2.10 €, not 2.01 €."),
    )
    correction_why = models.CharField(
        _("why it is corrected"),
        max_length=600,
        blank=True,
        help_text=_("For example: a digit was misread in the deliberation."),
    )

    search_fields = Activity.search_fields

    class Meta:
        verbose_name = _("decision explained")
        verbose_name_plural = _("decisions explained")

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [("", _("Page of the decision"))]

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "briefings/briefing.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        at = timezone.now()
        page = {"activity": self, "at": at, "state": self.state(at), "amendments": []}
        return {**context, **page, "late": 0, "filters": None, "preview": True}

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._keep_to_its_level()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        self._keep_to_its_level()
        super().clean()

    def _keep_to_its_level(self) -> None:
        """Everything is decided already: this informs, or it is no such thing (product.md §2)."""
        self.level = Level.INFORMATION
        self.supports_allowed = self.comments_allowed = False
        self.answer_by = None
        self.answer_days = self.answer_days or rules.ANSWER_DAYS

    @property
    def texts(self) -> dict[str, str]:
        """What readers read, by name, as comparable words."""
        found = {name: str(getattr(self, name) or "") for name in TEXTS if name not in _STREAMS}
        for name in _STREAMS:
            stream = getattr(self, name)
            said = as_text(stream.get_prep_value() if stream else [])
            # PostgreSQL gives the keys of its JSON back in an order of its own.
            found[name] = json.dumps(said, sort_keys=True)
        return {name: _BLOCK_KEY.sub("", text) for name, text in found.items()}

    def publish(self, revision: Revision, user: "User | None" = None, **options: Any) -> None:
        """Publishes or schedules a revision; over a public text, with its correction.

        Raises Refused(CORRECTION_UNEXPLAINED). The hourly job has nobody to tell: it leaves such
        a revision aside, so that others go out.
        """
        with transaction.atomic():
            rows = type(self).objects.select_for_update(of=("self",))
            before = rows.filter(pk=self.pk, live=True).first()
            new = revision.as_object()
            changed = rules.changed_texts(before.texts, new.texts) if before else []
            decision = rules.may_publish_over(changed, new.correction_what, new.correction_why)
            if user is None and decision.reason:
                revision.approved_go_live_at = None
                revision.save(update_fields=["approved_go_live_at"])
                self._log_held_back()
                return
            require(decision)
            # Read by the receiver of Wagtail's signal (actions/publishing.py), which writes it.
            revision.texts_before = before.texts if before else None  # type: ignore[attr-defined]
            super().publish(revision, user=user, **options)

    def _log_held_back(self) -> None:
        logger.warning(
            "Briefing held back",
            extra={"event": "participation.briefing.held_back", "activity": self.pk},
        )

    @property
    def search_text(self) -> str:
        """The folded words by which the portal finds it, the texts of the decision among them."""
        said = [self.decision, self.reasons, self.plain_text]
        said += [f"{one.value['whom']} {one.value['change']}" for one in self.effects]
        return " ".join([super().search_text, fold(" ".join(said))])


class Question(Contribution):
    """One question asked about a decision; the city answers it in public."""

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")


class Correction(models.Model):
    """What was corrected in a public text, and why. Append-only: the database refuses a change."""

    briefing = models.ForeignKey(Briefing, on_delete=models.PROTECT, related_name="corrections")
    texts = models.JSONField(_("texts changed"), default=list)
    what = models.CharField(_("what is corrected"), max_length=600)
    why = models.CharField(_("why it is corrected"), max_length=600)
    corrected_at = models.DateTimeField(_("corrected on"))
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-corrected_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(what="") & ~Q(why=""),
                name="correction_says_what_and_why",
                violation_error_message=_("Say what is corrected, and why."),
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def parts(self) -> list[str]:
        """The names of the texts that changed, as the editors' form gives them."""
        return [str(Briefing._meta.get_field(name).verbose_name) for name in self.texts]  # type: ignore[union-attr]


class ClarityReply(models.Model):
    """Whether it was clear to somebody, and what was not. Nobody's: no account, no address."""

    briefing = models.ForeignKey(
        Briefing,
        verbose_name=_("decision explained"),
        on_delete=models.CASCADE,
        related_name="clarity_replies",
    )
    opinion = models.CharField(_("was it clear"), max_length=6, choices=Clarity.choices)
    # Read by officers only, then erased; the opinion stays counted.
    comment = models.TextField(
        _("what was not clear"), blank=True, validators=[MaxLengthValidator(rules.COMMENT_MAXIMUM)]
    )
    # A day, no hour: nobody is recognised by the moment at which they wrote.
    given_on = models.DateField(_("given on"))
    form_token = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        verbose_name = _("opinion on clarity")
        verbose_name_plural = _("opinions on clarity")
        ordering = ["-given_on", "-pk"]
        indexes = [models.Index(fields=["briefing", "opinion"], name="clarity_counts")]
        constraints = [
            models.CheckConstraint(
                condition=Q(opinion__in=Clarity.values), name="clarity_is_one_of_three"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_opinion_display())
