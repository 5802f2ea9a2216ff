"""The official answer: its drafts, its approval, and the wordings the public could read."""

import logging
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    WorkflowMixin,
)

from engagements.models import Commitment
from portal.decisions import Decision, Refused, require

from .. import rules
from ..enums import FINAL_VERDICTS, Reason, Verdict
from .contributions import Contribution

if TYPE_CHECKING:
    from portal.accounts.models import User

logger = logging.getLogger(__name__)

ANSWER_LENGTH = 4000


class Answer(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    ClusterableModel,
):
    """What the city says of a contribution, and why: drafted, approved, then published.

    What the public reads is the live row; `Contribution.verdict` repeats it for lists. Wagtail
    publishes it by several paths: each takes the contribution first, in one transaction, so that
    the receivers of its signals (actions/publishing.py) count and tell in the same one.
    """

    contribution = models.OneToOneField(
        Contribution,
        on_delete=models.CASCADE,
        related_name="answer",
        verbose_name=_("contribution"),
    )
    verdict = models.CharField(_("decision"), max_length=14, choices=Verdict.choices)
    text = models.TextField(
        _("reasons"),
        max_length=ANSWER_LENGTH,
        help_text=_("What the city does, when, or by which criterion it does not. Public."),
    )
    department = models.ForeignKey(
        "engagements.Department",
        verbose_name=_("who answers"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    commitments = ParentalManyToManyField(
        "engagements.Commitment",
        verbose_name=_("commitments it feeds"),
        blank=True,
        related_name="+",
    )
    # When a final verdict was first published; None for a draft or an interim word.
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)
    # When the published text last changed after that, shown to the public.
    corrected_at = models.DateTimeField(_("corrected on"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.CheckConstraint(
                condition=Q(live=False) | ~Q(text=""), name="answer_gives_its_reasons"
            ),
            models.CheckConstraint(
                condition=Q(live=False)
                | Q(verdict=Verdict.UNDER_STUDY)
                | Q(answered_at__isnull=False),
                name="answer_final_has_its_date",
            ),
        ]

    def __str__(self) -> str:
        name = self.contribution.say("answer_name")
        return f"{name} – {self.get_verdict_display()}" if self.verdict else str(name)

    def get_verdict_display(self) -> str:
        """The decision in the words of the mechanism; nothing before."""
        return self.contribution.verdict_label(self.verdict)

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Its date is the moment Wagtail made it public; given otherwise, it stays.
        if self.live and self.is_final and self.answered_at is None:
            self.answered_at = self.last_published_at or timezone.now()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if (decision := rules.may_replace(self, self.verdict)).reason:
            raise ValidationError({"verdict": decision.reason.label})

    def with_content_json(self, content: dict[str, Any]) -> "Answer":
        """A revision brings back words and links, never another contribution nor other dates."""
        answer: Answer = super().with_content_json(content)
        answer.contribution = self.contribution
        answer.answered_at, answer.corrected_at = self.answered_at, self.corrected_at
        return answer

    @property
    def is_final(self) -> bool:
        """Whether it closes the matter: any decision but “under study”."""
        return self.verdict in FINAL_VERDICTS

    @property
    def earlier_versions(self) -> "list[AnswerVersion]":
        """The wordings the public could read before the present one, the latest first."""
        return list(self.versions.all())[1:]

    @property
    def is_known(self) -> bool:
        """Whether the public could ever read it: it is then neither withdrawn nor deleted."""
        return self.first_published_at is not None or self.live

    def publish(self, revision: Revision, user: "User | None" = None, **options: Any) -> None:
        """Publishes or schedules a revision, holding the contribution.

        Raises Refused (NOT_PUBLISHED_YET, DECISION_MISSING, TEXT_MISSING, ANSWER_STAYS). The
        hourly job has nobody to tell: it leaves such an answer aside, so that others go out.
        """
        with transaction.atomic():
            decision = self._may_publish(revision)
            if user is None and decision.reason:
                revision.approved_go_live_at = None
                revision.save(update_fields=["approved_go_live_at"])
                self._log_held_back(decision)
                return
            require(decision)
            super().publish(revision, user=user, **options)

    def _may_publish(self, revision: Revision) -> Decision:
        """Asks the rules about what is true now; nobody else answers meanwhile."""
        held = Contribution.objects.select_for_update(of=("self",)).get(pk=self.contribution_id)
        self.refresh_from_db()
        verdict = revision.content.get("verdict", "")
        text = revision.content.get("text", "")
        decision = rules.may_publish_answer(held, verdict, text)
        return decision if decision.reason else rules.may_replace(self, verdict)

    def unpublish(
        self,
        set_expired: bool = False,
        commit: bool = True,
        user: "User | None" = None,
        log_action: Any = True,
    ) -> None:
        """Withdraws an interim word. Raises Refused(ANSWER_STAYS) for a final answer."""
        with transaction.atomic():
            Contribution.objects.select_for_update(of=("self",)).get(pk=self.contribution_id)
            self.refresh_from_db()
            decision = rules.may_unpublish_answer(self)
            if set_expired and decision.reason:
                type(self).objects.filter(pk=self.pk).update(expire_at=None)
                self._log_held_back(decision)
                return
            require(decision)
            super().unpublish(set_expired, commit, user, log_action)

    def _log_held_back(self, decision: Decision) -> None:
        logger.warning(
            "Answer held back",
            extra={
                "event": "participation.answer.held_back",
                "answer": self.pk,
                "reason": decision.reason,
            },
        )

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        """The public page of the contribution, as this answer would change it."""
        mechanism = self.contribution.activity.mechanism
        if mechanism is None:
            raise Refused(Reason.UNPUBLISHED)
        shown = self.contribution.specific
        shown.answer, shown.verdict = self, self.verdict
        if self.is_final:
            self.answered_at = self.answered_at or timezone.now()
        shown.answered_at = self.answered_at
        chosen = Commitment.objects.filter(pk__in=[one.pk for one in self.commitments.all()])
        shown._prefetched_objects_cache = {"commitments": chosen.order_by("number")}  # type: ignore[attr-defined]
        return mechanism.preview(request, shown)


class AnswerVersion(models.Model):
    """A wording of an answer that the public could read; kept whatever happens to revisions."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="versions")
    verdict = models.CharField(_("decision"), max_length=14, choices=Verdict.choices)
    text = models.TextField(_("reasons"), max_length=ANSWER_LENGTH)
    published_at = models.DateTimeField(_("published on"))

    class Meta:
        verbose_name = _("published wording")
        verbose_name_plural = _("published wordings")
        ordering = ["-published_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} ({self.published_at:%Y-%m-%d})"

    def get_verdict_display(self) -> str:  # type: ignore[no-redef]
        """The decision of this wording, in the words of the mechanism."""
        return self.answer.contribution.verdict_label(self.verdict)
