"""The admin in the portal's colours and icons."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    """The portal's stylesheet for the admin."""
    return format_html('<link rel="stylesheet" href="{}">', static("portal/css/admin.css"))
