"""The admin of what is not a page: categories of news, messages to the team."""

from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import DateColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import EditView, IndexView, SnippetViewSet

from .actions import set_message_status
from .models import ContactMessage, NewsCategory


class NewsCategoryViewSet(SnippetViewSet):
    """The subjects of the news, and their drawings."""

    model = NewsCategory
    icon = "tag"
    list_display = ["name", "plate"]
    search_fields = ["name"]


class ReceivedPolicy(ModelPermissionPolicy):
    """Messages are written by the public: nobody adds one in the admin."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "add" and bool(super().user_has_permission(user, action))


class MessageEditView(EditView):
    """Reads a message and marks it as handled, through the action that does."""

    def save_instance(self) -> Model:
        message: ContactMessage = set_message_status(
            message=self.object,
            status=self.form.cleaned_data["status"],
            by=self.request.user,
            at=timezone.now(),
        )
        return message


class MessageIndexView(IndexView):
    """The list of messages."""

    nothing_yet = _("No message yet. What people write on the contact page arrives here.")


class ContactMessageViewSet(SnippetViewSet):
    """The messages people wrote to the team, those to be handled first."""

    model = ContactMessage
    icon = "mail"
    menu_label = _("Messages")
    menu_order = 250
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = [
        "wish",
        "message",
        "name",
        "department_name",
        "email",
        "sent_at",
        "status",
        "handled_at",
        "handled_by",
    ]
    index_view_class = MessageIndexView
    edit_view_class = MessageEditView
    list_display = ["wish", "status", "name", "department_name", DateColumn("sent_at")]
    list_filter = ["status", "wish"]
    ordering = ["-status", "-sent_at"]
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("wish", read_only=True),
                FieldPanel("message", read_only=True),
                FieldRowPanel(
                    [
                        FieldPanel("name", read_only=True),
                        FieldPanel("department_name", read_only=True),
                    ]
                ),
                FieldPanel("email", read_only=True),
                FieldPanel("sent_at", read_only=True),
            ],
            heading=_("Message"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("status"),
                FieldRowPanel(
                    [
                        FieldPanel("handled_at", read_only=True),
                        FieldPanel("handled_by", read_only=True),
                    ]
                ),
            ],
            heading=_("Handling"),
            help_text=_(
                "Erase a message one year after it was handled, as the page on personal data "
                "promises."
            ),
        ),
    ]

    def register_chooser_viewset(self) -> None:
        """Nothing refers to a message: a list to choose from would only show it to all staff."""

    @property
    def permission_policy(self) -> ReceivedPolicy:
        """Who may read and handle messages."""
        return ReceivedPolicy(self.model)
