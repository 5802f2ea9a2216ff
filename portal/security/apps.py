"""Registration of the security app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SecurityConfig(AppConfig):
    """Events that an auditor reads."""

    name = "portal.security"
    label = "security"
    verbose_name = _("Security")
