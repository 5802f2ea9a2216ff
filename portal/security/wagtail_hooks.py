"""Registrations of the security screens with Wagtail's admin."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .views import READ_LOG, LogView, PolicyReportsView, export_log


class AuditorsItem(MenuItem):
    """An entry that only those who may read the security log see."""

    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm(READ_LOG))


@hooks.register("register_admin_urls")
def audit_urls() -> list[Any]:
    """The pages of auditors."""
    return [
        path("reports/securite/", LogView.as_view(), name="security_log"),
        path("reports/securite.jsonl", export_log, name="security_log_export"),
        path("reports/navigateurs/", PolicyReportsView.as_view(), name="policy_reports"),
    ]


@hooks.register("register_reports_menu_item")
def log_item() -> MenuItem:
    """The security log, among the reports."""
    return AuditorsItem(_("Security log"), reverse("security_log"), icon_name="lock", order=1000)


@hooks.register("register_reports_menu_item")
def policy_item() -> MenuItem:
    """What browsers blocked, beside it."""
    return AuditorsItem(
        _("Blocked by browsers"), reverse("policy_reports"), icon_name="warning", order=1010
    )


@hooks.register("register_permissions")
def permission_to_audit() -> "QuerySet[Permission]":
    """Offer “may read the security log” in the settings of groups."""
    return Permission.objects.filter(
        content_type__app_label="security",
        codename__in=("view_securityevent", "delete_policyreport"),
    )


# First of all scripts of ours: it starts what Wagtail's pages would start by inline scripts.
@hooks.register("insert_global_admin_js", order=-100)
def admin_starts() -> SafeString:
    """What starts choosers, dates and panels under a policy without inline scripts."""
    return format_html('<script src="{}"></script>', static("portal/js/admin_starts.js"))
