"""The admin in the portal's colours and icons, and no more open than it should be."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_noop
from wagtail import hooks
from wagtail.models import Page

# Wagtail's French knows neither elision (“pas de invitations”) nor gender (“Ajouter un(e)”): our
# catalogue, which comes first, says these otherwise.
SAID_OTHERWISE = (
    gettext_noop("Add %(model_name)s"),
    gettext_noop("New: %(model_name)s"),
    gettext_noop("Choose %(object)s"),
    gettext_noop("Choose another %(object)s"),
    gettext_noop("There are no %(model_name)s to display."),
    gettext_noop(
        'There are no %(model_name)s to display. Why not <a href="%(add_url)s">add one</a>?'
    ),
    gettext_noop("No %(model_name)s match your query."),
)


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    """The portal's stylesheet for the admin."""
    return format_html('<link rel="stylesheet" href="{}">', static("portal/css/admin.css"))


@hooks.register("insert_global_admin_js")
def admin_names() -> SafeString:
    """Names the fields that Wagtail leaves nameless for screen readers."""
    address = static("portal/js/admin_names.js")
    return format_html('<script src="{}" defer></script>', address)


@hooks.register("before_move_page")
def only_those_who_may_move(request: HttpRequest, page: Page, destination: Page) -> None:
    """Refuse the question too: Wagtail asks for the right once it is answered, and shows titles."""
    if not page.permissions_for_user(request.user).can_move_to(destination):
        raise PermissionDenied
