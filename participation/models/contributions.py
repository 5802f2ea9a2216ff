"""The contribution: what somebody sent, its receipt, and what became of it."""

import secrets
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from engagements.models import Commitment
from portal.accounts.rules import readable_audiences
from portal.cms.folding import fold

from .. import receipts
from ..enums import FINAL_VERDICTS, Channel, Moderation, Standing, Verdict, Wish
from ..mechanism import owing_no_answers
from ..wording import CONTRIBUTION
from .activities import Activity
from .lists import Neighbourhood, Theme
from .moderated import KeptQuerySet, Moderated

if TYPE_CHECKING:
    from portal.accounts.rules import Reader

TITLE_LENGTH = 100
TEXT_LENGTH = 2000


# The orders of the public list, each served by an index of its own.
_LISTS = {
    "recent": ["-published_at"],
    "supported": ["-support_count"],
    "discussed": ["-comment_count"],
    "shuffled": ["shuffle"],
    "of_theme": ["theme", "-published_at"],
    "of_neighbourhood": ["neighbourhood", "-published_at"],
    "of_verdict": ["verdict", "-published_at"],
    "of_standing": ["standing", "-published_at"],
}
# Places in the order “at random”: enough that a million contributions rarely share one.
SHUFFLE_RANGE = 2**31


def new_shuffle() -> int:
    """The place of a contribution in the order “at random”, drawn once."""
    return secrets.randbelow(SHUFFLE_RANGE)


class ContributionQuerySet(KeptQuerySet, models.QuerySet["Contribution"]):
    """Contributions chosen by what became of them and who asks."""

    def published(self) -> "ContributionQuerySet":
        """Published: what lists, searches, feeds and counts may show."""
        return self.filter(moderation=Moderation.PUBLISHED)

    def citable(self) -> "ContributionQuerySet":
        """What may be read at its own address: published, or grouped under another one."""
        return self.filter(moderation__in=[Moderation.PUBLISHED, Moderation.MERGED])

    def to_read(self) -> "ContributionQuerySet":
        """What a moderator has to read, public already or not, the oldest first."""
        waiting = self.filter(
            moderated_at__isnull=True, moderation__in=[Moderation.PENDING, Moderation.PUBLISHED]
        )
        return waiting.order_by("submitted_at", "pk")

    def answered(self) -> "ContributionQuerySet":
        """Those the city answered for good."""
        return self.filter(answered_at__isnull=False)

    def owed_answers(self) -> "ContributionQuerySet":
        """Those that the city answers one by one: not what was only told to it."""
        return self.exclude(activity__mechanism_name__in=owing_no_answers())

    def visible_to(self, user: "Reader") -> "ContributionQuerySet":
        """Published, in an activity this reader may see."""
        return self.published().filter(
            activity__live=True, activity__visibility__in=readable_audiences(user)
        )

    def with_story(self) -> "ContributionQuerySet":
        """With all that a story tells, by three queries."""
        related = self.select_related(
            "activity__tally", "answer__department", "merged_into__activity", "paper_entry"
        )
        fed = models.Prefetch("commitments", Commitment.objects.on_display())
        return related.prefetch_related(fed, "commitments__updates")

    def by_receipt(self, typed: str) -> "Contribution | None":
        """The one whose receipt somebody typed, in whatever form, or None."""
        number = receipts.normalise(typed)
        known = self.exclude(moderation=Moderation.STAGED)
        return known.filter(receipt=number).first() if number else None


class Contribution(Moderated):
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
    theme = models.ForeignKey(
        Theme,
        verbose_name=_("theme"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="contributions",
    )
    neighbourhood = models.ForeignKey(
        Neighbourhood,
        verbose_name=_("neighbourhood"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="contributions",
    )
    # The department it is about, as its author sees it; who answers is another matter.
    concerned_department = models.ForeignKey(
        "engagements.Department",
        verbose_name=_("department concerned"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    standing = models.CharField(_("given by"), max_length=8, choices=Standing.choices, blank=True)
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
    # Wagtail's pages of an account list what points to it: never what the person gave.
    author.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    channel = models.CharField(
        _("received"), max_length=10, choices=Channel.choices, default=Channel.ONLINE
    )
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
    confirmed_at = models.DateTimeField(_("confirmed on"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("grouped under"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merged",
    )
    imported_by = models.ForeignKey(
        "participation.ContributionImport",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="contributions",
        editable=False,
    )
    # Counters, maintained by actions in the transaction of what they count.
    support_count = models.PositiveIntegerField(_("supports"), default=0, editable=False)
    comment_count = models.PositiveIntegerField(_("comments"), default=0, editable=False)
    shuffle = models.PositiveIntegerField(default=new_shuffle, editable=False)
    # The folded words by which it is found; the database keeps an index of them (word_index.py).
    stems = models.TextField(blank=True, editable=False)

    objects = ContributionQuerySet.as_manager()

    def get_verdict_display(self) -> str:  # type: ignore[no-redef]
        """What the city said of it, in words; nothing before."""
        return self.verdict_label(self.verdict)

    def verdict_label(self, verdict: str) -> str:
        """A verdict in the words of its mechanism: an idea is retained, or something else is."""
        if verdict == Verdict.RETAINED:
            return self.say("retained")
        return str(Verdict(verdict).label) if verdict else ""

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        indexes = [
            *(
                models.Index(
                    fields=["activity", *fields, "-id"],
                    name=f"contribution_{name}",
                    condition=Q(moderation=Moderation.PUBLISHED),
                )
                for name, fields in _LISTS.items()
            ),
            models.Index(
                fields=["submitted_at", "id"],
                name="contribution_to_read",
                condition=Q(
                    moderated_at__isnull=True,
                    moderation__in=[Moderation.PENDING, Moderation.PUBLISHED],
                ),
            ),
            # What search shows first, and the map of the site: the latest of all activities.
            models.Index(
                fields=["-published_at", "-id"],
                name="contribution_latest",
                condition=Q(moderation=Moderation.PUBLISHED),
            ),
            # The officers' list of all contributions, whatever became of them.
            models.Index(fields=["moderation", "submitted_at", "id"], name="contribution_at_desk"),
            # What was left with an address, for the account that proves it.
            models.Index(Lower("email"), condition=~Q(email=""), name="contribution_by_address"),
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
                condition=~Q(verdict__in=FINAL_VERDICTS) | Q(answered_at__isnull=False),
                name="contribution_verdict_has_its_date",
            ),
            models.CheckConstraint(
                condition=Q(moderation=Moderation.MERGED, merged_into__isnull=False)
                | (~Q(moderation=Moderation.MERGED) & Q(merged_into__isnull=True)),
                name="contribution_merged_says_into_which",
            ),
            models.CheckConstraint(
                condition=~Q(moderation=Moderation.UNCONFIRMED) | ~Q(email=""),
                name="contribution_unconfirmed_has_an_address",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.stems = fold(f"{self.title} {self.text}")
        if (fields := kwargs.get("update_fields")) and {"title", "text"} & set(fields):
            kwargs["update_fields"] = {*fields, "stems"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return self.url

    @property
    def specific(self) -> "Contribution":
        """The contribution as its mechanism's own model; itself when there is none."""
        mechanism = self.activity.mechanism
        if type(self) is not Contribution or not mechanism or not mechanism.contribution_model:
            return self
        found: Contribution = apps.get_model(mechanism.contribution_model).objects.get(pk=self.pk)
        return found

    @property
    def is_citable(self) -> bool:
        """Whether it may be read at its own address."""
        return self.moderation in {Moderation.PUBLISHED, Moderation.MERGED}

    @property
    def has_recorded_origin(self) -> bool:
        """Whether its day and channel are facts; else they are not shown."""
        return self.channel != Channel.UNRECORDED

    @property
    def public_name(self) -> str:
        """The signature its author chose."""
        return self.display_name or str(_("Anonymous"))

    def say(self, key: str, **values: Any) -> str:
        """What the core says of it (wording.py), in the words of its mechanism."""
        known = {"number": self.number, "title": self.title, "call": self.activity.title}
        known |= {"receipt": self.receipt_display, **values}
        mechanism = self.activity.mechanism
        return mechanism.say(key, **known) if mechanism else str(CONTRIBUTION[key]) % known

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


class ContributionWish(models.Model):
    """One of the things a contributor wishes besides."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="wishes")
    wish = models.CharField(_("wish"), max_length=12, choices=Wish.choices)

    class Meta:
        verbose_name = _("wish")
        verbose_name_plural = _("wishes")
        indexes = [models.Index(fields=["wish", "contribution"], name="wish_of_contributions")]
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "wish"], name="contribution_wishes_each_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.get_wish_display())
