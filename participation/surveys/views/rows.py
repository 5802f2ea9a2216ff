"""Answers taken away one by one by officers, each time with a reason."""

import tempfile
from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy

from portal.decisions import Decision, Refused

from .. import actions, queries
from ..exports.rows import TYPES, write_answers
from ..forms.rows import AnswersForm
from ..models import AnswerExport
from ..queries.rows import kept_answers
from ..rules.moments import rows_are_there
from .desk import SurveyScreen

EXPORT = "surveys.export_answers"
# Beyond this a file on its way is on the disk.
_IN_MEMORY = 1_000_000


class RowsView(SurveyScreen):
    """What may be taken away, and who took answers before."""

    template_name = "surveys/admin/rows.html"
    header_icon = "download"
    title = gettext_lazy("Answers one by one")
    right = EXPORT

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        records = AnswerExport.objects.filter(survey=self.survey.pk).select_related("exported_by")
        context = {
            "decision": self._decision(),
            "form": AnswersForm(questionnaire=queries.asked_by(self.survey)),
            "records": records,
            "minimum": settings.AGENT_GROUP_MINIMUM,
            **kwargs,
        }
        return super().get_context_data(**context)

    def _decision(self) -> Decision:
        kept, minimum = kept_answers(self.survey), settings.AGENT_GROUP_MINIMUM
        return rows_are_there(self.survey, timezone.now(), kept, minimum)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = AnswersForm(request.POST, questionnaire=queries.asked_by(self.survey))
        if decision := self._decision():
            return self._file(form) if form.is_valid() else self.again(form=form)
        return self.refused(decision.reason.label if decision.reason else "", form=form)

    def _file(self, form: AnswersForm) -> HttpResponseBase:
        """The file, once its record is kept."""
        kind, codes = form.cleaned_data["kind"], form.cleaned_data["questions"]
        file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed once sent
        count = write_answers(self.survey, codes, kind=kind, file=file)
        at = timezone.now()
        try:
            actions.record_answer_export(
                survey=self.survey,
                reason=form.cleaned_data["reason"],
                questions=codes,
                row_count=count,
                kind=kind,
                by=self.officer,
                at=at,
            )
        except Refused as refused:
            file.close()
            return self.refused(refused.reason.label, form=form)
        file.seek(0)
        name = f"{self.survey.slug}-reponses-{timezone.localdate(at):%Y-%m-%d}.{kind}"
        response = FileResponse(file, as_attachment=True, filename=name, content_type=TYPES[kind])
        response["Cache-Control"] = "no-store, private"
        return response
