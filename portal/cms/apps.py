"""Registration of the cms app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    """Base page, blocks, media, settings."""

    name = "portal.cms"
    label = "cms"
    verbose_name = _("Content")

    def ready(self) -> None:
        from . import checks  # noqa: F401, PLC0415
