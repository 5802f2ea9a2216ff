"""Registration of regulated consultations."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InquiriesConfig(AppConfig):
    """Regulated consultations."""

    name = "participation.inquiries"
    label = "inquiries"
    verbose_name = _("Regulated consultations")

    def ready(self) -> None:
        from portal.frozen_rows import register as freeze  # noqa: PLC0415

        from ..mechanism import register  # noqa: PLC0415
        from .frozen import frozen  # noqa: PLC0415
        from .mechanism import InquiryMechanism  # noqa: PLC0415

        freeze(*frozen())
        register(InquiryMechanism())
