"""Who prepares which answer: the list, the assignment, the private notes, the draft that begins."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from portal.accounts.models import User
from portal.decisions import Refused

from .. import actions
from ..forms.desk import AssignmentForm, NoteForm
from ..models import Answer, AnswerTemplate, Contribution
from ..queries import answering
from .answer_editor import EDIT_URL

DESK_URL = "contributions:edit"


def desk_context(
    contribution: Contribution,
    user: Any,
    *,
    assignment_form: AssignmentForm | None = None,
    note_form: NoteForm | None = None,
) -> dict[str, Any]:
    """What the desk of a contribution shows about its answer, according to the person's rights."""
    if not answering.may_handle(user, contribution.pk):
        return {"may_prepare": False, "may_assign": False}
    answer: Answer | None = getattr(contribution, "answer", None)
    may_assign = answering.answers_everything(user) and contribution.is_public
    assignment = getattr(contribution, "assignment", None)
    return {
        "may_prepare": contribution.is_public,
        "may_assign": may_assign,
        "answer": answer,
        "answer_url": reverse(EDIT_URL, args=[answer.pk]) if answer else "",
        "answer_submitted": bool(answer and answer.workflow_in_progress),
        "assignment": assignment,
        "overdue": bool(assignment and assignment.is_overdue(timezone.localdate())),
        "assignment_form": assignment_form or AssignmentForm(contribution=contribution),
        "notes": contribution.private_notes.select_related("author"),
        "note_form": note_form or NoteForm(),
        "templates": AnswerTemplate.objects.all() if not answer else (),
    }


def _in_charge(request: HttpRequest, pk: int) -> tuple[User, Contribution]:
    """The person and the contribution, if this person may prepare its answer."""
    user = request.user
    if not isinstance(user, User) or not answering.may_handle(user, pk):
        raise PermissionDenied
    related = ("activity", "answer", "assignment")
    return user, get_object_or_404(Contribution.objects.select_related(*related), pk=pk)


def _back(pk: int, anchor: str = "") -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(DESK_URL, args=[pk]) + anchor)


@login_required
@require_POST
def prepare(request: HttpRequest, pk: int) -> HttpResponse:
    """Begins the draft of the answer, from a template if one is chosen, and opens it."""
    user, contribution = _in_charge(request, pk)
    asked = request.POST.get("modele", "")
    template = AnswerTemplate.objects.filter(pk=asked).first() if asked.isdecimal() else None
    try:
        answer = actions.prepare_answer(contribution=contribution, author=user, template=template)
    except Refused as refused:
        messages.error(request, refused.reason.label)
        return _back(pk)
    return HttpResponseRedirect(reverse(EDIT_URL, args=[answer.pk]))


@login_required
@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Entrusts the answer to a department and a person."""
    user, contribution = _in_charge(request, pk)
    if not answering.answers_everything(user):
        raise PermissionDenied
    form = AssignmentForm(request.POST, contribution=contribution)
    if not form.is_valid():
        _tell_errors(request, form)
        return _back(pk, "#desk-assign")
    try:
        actions.assign_contribution(
            contribution=contribution, officer=user, at=timezone.now(), **form.cleaned_data
        )
    except Refused as refused:
        messages.error(request, refused.reason.label)
    else:
        said = _("The answer is entrusted to %(department)s.")
        messages.success(request, said % {"department": form.cleaned_data["department"]})
    return _back(pk, "#desk-assign")


@login_required
@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Adds a private note."""
    user, contribution = _in_charge(request, pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        _tell_errors(request, form)
        return _back(pk, "#desk-notes")
    actions.add_note(
        contribution=contribution, text=form.cleaned_data["text"], author=user, at=timezone.now()
    )
    messages.success(request, _("The note is added."))
    return _back(pk, "#desk-notes")


def _tell_errors(request: HttpRequest, form: Any) -> None:
    """Short forms: what is wrong is said above the desk, field by field."""
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        messages.error(request, " ".join([f"{label} :" if label else "", *errors]).strip())
