"""Agents: how each is known, invitations, codes on paper, requests."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import rules
from .enums import AgentSource, KeyState, RequestState


class AgentStatus(models.Model):
    """That somebody is an agent: how the city knows, since when, who said so, until when.

    A status that ended stays as a fact; `User.is_agent` says whether one stands now.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="agent_statuses",
        verbose_name=_("person"),
    )
    source = models.CharField(_("known by"), max_length=12, choices=AgentSource.choices)
    department_name = models.CharField(_("department"), max_length=120, blank=True)
    granted_at = models.DateTimeField(_("since"))
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended on"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )
    end_reason = models.CharField(_("because"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("city agent")
        verbose_name_plural = _("city agents")
        ordering = ["-granted_at", "-pk"]
        default_permissions = ()
        permissions = [("manage_agents", "Can invite, confirm and withdraw city agents")]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(ended_at__isnull=True),
                name="agent_status_stands_once_per_user",
            ),
        ]
        indexes = [models.Index(fields=["ended_at", "ends_on"], name="agent_status_by_end")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.source}"


class InvitationQuerySet(models.QuerySet["AgentInvitation"]):
    """Invitations by where they stand."""

    def ready(self, at: datetime) -> Self:
        """Keep those that still open; `rules.key_state`, said in SQL."""
        return self.filter(used_at__isnull=True, cancelled_at__isnull=True, expires_at__gt=at)


class AgentInvitation(models.Model):
    """A link mailed to somebody of the city's list; works once, until a day."""

    email = models.EmailField(_("e-mail address"))
    department_name = models.CharField(_("department"), max_length=120, blank=True)
    invited_at = models.DateTimeField(_("invited on"))
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("invited by"),
    )
    expires_at = models.DateTimeField(_("works until"))
    used_at = models.DateTimeField(_("used on"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled on"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-invited_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=Q(used_at__isnull=True, cancelled_at__isnull=True),
                name="agent_invitation_waits_once_per_address",
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(cancelled_at__isnull=True),
                name="agent_invitation_used_or_cancelled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    def state(self, at: datetime) -> KeyState:
        """Where it stands at this moment."""
        return rules.key_state(
            used_at=self.used_at,
            cancelled_at=self.cancelled_at,
            expires_at=self.expires_at,
            at=at,
        )

    @property
    def state_label(self) -> str:
        """Where it stands now, in words."""
        return str(self.state(timezone.now()).label)


class CodeBatch(models.Model):
    """Codes printed together: for whom, how many, until when. The codes are nowhere to read."""

    label = models.CharField(_("for whom"), max_length=120)
    department_name = models.CharField(_("department"), max_length=120, blank=True)
    count = models.PositiveSmallIntegerField(_("codes"))
    made_at = models.DateTimeField(_("made on"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("made by"),
    )
    expires_at = models.DateTimeField(_("works until"))
    cancelled_at = models.DateTimeField(_("cancelled on"), null=True, blank=True)

    class Meta:
        verbose_name = _("batch of codes")
        verbose_name_plural = _("batches of codes")
        ordering = ["-made_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(count__gte=1, count__lte=rules.CODES_AT_ONCE),
                name="agent_code_batch_holds_1_to_500",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class AgentCode(models.Model):
    """One code on paper, known by its keyed hash only; works once for an account.

    Nothing says who used it: what somebody writes under a code leads to nobody.
    """

    batch = models.ForeignKey(CodeBatch, on_delete=models.CASCADE, related_name="codes")
    code_hash = models.CharField(max_length=64, editable=False)
    # The day only: hours would tell people of one shift apart.
    used_on = models.DateField(_("used on"), null=True, blank=True)

    class Meta:
        verbose_name = _("agent code")
        verbose_name_plural = _("agent codes")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["code_hash"], name="agent_code_is_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    def state(self, at: datetime) -> KeyState:
        """Where it stands at this moment."""
        used = self.batch.made_at if self.used_on else None
        return rules.key_state(
            used_at=used,
            cancelled_at=self.batch.cancelled_at,
            expires_at=self.batch.expires_at,
            at=at,
        )


class AgentRequest(models.Model):
    """Somebody with a work address asks to be known as an agent; an officer decides."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="agent_requests",
        verbose_name=_("person"),
    )
    # The confirmed work address on which the request rests.
    email = models.EmailField(_("e-mail address"))
    department_name = models.CharField(_("department"), max_length=120, blank=True)
    asked_at = models.DateTimeField(_("asked on"))
    state = models.CharField(
        _("state"), max_length=9, choices=RequestState.choices, default=RequestState.WAITING
    )
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    reason = models.CharField(_("because"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("request of an agent")
        verbose_name_plural = _("requests of agents")
        ordering = ["asked_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(state=RequestState.WAITING),
                name="agent_request_waits_once_per_user",
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.REFUSED) | ~Q(reason=""),
                name="agent_request_refused_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.state}"
