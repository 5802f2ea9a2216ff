"""Creating and updating rows and pages by key; what editors wrote, drafted or unpublished stays."""

from dataclasses import replace
from typing import Any, TypeVar

from django.db import models
from wagtail.models import DraftStateMixin, Page

from .fingerprints import Fingerprints
from .report import Outcome, Report
from .wanted import Applied, Wanted, apply, set_facts

Row = TypeVar("Row", bound=models.Model)
APage = TypeVar("APage", bound=Page)


class Writer:
    """Brings the site to what files want, and counts what it did."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.fingerprints = Fingerprints()

    def row(
        self,
        kind: str,
        wanted: Wanted,
        found: Row | None,
        new: Row,
        *,
        untouched: bool = False,
    ) -> Row:
        """The row as wanted: `found` brought up to date, else `new` filled and saved."""
        row = found or new
        if found is None:
            set_facts(row, wanted.defaults)
        applied = self._apply(row, wanted, untouched=untouched or found is None)
        if found is None or applied.changed:
            row.full_clean()
            row.save()
        self._count(kind, created=found is None, applied=applied)
        return row

    def page(
        self, kind: str, model: type[APage], wanted: Wanted, *, parent: Page, slug: str
    ) -> APage:
        """The page as wanted, published with a revision when something changed.

        A page that somebody made by hand at the same address, or of a type that exists once, is
        taken over; the address of a page never changes once it exists.
        """
        found = model._default_manager.filter(import_key=wanted.key).first()
        if found is None:
            by_hand = model._default_manager.filter(import_key="")
            if model.max_count != 1:
                by_hand = by_hand.child_of(parent).filter(slug=slug)
            found = by_hand.first()
        keyed = replace(wanted, facts={**wanted.facts, "import_key": wanted.key})
        if found is None:
            return self._create_page(kind, model(slug=slug), keyed, parent=parent)
        self._count(kind, created=False, applied=self.revise(found, keyed))
        return found

    def _create_page(self, kind: str, page: APage, wanted: Wanted, *, parent: Page) -> APage:
        set_facts(page, wanted.defaults)
        applied = self._apply(page, wanted, untouched=True)
        page.live = False
        # The tree's counters may have changed since the parent was read.
        Page.objects.get(pk=parent.pk).add_child(instance=page)
        page.save_revision().publish()
        self._count(kind, created=True, applied=applied)
        return page

    def snippet(self, kind: str, wanted: Wanted, found: Row | None, new: Row) -> Row:
        """The snippet as wanted, published with a revision when something changed."""
        if found is not None:
            self._count(kind, created=False, applied=self.revise(found, wanted))
            return found
        snippet: Any = new
        set_facts(snippet, wanted.defaults)
        applied = self._apply(snippet, wanted, untouched=True)
        snippet.live = False
        snippet.save()
        snippet.save_revision().publish()
        snippet.refresh_from_db()
        self._count(kind, created=True, applied=applied)
        return new

    def revise(self, live: Any, wanted: Wanted) -> Applied:
        """Brings a page or snippet with revisions up to date, published as it was.

        What is live is published anew; what an editor drafted on top stays the latest draft, with
        the new facts; what was unpublished stays so.
        """
        if not live.live:
            draft = self._draft(live)
            applied = self._apply(draft, wanted)
            if applied.changed:
                draft.save_revision()
            return applied
        draft = self._draft(live) if live.has_unpublished_changes else None
        scheduled = live.scheduled_revision
        applied = self._apply(live, wanted)
        if not applied.changed:
            return applied
        live.save_revision().publish()
        if draft is not None:
            self._apply(draft, wanted)
            at = scheduled.approved_go_live_at if scheduled else None
            draft.save_revision(approved_go_live_at=at)
        return applied

    @staticmethod
    def _draft(live: DraftStateMixin) -> Any:
        return live.get_latest_revision_as_object()

    def _apply(self, target: models.Model, wanted: Wanted, *, untouched: bool = False) -> Applied:
        return apply(target, wanted, fingerprints=self.fingerprints, untouched=untouched)

    def _count(self, kind: str, *, created: bool, applied: Applied) -> None:
        if created:
            self.report.count(kind, Outcome.CREATED)
        else:
            outcome = Outcome.UPDATED if applied.changed else Outcome.UNCHANGED
            self.report.count(kind, outcome)
        self.report.keep(kind, applied.kept)
