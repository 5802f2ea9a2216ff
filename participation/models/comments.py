"""Comments on a contribution, with one level of replies."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..enums import Moderation, Standing
from .contributions import Contribution
from .moderated import KeptQuerySet, Moderated

COMMENT_LENGTH = 1000
_SALT = "participation.comment"


class CommentQuerySet(KeptQuerySet, models.QuerySet["Comment"]):
    """Comments chosen by what became of them."""

    def published(self) -> "CommentQuerySet":
        """What the public may read."""
        return self.filter(moderation=Moderation.PUBLISHED)

    def to_read(self) -> "CommentQuerySet":
        """What a moderator has to read, the oldest first."""
        waiting = self.filter(
            moderated_at__isnull=True,
            moderation__in=[Moderation.PENDING, Moderation.PUBLISHED],
        )
        return waiting.order_by("submitted_at", "pk")

    def by_token(self, token: str) -> "Comment | None":
        """The one to which a mailed link leads, or None when the link is not ours."""
        try:
            number = Signer(salt=_SALT).unsign(token)
        except BadSignature:
            return None
        return self.filter(pk=int(number)).first()


class Comment(Moderated):
    """What somebody says of a contribution; the city may answer under its own name."""

    contribution = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, related_name="comments"
    )
    # The comment it replies to, itself never a reply (actions.comments keeps it so).
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies"
    )
    text = models.TextField(_("comment"), max_length=COMMENT_LENGTH)
    display_name = models.CharField(_("signature"), max_length=80, blank=True)
    standing = models.CharField(_("given by"), max_length=8, choices=Standing.choices, blank=True)
    # Spoken for the city by somebody who may answer; shown as such.
    is_official = models.BooleanField(_("in the city’s name"), default=False)
    email = models.EmailField(_("e-mail address"), blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="comments",
    )
    # Wagtail's pages of an account list what points to it: never what the person gave.
    author.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    form_token = models.CharField(max_length=64, null=True, editable=False)  # noqa: DJ001

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [
            models.Index(
                fields=["contribution", "published_at", "id"],
                name="comment_published",
                condition=Q(moderation=Moderation.PUBLISHED),
            ),
            models.Index(
                fields=["submitted_at", "id"],
                name="comment_to_read",
                condition=Q(moderated_at__isnull=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["form_token"],
                name="comment_form_sent_once",
                violation_error_message=_("This form was already sent."),
            ),
            models.CheckConstraint(
                condition=~Q(moderation=Moderation.REFUSED) | ~Q(refusal_reason=""),
                name="comment_refused_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(moderation=Moderation.PUBLISHED) | Q(published_at__isnull=False),
                name="comment_published_has_its_date",
            ),
            models.CheckConstraint(
                condition=~Q(text="") | ~Q(moderation=Moderation.PUBLISHED),
                name="comment_published_has_its_text",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def public_name(self) -> str:
        """The signature its author chose; the city's team when it speaks for the city."""
        unsigned = _("The participation team") if self.is_official else _("Anonymous")
        return self.display_name or str(unsigned)

    @property
    def story_url(self) -> str:
        """The address of its story, for whoever received the mail that says it."""
        token = Signer(salt=_SALT).sign(str(self.pk))
        return reverse("participation:comment_story", kwargs={"token": token})
