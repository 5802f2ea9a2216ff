"""Many decisions by one gesture: what was chosen is confirmed, decided text by text, reported."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from .. import actions
from ..actions.bulk import BulkReport
from ..enums import Moderation, QueueKind
from ..forms.moderation import RefusalForm
from ..models import Comment, Contribution
from ..queries.flags import Flagger
from ..queries.queue import QueueChoice, QueueItem, queue_page, waiting_texts
from .moderating import QUEUE, ModeratorView, address, choice_of, query

# How many texts one gesture may decide on.
MOST = 500
# How many of them a confirmation names.
_NAMED = 20


class BulkView(ModeratorView):
    """Asks to confirm what is about to be decided, then decides text by text and reports."""

    template_name = "participation/desk/bulk.html"
    http_method_names = ["get", "post"]

    def get_page_title(self) -> str:
        return _("Confirm")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse(QUEUE))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.choice, _flagged = choice_of(request)
        refuses = "refuse" in (request.POST.get("action"), request.POST.get("all"))
        self.decision = Moderation.REFUSED if refuses else Moderation.PUBLISHED
        confirmed = "confirmed" in request.POST
        keys = request.POST.getlist("chosen")[:MOST]
        texts = self._all() if "all" in request.POST else waiting_texts(keys)
        # What was chosen and is gone was decided by somebody else since.
        gone = max(len(set(keys)) - len(texts), 0)
        flagger = Flagger()
        flagged = [text for text in texts if flagger.kinds(text)]
        if confirmed and "leave_flagged" in request.POST:
            texts = [text for text in texts if text not in flagged]
        if not texts:
            return self._nothing(bool(keys))
        form = None
        if self.decision == Moderation.REFUSED:
            form = RefusalForm(request.POST if confirmed else None)
        if confirmed and (form is None or form.is_valid()):
            return self._decide(texts, form, gone)
        return self._ask(texts, flagged, form)

    def _all(self) -> list[Contribution | Comment]:
        """The oldest of the part of the queue that is shown, as many as one gesture may decide."""
        items = queue_page(self.choice, size=MOST).items
        return [item.subject for item in items if item.is_decided_together]

    def _nothing(self, were_chosen: bool) -> HttpResponse:
        if were_chosen:
            messages.warning(
                self.request, _("Nothing was done: none of these texts waits any more.")
            )
        else:
            messages.error(self.request, _("Choose at least one text first."))
        return HttpResponseRedirect(reverse(QUEUE) + query(self.choice))

    def _ask(
        self,
        texts: list[Contribution | Comment],
        flagged: list[Contribution | Comment],
        form: RefusalForm | None,
    ) -> HttpResponse:
        context = self.get_context_data(
            keys=[_key(text) for text in texts],
            named=texts[:_NAMED],
            others=max(len(texts) - _NAMED, 0),
            count=len(texts),
            flagged=[(text, _address(text)) for text in flagged[:_NAMED]],
            flagged_count=len(flagged),
            form=form,
            action="refuse" if form else "publish",
            back=reverse(QUEUE) + query(self.choice),
        )
        return self.render_to_response(context)

    def _decide(
        self, texts: list[Contribution | Comment], form: RefusalForm | None, gone: int
    ) -> HttpResponse:
        at: datetime = timezone.now()
        report = actions.decide_many(
            texts=texts,
            decision=self.decision,
            moderator=self.officer,
            at=at,
            **(form.cleaned_data if form else {}),
        )
        report.already_decided += gone
        self._tell(report)
        return HttpResponseRedirect(reverse(QUEUE) + query(self.choice))

    def _tell(self, report: BulkReport) -> None:
        done = (
            ngettext("%(n)d text refused.", "%(n)d texts refused.", report.done)
            if self.decision == Moderation.REFUSED
            else ngettext("%(n)d text published.", "%(n)d texts published.", report.done)
        )
        if report.done:
            messages.success(self.request, done % {"n": report.done})
        if report.already_decided:
            said = ngettext(
                "%(n)d text was already decided on by somebody else: nothing was changed.",
                "%(n)d texts were already decided on by somebody else: nothing was changed.",
                report.already_decided,
            )
            messages.warning(self.request, said % {"n": report.already_decided})
        if report.other:
            said = ngettext(
                "%(n)d text could not be decided on: open it.",
                "%(n)d texts could not be decided on: open them.",
                report.other,
            )
            messages.error(self.request, said % {"n": report.other})


def _key(text: Contribution | Comment) -> str:
    kind = QueueKind.CONTRIBUTION if isinstance(text, Contribution) else QueueKind.COMMENT
    return f"{kind.value}-{text.pk}"


def _address(text: Contribution | Comment) -> str:
    kind = QueueKind.CONTRIBUTION if isinstance(text, Contribution) else QueueKind.COMMENT
    return address(QueueItem(kind, text.submitted_at, text), QueueChoice())
