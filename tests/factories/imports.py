"""Imports of ideas, from the file to the last step, as officers and the worker do them."""

from datetime import datetime
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.management import call_command

from participation import actions
from participation.ideas.models import IdeaConsultation
from participation.models import ContributionImport
from portal.accounts.models import User
from portal.tables import write_xlsx
from tests.support import clock

from .accounts import AgentFactory
from .participation import IdeaConsultationFactory

OPTIONS = {
    "moderation": "pending",
    "channel": "paper",
    "received_on": "2026-04-02",
    "unknown_theme": "refuse",
    "unknown_neighbourhood": "refuse",
}


def csv_of(*lines: str) -> bytes:
    """These lines as a French spreadsheet would save them."""
    return "\r\n".join(lines).encode("utf-8-sig")


def xlsx_of(headings: list[str], *rows: list[Any]) -> bytes:
    """These rows as a workbook."""
    file = BytesIO()
    write_xlsx(headings, rows, file)
    return file.getvalue()


def received_import(
    content: bytes,
    call: IdeaConsultation | None = None,
    *,
    name: str = "idees.csv",
    user: User | None = None,
    at: datetime | None = None,
) -> ContributionImport:
    """A file just sent, its columns guessed."""
    return actions.receive_import(
        activity=call or IdeaConsultationFactory.create(),
        file=ContentFile(content, name=name),
        name=name,
        user=user or AgentFactory.create(),
        at=at or clock.NOW,
    )


def checked_import(
    content: bytes,
    call: IdeaConsultation | None = None,
    *,
    mapping: dict[str, str] | None = None,
    name: str = "idees.csv",
    user: User | None = None,
    at: datetime | None = None,
    **options: Any,
) -> ContributionImport:
    """A file whose every line was read by the worker."""
    imported = received_import(content, call, name=name, user=user, at=at)
    actions.ask_check(
        imported=imported,
        mapping=imported.mapping if mapping is None else mapping,
        options={**OPTIONS, **options},
        user=imported.created_by,
    )
    return worked(imported)


def done_import(
    content: bytes, call: IdeaConsultation | None = None, **given: Any
) -> ContributionImport:
    """A file whose sound lines are ideas."""
    imported = checked_import(content, call, **given)
    skip = bool(imported.error_count)
    actions.ask_import(imported=imported, skip_faulty=skip, user=imported.created_by)
    return worked(imported)


def worked(imported: ContributionImport) -> ContributionImport:
    """The same once the worker has nothing left to do."""
    call_command("run_imports")
    imported.refresh_from_db()
    return imported
