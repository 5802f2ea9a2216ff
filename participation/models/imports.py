"""Imports of an existing call: the file, its mapping, its report, how far it went."""

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import ImportState
from .activities import Activity


def import_name(instance: Any, filename: str) -> str:
    """A private place; the name of the file is kept in the row."""
    ending = filename.rpartition(".")[2].lower()
    return f"imports/{secrets.token_urlsafe(18)}.{ending}"


class ContributionImport(models.Model):
    """One file to import into an activity: checked first, then taken over as a whole or not.

    Its rows are written in batches under `Moderation.STAGED`, invisible to all; the last step
    takes them over in one statement. A worker that dies is followed by another from `done_rows`.
    """

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="imports")
    file = models.FileField(_("file"), upload_to=import_name, max_length=200)
    name = models.CharField(_("name of the file"), max_length=120)
    # Field of the contribution → heading of the column.
    mapping = models.JSONField(default=dict, blank=True)
    # What to do with the lines (forms/imports.py), and what was found (actions/import_jobs.py).
    options = models.JSONField(default=dict, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=ImportState.choices, default=ImportState.DRAFT
    )
    total_rows = models.PositiveIntegerField(default=0)
    done_rows = models.PositiveIntegerField(default=0)
    # The first faults, each {"line", "column", "message"}; `error_count` says how many in all.
    errors = models.JSONField(default=list, blank=True)
    error_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(_("received on"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # The sign of life of the worker that holds it: another may take over once it is old.
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=60, blank=True)
    finished_at = models.DateTimeField(_("finished on"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone on"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    undo_reason = models.CharField(_("reason"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_rows__lte=models.F("total_rows")),
                name="import_never_does_more_than_all",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ImportState.UNDONE) | ~models.Q(undo_reason=""),
                name="import_undone_gives_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_at_work(self) -> bool:
        """Whether a worker has something to do for it, that its page waits for."""
        return self.state in {ImportState.CHECKING, ImportState.RUNNING}

    @property
    def may_be_prepared(self) -> bool:
        """Whether its columns may be chosen (again) and its lines checked."""
        return self.state in {ImportState.DRAFT, ImportState.CHECKED, ImportState.FAILED}

    @property
    def faulty_rows(self) -> int:
        """How many lines have at least one fault."""
        return int(self.options.get("report", {}).get("faulty", 0))

    @property
    def sound_rows(self) -> int:
        """How many lines may be imported, once checked."""
        return self.total_rows - self.faulty_rows
