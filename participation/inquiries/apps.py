"""Registration of regulated consultations."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InquiriesConfig(AppConfig):
    """Regulated consultations."""

    name = "participation.inquiries"
    label = "inquiries"
    verbose_name = _("Regulated consultations")

    def ready(self) -> None:
        from portal.accounts.registry import register_rights, register_section  # noqa: PLC0415
        from portal.agenda import register_dates  # noqa: PLC0415
        from portal.cms.kept_files import register_keeper  # noqa: PLC0415
        from portal.frozen_rows import register as freeze  # noqa: PLC0415
        from portal.privacy.registry import register_processing, register_rule  # noqa: PLC0415

        from ..mechanism import register  # noqa: PLC0415
        from ..models import Activity  # noqa: PLC0415
        from ..registry import register_receipts  # noqa: PLC0415
        from . import kept_data, own_data, retention, topics  # noqa: PLC0415
        from .frozen import frozen  # noqa: PLC0415
        from .mechanism import InquiryMechanism  # noqa: PLC0415
        from .models import Inquiry  # noqa: PLC0415
        from .processings import REGISTER  # noqa: PLC0415
        from .queries.dates import session_dates  # noqa: PLC0415
        from .queries.procedures import proves_procedure, receipt_address  # noqa: PLC0415
        from .rights import RIGHTS  # noqa: PLC0415
        from .views.account import account_section  # noqa: PLC0415

        tables = (Activity._meta, Inquiry._meta)
        freeze(*frozen(*([field.column for field in one.local_fields] for one in tables)))
        register_processing(REGISTER)
        register_rule(retention.ADDRESSES)
        register_keeper(proves_procedure)
        register_dates(session_dates)
        register_receipts(receipt_address)
        own_data.register()
        topics.register()
        kept_data.register()
        register_rights("inquiries", *RIGHTS)
        register(InquiryMechanism())
        register_section(account_section)
