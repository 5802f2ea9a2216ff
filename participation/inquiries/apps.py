"""Registration of regulated consultations."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InquiriesConfig(AppConfig):
    """Regulated consultations."""

    name = "participation.inquiries"
    label = "inquiries"
    verbose_name = _("Regulated consultations")

    def ready(self) -> None:
        from portal.accounts.registry import register_section  # noqa: PLC0415
        from portal.accounts.second_factors import register_need  # noqa: PLC0415
        from portal.frozen_rows import register as freeze  # noqa: PLC0415

        from ..mechanism import register  # noqa: PLC0415
        from .frozen import frozen  # noqa: PLC0415
        from .mechanism import InquiryMechanism  # noqa: PLC0415
        from .queries.seats import holds_key  # noqa: PLC0415
        from .views.account import account_section  # noqa: PLC0415

        freeze(*frozen())
        register(InquiryMechanism())
        register_section(account_section)
        register_need(holds_key)
