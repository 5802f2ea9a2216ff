"""One comment, one report, one objection: read, decided on, then the next one that waits."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages

from portal.decisions import Refused

from .. import actions, rules
from ..enums import Moderation, QueueKind
from ..forms.moderation import (
    AppealDecisionForm,
    AppealOutcome,
    PassagesForm,
    RefusalForm,
    ReportForm,
    ReportOutcome,
)
from ..models import Appeal, Comment, Report
from ..models.moderation import about
from ..queries.flags import Flagger
from ..queries.queue import QueueItem
from ..queries.readings import readings
from .moderating import ModeratorView, QueuedMixin

_ABOUT = (
    "contribution__activity",
    "contribution__moderated_by",
    "comment__contribution__activity",
    "comment__moderated_by",
)


class JudgingView(QueuedMixin, ModeratorView):
    """An item of the queue that has a page of its own."""

    kind: ClassVar[QueueKind]
    form_class: ClassVar[type[forms.Form]]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.pk = kwargs["pk"]
        return super().dispatch(request, *args, **kwargs)

    def find(self) -> QueueItem:
        """The item, waiting or not; a 404 when there is none."""
        raise NotImplementedError

    def form(self, data: Any = None) -> forms.Form:
        """The form of the decision."""
        return self.form_class(data)

    def decide(self, form: forms.Form) -> str:
        """Does what the form says, and says what was done."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.item = self.find()
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.item = self.find()
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            return self.onward(self.decide(form))
        except Refused as refused:
            messages.error(request, refused.reason.label)
            return HttpResponseRedirect(request.get_full_path())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        subject = self.item.subject
        context = {
            "item": self.item,
            "subject": subject,
            "contribution": self.item.contribution,
            "activity": self.item.activity,
            "is_comment": isinstance(subject, Comment),
            "marked": Flagger().marked(subject),
            "history": readings(subject),
            "form": kwargs.get("form") or self.form(),
            **self.around(),
            **kwargs,
        }
        return super().get_context_data(**context)


class CommentView(JudgingView):
    """One comment, to publish or refuse."""

    template_name = "participation/desk/comment.html"
    header_icon = "comment"
    form_class = RefusalForm

    def get_page_title(self) -> str:
        return _("Comment")

    def find(self) -> QueueItem:
        found = Comment.objects.select_related("contribution__activity", "moderated_by")
        row = get_object_or_404(found, pk=self.pk)
        return QueueItem(QueueKind.COMMENT, row.submitted_at, row)

    def form(self, data: Any = None) -> forms.Form:
        return RefusalForm(data, prefix="refusal")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("action") != "publish":
            return super().post(request, *args, **kwargs)
        self.item = self.find()
        try:
            actions.publish_comment(
                comment=self.item.row, moderator=self.officer, at=timezone.now()
            )
        except Refused as refused:
            messages.error(request, refused.reason.label)
            return HttpResponseRedirect(request.get_full_path())
        return self.onward(_("The comment is published."))

    def decide(self, form: forms.Form) -> str:
        comment: Comment = self.item.row
        actions.refuse_comment(
            comment=comment,
            moderator=self.officer,
            at=timezone.now(),
            # One that was read already is withdrawn.
            on_report=comment.is_public and not comment.awaits_reading,
            **form.cleaned_data,
        )
        return _("The comment is refused; its author can read the reason.")


class ReportView(JudgingView):
    """What a reader reported: the text is withdrawn, or stays."""

    template_name = "participation/desk/report.html"
    header_icon = "warning"

    def get_page_title(self) -> str:
        return _("Report by a reader")

    def find(self) -> QueueItem:
        row = get_object_or_404(Report.objects.select_related(*_ABOUT, "handled_by"), pk=self.pk)
        return QueueItem(QueueKind.REPORT, row.filed_at, row)

    def form(self, data: Any = None) -> forms.Form:
        report: Report = self.item.row
        return ReportForm(
            data,
            already_refused=report.subject.moderation == Moderation.REFUSED,
            initial={"reason": report.reason},
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("action") != "take_out":
            return super().post(request, *args, **kwargs)
        self.item = self.find()
        form = self._passages(request.POST)
        try:
            actions.take_out(
                report=self.item.row,
                passages=form.cleaned_data["passages"] if form.is_valid() else [],
                moderator=self.officer,
                at=timezone.now(),
            )
        except Refused as refused:
            messages.error(request, refused.reason.label)
            return HttpResponseRedirect(request.get_full_path())
        return self.onward(_("The words are taken out; the text stays public."))

    def _passages(self, data: Any = None) -> PassagesForm:
        """The words spotted in the text, each once."""
        spots = Flagger().marked(self.item.subject).spots
        return PassagesForm(data, found=list(dict.fromkeys(spot.text for spot in spots)))

    def decide(self, form: forms.Form) -> str:
        chosen = form.cleaned_data
        upheld = chosen.pop("outcome") == ReportOutcome.WITHDRAW
        actions.handle_report(
            report=self.item.row,
            moderator=self.officer,
            upheld=upheld,
            at=timezone.now(),
            **chosen,
        )
        if upheld:
            return _("The text is withdrawn; its author and who reported it are told.")
        return _("The text stays public; who reported it is told.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report: Report = self.item.row
        same = Report.objects.filter(**about(report.subject), handled_at__isnull=True)
        others = same.exclude(pk=report.pk)
        context = {"report": report, "others": others.count(), "passages": None, **kwargs}
        if rules.may_take_out(report, report.subject):
            found = self._passages()
            context["passages"] = found if found.fields["passages"].choices else None  # type: ignore[attr-defined]
        return super().get_context_data(**context)


class AppealView(JudgingView):
    """A refusal that its author contests: decided by somebody else than who refused."""

    template_name = "participation/desk/appeal.html"
    header_icon = "rotate"
    form_class = AppealDecisionForm

    def get_page_title(self) -> str:
        return _("Refusal contested")

    def find(self) -> QueueItem:
        row = get_object_or_404(Appeal.objects.select_related(*_ABOUT, "decided_by"), pk=self.pk)
        return QueueItem(QueueKind.APPEAL, row.filed_at, row)

    def decide(self, form: forms.Form) -> str:
        upheld = form.cleaned_data["outcome"] == AppealOutcome.PUBLISH
        actions.decide_appeal(
            appeal=self.item.row,
            moderator=self.officer,
            upheld=upheld,
            answer=form.cleaned_data["answer"],
            at=timezone.now(),
        )
        if upheld:
            return _("The text is published; its author is told.")
        return _("The refusal stands; its author is told why.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        appeal: Appeal = self.item.row
        decision = rules.may_decide_appeal(appeal, appeal.subject, self.officer)
        return super().get_context_data(appeal=appeal, decision=decision, **kwargs)
