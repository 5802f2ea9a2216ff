"""The contribution: what somebody sent, its receipt, and what became of it."""

from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.search import index
from wagtail.search.queryset import SearchableQuerySetMixin

from portal.accounts.rules import readable_audiences
from portal.cms.folding import fold

from .. import receipts
from ..enums import Channel, Moderation, RefusalReason, Verdict
from .activities import Activity

if TYPE_CHECKING:
    from portal.accounts.rules import Reader

TITLE_LENGTH = 100
TEXT_LENGTH = 2000


class ContributionQuerySet(SearchableQuerySetMixin, models.QuerySet["Contribution"]):
    """Contributions chosen by what became of them and who asks."""

    def published(self) -> "ContributionQuerySet":
        """Read and published."""
        return self.filter(moderation=Moderation.PUBLISHED)

    def pending(self) -> "ContributionQuerySet":
        """Waiting to be read, oldest first."""
        return self.filter(moderation=Moderation.PENDING).order_by("submitted_at", "pk")

    def visible_to(self, user: "Reader") -> "ContributionQuerySet":
        """Published, in an activity this reader may see."""
        return self.published().filter(
            activity__live=True, activity__visibility__in=readable_audiences(user)
        )

    def with_story(self) -> "ContributionQuerySet":
        """With all that a story tells, by two queries."""
        related = self.select_related("activity", "activity__tally", "answer", "answer__department")
        return related.prefetch_related("commitments")

    def by_receipt(self, typed: str) -> "Contribution | None":
        """The one whose receipt somebody typed, in whatever form, or None."""
        number = receipts.normalise(typed)
        return self.filter(receipt=number).first() if number else None


class Contribution(index.Indexed, models.Model):
    """What somebody sent to an activity; each mechanism adds what is its own."""

    activity = models.ForeignKey(
        Activity,
        verbose_name=_("activity"),
        on_delete=models.PROTECT,
        related_name="contributions",
    )
    number = models.PositiveIntegerField(_("number"))
    receipt = models.CharField(_("receipt"), max_length=receipts.LENGTH, unique=True)
    form_token = models.CharField(max_length=64, null=True, editable=False)  # noqa: DJ001
    title = models.CharField(_("title"), max_length=250)
    text = models.TextField(_("text"), blank=True, validators=[MaxLengthValidator(20_000)])
    display_name = models.CharField(_("signature"), max_length=80, blank=True)
    department_name = models.CharField(_("department"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="contributions",
    )
    channel = models.CharField(
        _("received"), max_length=10, choices=Channel.choices, default=Channel.ONLINE
    )
    submitted_at = models.DateTimeField(_("sent on"))
    moderation = models.CharField(
        _("reading"), max_length=10, choices=Moderation.choices, default=Moderation.PENDING
    )
    refusal_reason = models.CharField(
        _("reason of the refusal"), max_length=20, choices=RefusalReason.choices, blank=True
    )
    refusal_note = models.TextField(_("explanation"), max_length=600, blank=True)
    moderated_at = models.DateTimeField(_("read on"), null=True, blank=True)
    moderated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    published_at = models.DateTimeField(_("published on"), null=True, blank=True)
    # Repeated from the answer, so that lists filter and sort on one table.
    verdict = models.CharField(_("answer"), max_length=14, choices=Verdict.choices, blank=True)
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)
    commitments = models.ManyToManyField(
        "engagements.Commitment",
        verbose_name=_("commitments it feeds"),
        blank=True,
        related_name="+",
    )
    priorities = models.ManyToManyField(
        "engagements.PriorityPage",
        verbose_name=_("priorities it is named in"),
        blank=True,
        related_name="+",
    )
    is_example = models.BooleanField(_("example"), default=False, editable=False)

    objects = ContributionQuerySet.as_manager()

    search_fields = [
        index.SearchField("search_text"),
        index.FilterField("activity_id"),
        index.FilterField("moderation"),
    ]

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        indexes = [
            models.Index(
                fields=["activity", "-published_at", "-id"],
                name="contribution_recent",
                condition=Q(moderation=Moderation.PUBLISHED),
            ),
            models.Index(
                fields=["submitted_at", "id"],
                name="contribution_pending",
                condition=Q(moderation=Moderation.PENDING),
            ),
            models.Index(
                fields=["-answered_at", "-id"],
                name="contribution_answered",
                condition=Q(answered_at__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "number"], name="contribution_number_unique_in_activity"
            ),
            models.UniqueConstraint(
                fields=["form_token"],
                name="contribution_form_sent_once",
                violation_error_message=_("This form was already sent."),
            ),
            models.CheckConstraint(
                condition=~Q(moderation=Moderation.REFUSED) | ~Q(refusal_reason=""),
                name="contribution_refused_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(moderation=Moderation.PUBLISHED) | Q(published_at__isnull=False),
                name="contribution_published_has_its_date",
            ),
            models.CheckConstraint(
                condition=Q(verdict="") | Q(answered_at__isnull=False),
                name="contribution_verdict_has_its_date",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.url

    @classmethod
    def get_indexed_objects(cls) -> "models.QuerySet[Contribution]":
        """Found under their mechanism's own model only, so that none is found twice."""
        objects: models.QuerySet[Contribution] = super().get_indexed_objects()
        return objects.none() if cls is Contribution else objects

    def get_indexed_instance(self) -> "Contribution":
        """The same as its mechanism's own model."""
        return self.specific

    @property
    def specific(self) -> "Contribution":
        """The contribution as its mechanism's own model; itself when there is none."""
        mechanism = self.activity.mechanism
        if type(self) is not Contribution or not mechanism or not mechanism.contribution_model:
            return self
        found: Contribution = apps.get_model(mechanism.contribution_model).objects.get(pk=self.pk)
        return found

    @property
    def is_public(self) -> bool:
        """Whether it was read and published."""
        return self.moderation == Moderation.PUBLISHED

    @property
    def has_recorded_origin(self) -> bool:
        """Whether its day and channel are facts; else they are not shown."""
        return self.channel != Channel.UNRECORDED

    @property
    def public_name(self) -> str:
        """The signature its author chose."""
        return self.display_name or str(_("Anonymous"))

    @property
    def receipt_display(self) -> str:
        """The receipt as it is printed."""
        return receipts.display(self.receipt)

    @property
    def url(self) -> str:
        """Its public address."""
        mechanism = self.activity.mechanism
        if mechanism is None:
            return self.activity.url
        return mechanism.url(self.activity, "contribution", number=self.number)

    @property
    def story_url(self) -> str:
        """The address of its story, for whoever holds the receipt."""
        return reverse("participation:story", kwargs={"receipt": self.receipt_display})

    @property
    def search_text(self) -> str:
        """The folded words by which the portal finds it."""
        return fold(f"{self.title} {self.text}")
