"""Registration of the call for ideas."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IdeasConfig(AppConfig):
    """Calls for ideas."""

    name = "participation.ideas"
    label = "ideas"
    verbose_name = _("Calls for ideas")

    def ready(self) -> None:
        from portal.accounts.registry import register_rights  # noqa: PLC0415
        from portal.privacy.registry import register_cookie, register_processing  # noqa: PLC0415
        from portal.subscriptions.registry import register_kind  # noqa: PLC0415

        from ..mechanism import register  # noqa: PLC0415
        from .mechanism import IdeaMechanism  # noqa: PLC0415
        from .processings import DRAFT, IDEAS  # noqa: PLC0415
        from .rights import RIGHTS  # noqa: PLC0415

        register_kind("idea_published", _("A new idea"))
        register_processing(IDEAS)
        register_cookie(DRAFT)
        register_rights("ideas", *RIGHTS)
        register(IdeaMechanism())
