"""The desk of the officer in charge of personal data: requests, and what is done on request."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.accounts.models import User
from portal.accounts.personal_data import Person
from portal.decisions import Refused
from portal.sealed import BadSeal, seal, unseal

from .. import actions
from ..enums import RequestKind
from ..forms import CloseForm, DeskErasureForm, ReasonForm, RecordForm, SearchForm
from ..models import DataRequest
from ..persons import person_with
from ..queries import may_be_erased, overview, spotted, withdrawable
from .pages import archive_response

RIGHT = "owndata.erase_personal_data"
INDEX = "owndata_desk:index"
_PURPOSE, _SECONDS = "owndata.desk", 3600
_PAGE = 50


class DeskView(WagtailAdminTemplateMixin, TemplateView):
    """A page for those who hold the right; nobody keeps it on the way."""

    header_icon = "user"
    _show_breadcrumbs = True
    page_title = ""

    @method_decorator(never_cache)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User) or not user.has_perm(RIGHT):
            raise PermissionDenied
        self.officer = user
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        here = {"url": reverse(INDEX), "label": _("Data requests")}
        title = self.get_page_title()
        return [*items, here, {"url": "", "label": title}] if title else [*items, here]

    def back(self, said: str) -> HttpResponse:
        """Says what was done, on the list of requests."""
        messages.success(self.request, said)
        return HttpResponseRedirect(reverse(INDEX))


class IndexView(DeskView):
    """Whom to look for, what waits and until when, what was done."""

    template_name = "owndata/desk/index.html"

    def get_header_title(self) -> str:
        return _("Data requests")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Looks for an address: sent, never written in an address of a page."""
        form = SearchForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(search=form))
        token = seal(_PURPOSE, form.cleaned_data["email"].strip().lower())
        return HttpResponseRedirect(reverse("owndata_desk:person", args=[token]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        closed = DataRequest.objects.closed().select_related("closed_by")
        page = Paginator(closed, _PAGE).get_page(self.request.GET.get("page"))
        today = timezone.localdate()
        waiting = DataRequest.objects.waiting().select_related("opened_by")
        context = {
            "search": SearchForm(),
            "waiting": [(each, each.is_late(today)) for each in waiting],
            "page": page,
            **kwargs,
        }
        return super().get_context_data(**context)


class RecordView(DeskView):
    """Records a request that came otherwise."""

    template_name = "owndata/desk/form.html"

    def get_page_title(self) -> str:
        return _("Record a request")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"form": RecordForm(), "label": _("Record the request"), **kwargs}
        return super().get_context_data(**context)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = RecordForm(request.POST)
        if form.is_valid():
            try:
                made = actions.open_request(by=self.officer, at=timezone.now(), **form.cleaned_data)
            except Refused as refused:
                form.add_error("received_on", str(refused))
            else:
                said = _("Request %(reference)s is recorded.") % {"reference": made.reference}
                return self.back(said)
        return self.render_to_response(self.get_context_data(form=form))


class CloseView(DeskView):
    """One request: what was asked, until when, and closing it with what was answered."""

    template_name = "owndata/desk/request.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.asked = get_object_or_404(DataRequest, pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return _("Request %(reference)s") % {"reference": self.asked.reference}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        token = seal(_PURPOSE, self.asked.email) if self.asked.email else ""
        context = {
            "asked": self.asked,
            "is_late": self.asked.is_late(timezone.localdate()),
            "form": None if self.asked.closed_at else CloseForm(),
            "person_url": reverse("owndata_desk:person", args=[token]) if token else "",
            **kwargs,
        }
        return super().get_context_data(**context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = CloseForm(request.POST)
        if form.is_valid():
            try:
                actions.close_request(
                    request=self.asked, by=self.officer, at=timezone.now(), **form.cleaned_data
                )
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                said = _("Request %(reference)s is closed.") % {"reference": self.asked.reference}
                return self.back(said)
        return self.render_to_response(self.get_context_data(form=form))


class PersonView(DeskView):
    """What is kept about somebody, as they would see it; taken out or erased with a reason."""

    template_name = "owndata/desk/person.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.email = ""
        try:
            [self.email] = unseal(_PURPOSE, kwargs["token"], seconds=_SECONDS)
        except BadSeal:
            self.person = Person(None, frozenset())
        else:
            self.person = person_with(self.email)

    @method_decorator(reauthentication_required(allow_get=True))
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.email:
            messages.warning(request, _("That page was open for too long: look again."))
            return HttpResponseRedirect(reverse(INDEX))
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("What is kept about a person")

    def _waiting(self, kind: str) -> DataRequest | None:
        """The request of this person that asks for it, to be closed by doing it."""
        return DataRequest.objects.waiting().filter(email=self.email, kind=kind).first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        decision = may_be_erased(self.person)
        context = {
            "email": self.email,
            "account": User.objects.filter(pk=self.person.user_id or 0).first(),
            "parts": overview(self.person),
            "refusal": decision.reason.label if decision.reason else "",
            "taking": self._waiting(RequestKind.ACCESS),
            "erasing": self._waiting(RequestKind.ERASURE),
            "export_form": ReasonForm(prefix="export"),
            "erase_form": self._erasure_form(),
            **kwargs,
        }
        return super().get_context_data(**context)

    def _erasure_form(self, data: Any = None) -> DeskErasureForm:
        return DeskErasureForm(
            data,
            prefix="erase",
            withdrawable=withdrawable(self.person, timezone.now()),
            spotted=list(spotted(self.person)),
        )

    def post(self, request: HttpRequest, token: str) -> HttpResponseBase:
        return self._erase() if "erase" in request.POST else self._export()

    def _export(self) -> HttpResponseBase:
        form = ReasonForm(self.request.POST, prefix="export")
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(export_form=form))
        actions.record_taken(
            actor=self.officer,
            is_officer=True,
            reason=form.cleaned_data["reason"],
            request=self._waiting(RequestKind.ACCESS),
            at=timezone.now(),
        )
        return archive_response(self.request, self.person)

    def _erase(self) -> HttpResponse:
        form = self._erasure_form(self.request.POST)
        if form.is_valid():
            try:
                done = actions.erase_person(
                    person=self.person,
                    at=timezone.now(),
                    withdraw=form.withdraws,
                    removals=form.asked_removals,
                    by=self.officer,
                    reason=form.cleaned_data["reason"],
                    request=self._waiting(RequestKind.ERASURE),
                    tell=self.email,
                )
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                said = _("The person is erased. Number of the request: %(reference)s.")
                return self.back(said % {"reference": done.request.reference})
        return self.render_to_response(self.get_context_data(erase_form=form))
