"""Who agreed to what, to which words, when; and when they took it back."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..enums import ConsentChannel
from ..registry import consent_kind, said

if TYPE_CHECKING:
    from portal.accounts.models import User


class ConsentText(models.Model):
    """Words that people agreed to, kept once: any change of them is another text."""

    digest = models.CharField(_("digest"), max_length=64, unique=True)
    text = models.TextField(_("words shown"))
    first_shown_at = models.DateTimeField(_("first agreed to on"))

    class Meta:
        verbose_name = _("text of a consent")
        verbose_name_plural = _("texts of consents")

    def __str__(self) -> str:
        return self.digest[:12]


class ConsentQuerySet(models.QuerySet["Consent"]):
    """Consents chosen by whose they are and whether they hold."""

    def active(self) -> "ConsentQuerySet":
        """Given and not taken back."""
        return self.filter(withdrawn_at__isnull=True)

    def of(self, user: "User | None", digests: list[str]) -> "ConsentQuerySet":
        """Those of this account, or given with an address that has one of these digests."""
        mine = Q(email_digest__in=digests) if digests else Q(pk__in=[])
        return self.filter(mine | Q(user=user) if user else mine)


class Consent(models.Model):
    """One yes of one person, by account or by the keyed digest of an address."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    email_digest = models.CharField(
        _("digest of the address"), max_length=64, blank=True, db_index=True
    )
    kind = models.CharField(_("kind"), max_length=60)
    # What it is about, by identifiers: `contribution:12`, the name of a topic, or nothing.
    scope = models.CharField(_("about"), max_length=120, blank=True)
    text = models.ForeignKey(
        ConsentText, verbose_name=_("words shown"), on_delete=models.PROTECT, related_name="+"
    )
    channel = models.CharField(_("given by"), max_length=10, choices=ConsentChannel.choices)
    given_at = models.DateTimeField(_("given on"), db_index=True)
    withdrawn_at = models.DateTimeField(_("taken back on"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False) | ~Q(email_digest=""),
                name="consent_is_of_somebody",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_taken_back_after_it_is_given",
            ),
            models.UniqueConstraint(
                fields=["kind", "scope", "user"],
                condition=Q(withdrawn_at__isnull=True, user__isnull=False),
                name="consent_of_account_holds_once",
            ),
            models.UniqueConstraint(
                fields=["kind", "scope", "email_digest"],
                condition=Q(withdrawn_at__isnull=True, user__isnull=True),
                name="consent_of_address_holds_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.scope}".strip()

    @property
    def label(self) -> str:
        """What was agreed to, in a few words."""
        kind = consent_kind(self.kind)
        return said(kind.label) if kind else self.kind
