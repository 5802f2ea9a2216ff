"""Projects at the desk: keyed in or made of ideas, decided on, studied, their authors heard."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.decisions import Refused

from ..actions.consents import answer_consent, deposit_from_ideas
from ..actions.projects import decide_project, deposit_project, edit_project
from ..actions.studies import publish_study, send_study, write_study
from ..forms.projects import (
    DecisionForm,
    FromIdeasForm,
    NewProjectForm,
    ProjectForm,
    RecordConsentForm,
    SendStudyForm,
    StudyForm,
)
from ..models import FeasibilityStudy, IdeaConsent, Project
from ..project_mails import author_path, reachable
from ..queries.projects import consents_of, pickable_ideas, vote_of
from .desk_parts import STUDY, BudgetScreen, DeskScreen, answers_for

LIST = "budget_projects:index"
ONE = "budget_projects:one"


class NewProjectView(BudgetScreen):
    """Keys in a project that comes from no idea of a call."""

    template_name = "budgets/admin/new_project.html"
    title = gettext_lazy("Key in a project")
    form_class: type[ProjectForm] = NewProjectForm

    def form(self, data: Any = None) -> ProjectForm:
        return self.form_class(data, budget=self.budget, vote=vote_of(self.budget))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"form": self.form(), **kwargs})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.refused(_("Nothing was changed: see what is to be corrected."), form=form)
        try:
            project = self.deposit(form)
        except Refused as refused:
            return self.refused(refused.reason.label, form=form)
        said = _("Project no. %(number)s is taken in.") % {"number": project.number}
        return self.said(said, reverse(ONE, args=[project.pk]))

    def deposit(self, form: ProjectForm) -> Project:
        return deposit_project(
            budget=self.budget, fields=form.words(), by=self.officer, at=timezone.now()
        )


class FromIdeasView(NewProjectView):
    """Makes a project of ideas of the call; their authors are asked."""

    title = gettext_lazy("Make a project of ideas")

    def form(self, data: Any = None) -> ProjectForm:
        ideas = pickable_ideas(self.budget)
        vote = vote_of(self.budget)
        return FromIdeasForm(data, budget=self.budget, vote=vote, ideas=ideas)

    def deposit(self, form: ProjectForm) -> Project:
        return deposit_from_ideas(
            budget=self.budget,
            ideas=list(form.cleaned_data["ideas"]),
            fields=form.words(),
            by=self.officer,
            at=timezone.now(),
        )


class ProjectView(DeskScreen):
    """One project: its words, its decisions, its study, what its authors said; one form a time."""

    template_name = "budgets/admin/project.html"
    right = STUDY

    def find(self, **kwargs: Any) -> None:
        found = Project.objects.select_related("budget", "district", "department", "merged_into")
        self.project: Project = get_object_or_404(found, pk=kwargs["pk"])
        self.vote = vote_of(self.project.budget)
        if self.request.method == "POST" and not answers_for(self.request.user, self.project):
            raise PermissionDenied

    def get_page_title(self) -> str:
        return _("Project no. %(number)s") % {"number": self.project.number}

    def get_page_subtitle(self) -> str:
        return self.project.title

    def trail(self) -> list[dict[str, str]]:
        url = f"{reverse(LIST)}?budget={self.project.budget_id}"
        return [{"url": url, "label": _("Projects of budgets")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        project, consents = self.project, consents_of(self.project)
        study = project.studies.filter(published_at__isnull=True).first()
        context = {
            "project": project,
            "budget": project.budget,
            "vote": self.vote,
            "may_act": answers_for(self.request.user, project),
            "decisions": project.decisions.select_related("department", "decided_by"),
            "consents": [
                {"consent": one, "path": author_path(one), "form": self._record_form(one)}
                for one in consents
            ],
            "study": study,
            "studies": project.studies.filter(published_at__isnull=False),
            "authors_count": len(reachable(consents)),
            "decision_form": DecisionForm(project=project, vote=self.vote, prefix="decide"),
            "study_form": self._study_form(study),
            "send_form": SendStudyForm(prefix="send"),
            "words_form": self._words_form(),
            **kwargs,
        }
        return super().get_context_data(**context)

    def _words_form(self, data: Any = None) -> ProjectForm:
        budget = self.project.budget
        return ProjectForm(
            data, instance=self.project, budget=budget, vote=self.vote, prefix="words"
        )

    def _study_form(self, study: FeasibilityStudy | None, data: Any = None) -> StudyForm:
        editable = study if study is not None and study.sent_at is None else None
        begun = editable or FeasibilityStudy(
            is_feasible=True, department=self.project.department, cost=self.project.cost
        )
        return StudyForm(data, instance=begun, prefix="study")

    def _record_form(self, consent: IdeaConsent, data: Any = None) -> RecordConsentForm | None:
        if consent.accepted is not None:
            return None
        return RecordConsentForm(data, prefix=f"consent{consent.pk}")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        doing: dict[str, Callable[[HttpRequest], tuple[forms.BaseForm | None, str]]] = {
            "decide": self._decide,
            "words": self._edit,
            "study": self._study,
            "send": self._send,
            "publish": self._publish,
            "consent": self._consent,
        }
        action = request.POST.get("action", "")
        if action not in doing:
            raise PermissionDenied
        try:
            faulty, said = doing[action](request)
        except Refused as refused:
            return self.refused(refused.reason.label)
        except ValidationError as error:
            return self.refused(" ".join(error.messages))
        if faulty is not None:
            told = _("Nothing was changed: see what is to be corrected.")
            return self.refused(told, **({_SHOWN[action]: faulty} if action in _SHOWN else {}))
        return self.said(said, request.path)

    def _decide(self, request: HttpRequest) -> tuple[forms.BaseForm | None, str]:
        form = DecisionForm(request.POST, project=self.project, vote=self.vote, prefix="decide")
        if not form.is_valid():
            return form, ""
        decide_project(
            project=self.project, by=self.officer, at=timezone.now(), **form.cleaned_data
        )
        return None, _("The decision is public.")

    def _edit(self, request: HttpRequest) -> tuple[forms.BaseForm | None, str]:
        form = self._words_form(request.POST)
        if not form.is_valid():
            return form, ""
        edit_project(project=self.project, fields=form.words(), by=self.officer, at=timezone.now())
        return None, _("The project is corrected.")

    def _study(self, request: HttpRequest) -> tuple[forms.BaseForm | None, str]:
        form = self._study_form(None, request.POST)
        if not form.is_valid():
            return form, ""
        write_study(
            project=self.project, fields=form.cleaned_data, by=self.officer, at=timezone.now()
        )
        return None, _("The study is kept. Nobody reads it before it is sent.")

    def _send(self, request: HttpRequest) -> tuple[forms.BaseForm | None, str]:
        form = SendStudyForm(request.POST, prefix="send")
        if not form.is_valid():
            return form, ""
        day = form.cleaned_data["answer_due_on"]
        sent = send_study(study=self._waiting_study(), answer_due_on=day, at=timezone.now())
        return None, _("The study is sent. Authors written to: %(count)s.") % {"count": sent}

    def _publish(self, request: HttpRequest) -> tuple[forms.BaseForm | None, str]:
        publish_study(study=self._waiting_study(), by=self.officer, at=timezone.now())
        return None, _("The study is public.")

    def _consent(self, request: HttpRequest) -> tuple[forms.BaseForm | None, str]:
        consent = get_object_or_404(self.project.consents, pk=request.POST.get("consent") or 0)
        form = RecordConsentForm(request.POST, prefix=f"consent{consent.pk}")
        if not form.is_valid():
            return form, ""
        answer_consent(consent=consent, by=self.officer, at=timezone.now(), **form.cleaned_data)
        return None, _("The answer of the author is noted.")

    def _waiting_study(self) -> FeasibilityStudy:
        found = self.project.studies.filter(published_at__isnull=True)
        study: FeasibilityStudy = get_object_or_404(found.order_by("-written_at", "-pk")[:1])
        return study


# Under which name the page shows a form to be corrected.
_SHOWN = {
    "decide": "decision_form",
    "words": "words_form",
    "study": "study_form",
    "send": "send_form",
}
