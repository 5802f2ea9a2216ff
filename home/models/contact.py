"""Writing to the team: the page with its form, and the messages received."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from participation.enums import Wish
from portal.cms.blocks import BodyBlock
from portal.cms.fields import StreamField
from portal.cms.models import BasePage

from ..enums import MessageStatus

MESSAGE_LENGTH = 4000


class ContactPage(BasePage):
    """The page from which people write to the team."""

    max_count = 1
    subpage_types: ClassVar[list[str]] = []

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("Body"))
    thanks = models.TextField(
        _("thanks"),
        max_length=400,
        blank=True,
        help_text=_("Shown once the message is sent."),
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("thanks")], heading=_("Around the form")),
    ]

    class Meta:
        verbose_name = _("contact page")
        verbose_name_plural = _("contact pages")


class ContactMessage(models.Model):
    """What somebody wrote to the team; never published."""

    wish = models.CharField(_("wish"), max_length=12, choices=Wish.choices)
    message = models.TextField(_("message"), validators=[MaxLengthValidator(MESSAGE_LENGTH)])
    name = models.CharField(_("name"), max_length=80, blank=True)
    department_name = models.CharField(_("department"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    form_token = models.CharField(max_length=64, unique=True, editable=False)
    sent_at = models.DateTimeField(_("sent on"), editable=False)
    status = models.CharField(
        _("status"),
        max_length=8,
        choices=MessageStatus.choices,
        default=MessageStatus.NEW,
    )
    handled_at = models.DateTimeField(_("handled on"), null=True, blank=True, editable=False)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handled by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("message received")
        verbose_name_plural = _("messages received")
        ordering = ["-sent_at", "-pk"]
        indexes = [models.Index(fields=["status", "sent_at"], name="contact_message_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=Q(wish__in=Wish.values), name="contact_message_wish_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(status=MessageStatus.HANDLED) | Q(handled_at__isnull=False),
                name="contact_message_handled_has_its_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{Wish(self.wish).label} ({self.pk})"
