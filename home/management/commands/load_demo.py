"""Loads the demonstration city: `manage.py load_demo`; may be run at each start."""

import logging
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ...project_file.demo import Demo, NotADemonstrationError, load_demo
from ...project_file.faults import InvalidFileError
from ...project_file.report import Outcome
from .load_project import refusal

CITY = Path(__file__).resolve().parents[2] / "cities" / "ivry"


class Command(BaseCommand):
    """Loads the model city and its fictitious examples, then says where to go and as whom."""

    help = (
        "Loads the model city with fictitious examples and demo accounts. Running it again "
        "changes nothing and loses nothing. Refused on a site that is not a demonstration."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        # Some three hundred events of examples would bury the addresses below.
        if options["verbosity"] < 2:
            logging.disable(logging.INFO)
        try:
            demo = load_demo(CITY, at=timezone.now())
        except InvalidFileError as invalid:
            raise CommandError(refusal(invalid)) from invalid
        except NotADemonstrationError as error:
            raise CommandError(
                _("This is not a demonstration site: nothing was written.")
            ) from error
        finally:
            logging.disable(logging.NOTSET)
        self._say(demo)

    def _say(self, demo: Demo) -> None:
        report = demo.report
        self.stdout.write(
            _("Demonstration ready: %(created)d objects created, %(updated)d updated.")
            % {
                "created": report.total(Outcome.CREATED),
                "updated": report.total(Outcome.UPDATED),
            }
        )
        base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
        lines = [
            "",
            _("Site: %(address)s") % {"address": f"{base}/"},
            _("Administration: %(address)s") % {"address": f"{base}/{settings.ADMIN_PATH}"},
            "",
            _("Accounts of the demonstration (fictitious):"),
        ]
        roles = role_names()
        width = max((len(account.email) for account in demo.accounts), default=0)
        for account in demo.accounts:
            name = roles[account.role]
            lines.append(f"  {account.email:<{width}}  {account.password}  {name}")
        self.stdout.write("\n".join(lines))


def role_names() -> dict[str, str]:
    """What each demo account may do, in a few words."""
    return {
        "communications": pgettext("demo account", "communications: pages, news, commitments"),
        "participation": pgettext("demo account", "participation: calls, reading, answers"),
        "moderator": pgettext("demo account", "moderation: publish or refuse"),
        "pilot": pgettext("demo account", "commitments: report progress"),
        "follow_up": pgettext("demo account", "follow-up body: meetings, half-yearly reviews"),
        "people": pgettext("demo account", "city agents: invite and confirm"),
        "auditor": pgettext("demo account", "audit: reads, writes nothing"),
        "data_protection": pgettext("demo account", "data protection: reads, writes nothing"),
        "administrator": pgettext("demo account", "administration: everything"),
        "agent": pgettext("demo account", "city agent: no administration"),
        "resident": pgettext("demo account", "resident: no administration"),
    }
