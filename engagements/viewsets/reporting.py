"""The screen on which a department reports progress: kept, sent for approval or published."""

from functools import cached_property
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail_modeladmin.views import InstanceSpecificView

from portal.accounts.models import User
from portal.decisions import Refused

from ..actions import publish_draft, save_draft, submit_draft
from ..enums import DraftState
from ..forms import ReportForm, evidence_rows
from ..forms.drafts import EVIDENCE_ROWS, MOST_EVIDENCE
from ..models import CommitmentUpdate, UpdateDraft
from ..queries import departments_of, report_decision
from ..queries.members import MAY_REPORT
from ..queries.reporting import approves, open_draft, stamp
from ..queries.rhythm import review_being_written

SAVE, SEND, PUBLISH, MORE = "save", "send", "publish", "more"
_TOTAL = "evidence-TOTAL_FORMS"


class ProgressView(InstanceSpecificView):
    """The form by which a department reports progress."""

    page_title = gettext_lazy("Report progress")
    request: HttpRequest

    def check_action_permitted(self, user: Any) -> bool:
        return bool(user.has_perm(MAY_REPORT) and report_decision(user, self.instance))

    def get_template_names(self) -> list[str]:
        return ["engagements/admin/report_progress.html"]

    @property
    def reporter(self) -> User:
        """Whoever is signed in."""
        return cast("User", self.request.user)

    @cached_property
    def draft(self) -> UpdateDraft | None:
        """The report in preparation of this commitment, if there is one."""
        return open_draft(self.instance)

    @cached_property
    def corrects(self) -> CommitmentUpdate | None:
        """The news that this report corrects: the draft's own, else the one asked for."""
        if self.draft is not None:
            return self.draft.corrects
        asked = self.request.POST.get("corrects") or self.request.GET.get("corrects") or ""
        if not asked.isdecimal():
            return None
        found: CommitmentUpdate | None = (
            self.instance.updates.filter(pk=int(asked[:15]))
            .prefetch_related("evidence__document", "figures")
            .first()
        )
        return found

    def _department(self) -> str:
        """Return the department in whose name somebody reports: theirs that is concerned."""
        theirs = self.instance.department_ids()
        mine = list(departments_of(self.reporter))
        concerned = [one for one in mine if one.pk in theirs] or mine
        if concerned:
            return concerned[0].name
        return self.reporter.department_name

    def form(self, data: Any = None, *, is_sent: bool = False) -> ReportForm:
        return ReportForm(
            data,
            commitment=self.instance,
            at=timezone.now(),
            draft=self.draft,
            corrects=self.corrects,
            author_function=self._department(),
            is_sent=is_sent,
        )

    def rows(self, data: Any = None) -> Any:
        known = self.draft or self.corrects
        pieces: Any = known.evidence.all() if known else []
        return evidence_rows(data if data and _TOTAL in data else None, known=pieces)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or self.form()
        rows = kwargs.pop("rows", None) or self.rows()
        context = {
            "form": form,
            "rows": rows,
            "draft": self.draft,
            "corrects": self.corrects,
            "may_publish": approves(self.reporter),
            "review": review_being_written(),
            "may_add": rows.total_form_count() < MOST_EVIDENCE,
        }
        return super().get_context_data(**context, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        may_publish = approves(request.user)
        action = request.POST.get("action") or (PUBLISH if may_publish else SEND)
        if action == MORE:
            return self._more_rows(request)
        if action == PUBLISH and not may_publish:
            action = SEND
        form = self.form(request.POST, is_sent=action != SAVE)
        rows = self.rows(request.POST)
        # Both are read, so that one page says all that is to be mended.
        if not all([form.is_valid(), not rows.is_bound or rows.is_valid()]):
            messages.validation_error(request, _("The progress could not be reported."), form)
            return self.render_to_response(self.get_context_data(form=form, rows=rows))
        try:
            return self._keep(form, rows, action)
        except (Refused, ValidationError) as refused:
            message = refused.messages[0] if isinstance(refused, ValidationError) else str(refused)
            form.add_error(None, message)
            messages.error(request, message)
            return self.render_to_response(self.get_context_data(form=form, rows=rows))

    def _more_rows(self, request: HttpRequest) -> HttpResponse:
        """The same page with more empty rows: what was typed stays, nothing is kept yet."""
        data = request.POST.copy()
        asked = data.get(_TOTAL, "")
        count = int(asked[:3]) if asked.isdecimal() else 0
        data[_TOTAL] = str(min(count + EVIDENCE_ROWS, MOST_EVIDENCE))
        form, rows = self.form(data), self.rows(data)
        return self.render_to_response(self.get_context_data(form=form, rows=rows))

    def _keep(self, form: ReportForm, rows: Any, action: str) -> HttpResponse:
        at, user = form.at, self.reporter
        with transaction.atomic():
            draft = save_draft(
                commitment=self.instance,
                said=form.said(),
                by=user,
                at=at,
                seen=self._seen(form),
                evidence=rows.evidence() if rows.is_bound else [],
                milestones=form.cleaned_data.get("milestones") or [],
                measures=form.measures(),
                corrects=self.corrects,
            )
            if action != SAVE:
                publish = action == PUBLISH
                draft = submit_draft(draft=draft, by=user, at=at, tell=not publish)
                if publish:
                    publish_draft(draft=draft, by=user, at=at, seen=stamp(draft))
        return self._onward(action)

    def _seen(self, form: ReportForm) -> str:
        """What the sender had before them; a form that does not say it began a report."""
        return str(form.cleaned_data.get("seen") or "")

    def _onward(self, action: str) -> HttpResponse:
        said = {
            SAVE: _("The report is kept: nobody but its department and those who approve see it."),
            SEND: _("The report waits for approval. It is not public yet."),
            PUBLISH: _("Progress reported: it is public now."),
        }
        messages.success(self.request, said[action])
        if action == SAVE:
            return redirect(self.url_helper.get_action_url("progress", self.pk_quoted))
        return redirect(self.url_helper.get_action_url("inspect", self.pk_quoted))

    @property
    def is_returned(self) -> bool:
        """Whether the report was sent back and waits to be taken up again."""
        return self.draft is not None and self.draft.state == DraftState.RETURNED
