"""The activity: something one can take part in between two moments, whatever its mechanism."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
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
from wagtail.search import index

from portal.accounts.enums import Audience
from portal.cms.blocks import BodyBlock
from portal.cms.fields import StreamField
from portal.cms.folding import fold
from portal.decisions import require
from portal.privacy.registry import Processing, processing

from .. import rules
from ..data_cards import card_of
from ..eligibility import CHECKED, Eligibility, settings_fault
from ..enums import DECISIONS, ActivityState, Level, ModerationMode, Reason, Verdict
from ..mechanism import Mechanism, mechanism_of
from .activity_rows import ActivityQuerySet
from .tallies import ActivityTally

if TYPE_CHECKING:
    from portal.accounts.models import User

# Ends of addresses that the portal uses itself under /participer/.
RESERVED_SLUGS = frozenset({"niveaux", "moderation", "reponses"})


class Activity(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    index.Indexed,
    ClusterableModel,
):
    """Something one can take part in: its level, its promise, its dates, its audience."""

    mechanism_slug: ClassVar[str] = ""
    # What freezes with the first contribution; a mechanism adds its own rules to it.
    frozen_terms: ClassVar[tuple[str, ...]] = rules.FROZEN_TERMS
    # How many answers are late, when a page of many counted it (queries/lateness.py).
    late_count: int | None = None
    # Of these, what a dated public amendment may change.
    amendable_terms: ClassVar[tuple[str, ...]] = rules.FROZEN_TERMS

    mechanism_name = models.CharField(max_length=40, editable=False, db_index=True)
    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(
        _("address"),
        max_length=80,
        unique=True,
        help_text=_("The end of the address, after /participer/."),
    )
    introduction = models.TextField(
        _("question"),
        max_length=600,
        help_text=_("What you ask, in one to three short sentences."),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("More about it"))
    level = models.PositiveSmallIntegerField(
        _("level"), choices=Level.choices, default=Level.CONCERTATION
    )
    audience = models.CharField(
        _("who may take part"),
        max_length=12,
        choices=Audience.choices,
        default=Audience.EVERYONE,
    )
    visibility = models.CharField(
        _("who may read it"),
        max_length=12,
        choices=[choice for choice in Audience.choices if choice[0] != Audience.RESIDENTS],
        default=Audience.EVERYONE,
    )
    eligibility = models.CharField(
        _("how people show that they may take part"),
        max_length=8,
        choices=Eligibility.choices,
        default=Eligibility.NONE,
        help_text=_("A list or codes are brought from the dashboard of the activity."),
    )
    eligibility_condition = models.CharField(
        _("who may take part, in words"),
        max_length=300,
        blank=True,
        help_text=_(
            "What people declare or read, for example: “I live, study or work in the city.” "
            "Never nationality."
        ),
    )
    eligibility_once = models.BooleanField(
        _("each person takes part once"),
        default=False,
        help_text=_("Only with a list or codes: each line and each code then serves once."),
    )
    promise = models.TextField(
        _("what the city promises"),
        max_length=800,
        help_text=_("One promise a line, each with its date. Shown where people write."),
    )
    who_decides = models.CharField(_("who decides"), max_length=250, blank=True)
    not_negotiable = models.CharField(
        _("not open to debate"),
        max_length=250,
        blank=True,
        help_text=_("What is decided already."),
    )
    opens_at = models.DateTimeField(_("opens on"))
    closes_at = models.DateTimeField(_("closes on"), help_text=_("The moment itself is excluded."))
    period_label = models.CharField(
        _("period, in words"),
        max_length=80,
        blank=True,
        help_text=_("Said instead of the two dates, when their days are not known."),
    )
    answer_by = models.DateField(_("answers due by"), null=True, blank=True)
    # Where each contribution has a clock of its own (Mechanism.answers_each): from its publication.
    answer_days = models.PositiveSmallIntegerField(
        _("days to answer each contribution"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_("Counted from the day when it is published; a later answer is shown as late."),
    )
    department = models.ForeignKey(
        "engagements.Department",
        verbose_name=_("department in charge"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    paper_information = models.TextField(
        _("taking part on paper or by telephone"), max_length=600, blank=True
    )
    moderation_mode = models.CharField(
        _("reading by moderators"),
        max_length=6,
        choices=ModerationMode.choices,
        default=ModerationMode.BEFORE,
    )
    comments_allowed = models.BooleanField(_("comments are open"), default=True)
    supports_allowed = models.BooleanField(_("supports are open"), default=True)
    confirms_email = models.BooleanField(
        _("an address given must be confirmed"),
        default=False,
        help_text=_("Whoever gives an e-mail address follows a link before the idea is read."),
    )
    # The data card (GDPR, art. 13): empty, the words of the mechanism hold.
    data_purpose = models.TextField(
        _("what the data is for"),
        max_length=400,
        blank=True,
        help_text=_("As it continues “We use these data to…”."),
    )
    data_recipients = models.TextField(_("who reads it"), max_length=600, blank=True)
    data_retention = models.TextField(
        _("how long it is kept"),
        max_length=400,
        blank=True,
        help_text=_("The day when addresses are erased is worked out and added by itself."),
    )
    data_more = models.TextField(_("what else people should know"), max_length=600, blank=True)
    data_sensitive = models.BooleanField(
        _("the question may bring sensitive data"),
        default=False,
        help_text=_(
            "Health, beliefs, opinions, origins, situation of somebody: the form then warns first."
        ),
    )
    commitments = ParentalManyToManyField(
        "engagements.Commitment",
        blank=True,
        related_name="activities",
        verbose_name=_("commitments it is about"),
        help_text=_("This activity then stands on the page of each of them."),
    )
    is_example = models.BooleanField(_("example"), default=False, editable=False)
    import_key = models.CharField(max_length=80, blank=True, editable=False)

    objects = ActivityQuerySet.as_manager()

    search_fields = [
        index.SearchField("search_text"),
        index.AutocompleteField("title"),
        index.FilterField("live"),
        index.FilterField("visibility"),
    ]

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["-opens_at"]
        indexes = [
            models.Index(fields=["live", "visibility", "closes_at"], name="activity_listing")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="activity_closes_after_it_opens",
                violation_error_message=_("The end must come after the beginning."),
            ),
            models.CheckConstraint(
                condition=Q(eligibility_once=False) | Q(eligibility__in=CHECKED),
                name="activity_counts_once_what_it_checks",
            ),
            models.CheckConstraint(
                condition=Q(level__in=Level.values), name="activity_level_is_one_of_six"
            ),
        ]
        permissions = [
            ("moderate_contribution", "Can publish or refuse contributions"),
            ("answer_contribution", "Can answer contributions"),
            ("import_contributions", "Can import contributions"),
            ("export_contacts", "Can export the contacts of contributors"),
            ("key_in_contributions", "Can key in and verify contributions on paper"),
            ("check_eligibility", "Can bring lists and codes of who may take part"),
            ("keep_promises", "Can amend terms, give verdicts and archive activities"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.mechanism_name = self.mechanism_slug or self.mechanism_name
        self.supports_allowed = rules.takes_supports(self)
        super().save(*args, **kwargs)

    def publish(self, revision: Revision, user: "User | None" = None, **options: Any) -> None:
        """Publishes or schedules a revision. Raises Refused (LEVEL_NOT_ITS, PROMISE_MISSING)."""
        levels = self.mechanism.levels if self.mechanism else None
        require(rules.may_publish_activity(revision.as_object(), levels))
        super().publish(revision, user=user, **options)

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        # An activity older than the portal: nobody may invent what was promised then.
        kept_out = {*(exclude or ()), "promise"} if self.period_label else exclude
        super().clean_fields(exclude=kept_out)

    def clean(self) -> None:
        super().clean()
        if self.slug in RESERVED_SLUGS:
            message = _("The portal uses this address itself: choose another.")
            raise ValidationError({"slug": message})
        self.check_level()
        self.check_eligibility()
        self._check_frozen()

    def check_level(self) -> None:
        """Raises ValidationError when its mechanism is not for this level."""
        mechanism = self.mechanism
        if mechanism and self.level not in mechanism.levels:
            names = ", ".join(str(level.label) for level in mechanism.levels)
            message = _("Here the level can be: %(levels)s.") % {"levels": names}
            raise ValidationError({"level": message})

    def check_eligibility(self) -> None:
        """Raises ValidationError when what people must show makes no sense."""
        field, decision = settings_fault(
            self.eligibility, self.eligibility_condition, once=self.eligibility_once
        )
        if decision.reason:
            raise ValidationError({field: decision.reason.label})

    def _check_frozen(self) -> None:
        if not self.pk or not rules.is_frozen(self):
            return
        before = type(self)._default_manager.get(pk=self.pk)
        if changed := rules.frozen_changes(before, self):
            raise ValidationError(dict.fromkeys(changed, Reason.FROZEN.label))

    def with_content_json(self, content: Any) -> "Activity":
        """A draft as an object: never with older terms than those people took part under."""
        draft: Activity = super().with_content_json(content)
        # Asked anew: this object may be older than the first contribution.
        now = type(self)._default_manager.select_related("tally").filter(pk=self.pk).first()
        if now and rules.is_frozen(now):
            for term in self.frozen_terms:
                setattr(draft, term, getattr(now, term))
            draft.keep_frozen_parts(now)
        return draft

    def keep_frozen_parts(self, now: "Activity") -> None:
        """Gives a draft the rows of its rules as they are now; a mechanism that has some says."""

    @classmethod
    def get_indexed_objects(cls) -> "models.QuerySet[Activity]":
        """Found under their mechanism's own model only, so that none is found twice."""
        objects: models.QuerySet[Activity] = super().get_indexed_objects()
        return objects.none() if cls is Activity else objects

    def state(self, at: datetime) -> ActivityState:
        """Whether it is coming, open or closed at this moment."""
        return rules.activity_state(opens_at=self.opens_at, closes_at=self.closes_at, at=at)

    def is_open(self, at: datetime) -> bool:
        """Whether contributions are taken at this moment."""
        return self.state(at) == ActivityState.OPEN

    def term_label(self, term: str) -> str:
        """The name of a term, those of its mechanism included, as the editors' form gives it."""
        name = self.mechanism.activity_model if self.mechanism else "participation.Activity"
        try:
            field = apps.get_model(name)._meta.get_field(term)
        except FieldDoesNotExist:
            return term
        many = getattr(field.related_model, "_meta", None)
        return str(getattr(field, "verbose_name", getattr(many, "verbose_name_plural", term)))

    @property
    def mechanism(self) -> Mechanism | None:
        """The way of taking part, or None when the city dropped it."""
        return mechanism_of(self.mechanism_slug or self.mechanism_name)

    @property
    def published_label(self) -> str:
        """How many contributions are published, in the words of its mechanism: “3 ideas”."""
        count = self.figures.published_count
        return self.mechanism.counted(count) if self.mechanism else str(count)

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What the city may say of its contributions."""
        return self.mechanism.verdicts if self.mechanism else DECISIONS

    @property
    def snippet_viewset(self) -> Any:
        """The admin's screens of its mechanism: reports on workflows know the activity only."""
        return apps.get_model(self.mechanism.activity_model).snippet_viewset  # type: ignore[union-attr]

    @property
    def figures(self) -> ActivityTally:
        """The counters, at zero as long as nobody took part."""
        tally: ActivityTally | None = getattr(self, "tally", None)
        return tally or ActivityTally(activity_id=self.pk)

    @property
    def promises(self) -> list[str]:
        """The promise, line by line."""
        return [line.strip() for line in self.promise.splitlines() if line.strip()]

    @property
    def url(self) -> str:
        """The address of the activity."""
        return reverse("participation:activity", kwargs={"slug": self.slug})

    @property
    def data_url(self) -> str:
        """The address of its data card."""
        return reverse("participation:data_card", kwargs={"slug": self.slug})

    @property
    def data_card(self) -> Processing | None:
        """What its forms keep, why and how long; None when the city dropped its mechanism."""
        if not self.mechanism:
            return None
        default = processing(self.mechanism.processing)
        return card_of(self, default, days=settings.ADDRESS_RETENTION_DAYS)

    @property
    def contribute_url(self) -> str:
        """The address of its form."""
        return self.mechanism.url(self, "contribute") if self.mechanism else self.url

    def get_absolute_url(self) -> str:
        return self.url

    @property
    def full_url(self) -> str:
        """The address, for the admin's “view live” links."""
        return self.url

    @property
    def search_text(self) -> str:
        """The folded words by which the portal finds it."""
        texts = [self.title, self.introduction]
        texts += self.body.stream_block.get_searchable_content(self.body) if self.body else []
        return fold(" ".join(str(text) for text in texts))
