"""Declaration of the engagements app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class EngagementsConfig(AppConfig):
    """Values, axes, priorities and the commitments that follow from them."""

    name = "engagements"
    verbose_name = _("Commitments")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # The one place where an import may wait: models exist only now.
        from portal import frozen_rows  # noqa: PLC0415
        from portal.accounts.personal_data import register_source  # noqa: PLC0415
        from portal.accounts.registry import register_rights_field  # noqa: PLC0415
        from portal.agenda import register_dates  # noqa: PLC0415
        from portal.cms.kept_files import register_keeper  # noqa: PLC0415

        from . import (  # noqa: PLC0415
            checks,  # noqa: F401
            open_data,
            own_data,
            topics,
        )
        from .exports import MEMBERSHIPS  # noqa: PLC0415
        from .forms import DEPARTMENTS_FIELD  # noqa: PLC0415
        from .forms.department_projects import DepartmentProjectForm  # noqa: PLC0415
        from .frozen import FROZEN  # noqa: PLC0415
        from .models import DepartmentProjectPage  # noqa: PLC0415
        from .queries.dates import body_meeting_dates, commitment_dates  # noqa: PLC0415
        from .queries.evidence import proves_news  # noqa: PLC0415

        # As Wagtail does for its pages: forms stand above models.
        DepartmentProjectPage.base_form_class = DepartmentProjectForm
        frozen_rows.register(*FROZEN)
        pre_migrate.connect(frozen_rows.lift, sender=self)
        post_migrate.connect(frozen_rows.ensure, sender=self)
        register_keeper(proves_news)
        register_rights_field(DEPARTMENTS_FIELD)
        register_source(MEMBERSHIPS)
        own_data.register()
        self._answer_for_data()
        register_dates(body_meeting_dates)
        register_dates(commitment_dates)
        open_data.register()
        topics.register()

    def _answer_for_data(self) -> None:
        """What is kept about people, why, until when; what they agreed to."""
        from portal.privacy import registry as privacy  # noqa: PLC0415

        from . import processings, retention  # noqa: PLC0415
        from .queries.consents import name_consents  # noqa: PLC0415

        privacy.register_processing(processings.FOLLOW_UP_BODY)
        privacy.register_rule(retention.FORMER_MEMBERS)
        privacy.register_proofs(name_consents)
