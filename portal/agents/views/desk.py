"""The desk of agents in the admin: one agent, one request, invitations, codes."""

from collections.abc import Callable
from typing import Any

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.accounts.models import User
from portal.decisions import Refused
from portal.security.actions import record_event
from portal.tables import write_csv

from .. import actions, rules
from ..exports import HEADERS, agent_rows
from ..forms import (
    DeclareForm,
    EndForm,
    ListForm,
    ReasonForm,
    carried,
    uncarried,
)
from ..models import AgentInvitation, AgentRequest, AgentStatus
from ..queries import agents_now

MANAGE = "agents.manage_agents"


class AgentDeskView(WagtailAdminTemplateMixin, TemplateView):
    """A page about agents, for those who look after them."""

    header_icon = "user"
    _show_breadcrumbs = True
    # The name of the list it belongs to, and its title.
    listing: tuple[str, Any] = ("", "")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User) or not user.has_perm(MANAGE):
            raise PermissionDenied
        self.officer = user
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        name, label = self.listing
        listing = {"url": reverse(name), "label": label}
        return [*items, listing, {"url": "", "label": self.get_page_title()}]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Does what the button pressed names."""
        action = self.doing().get(request.POST.get("action", ""))
        if action is None:
            raise PermissionDenied
        return action()

    def doing(self) -> dict[str, Callable[[], HttpResponse]]:
        """What the buttons of the page do."""
        return {}

    def attempt(
        self, form: Form, work: Callable[[], object], done: str, url: str, /, **context: Any
    ) -> HttpResponse:
        """Does the work of a form, says what was done, and leads on; or says why not."""
        if form.is_valid():
            try:
                work()
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(self.request, done)
                return HttpResponseRedirect(url)
        messages.error(self.request, _("Nothing was changed: see why below."))
        return self.render_to_response(self.get_context_data(**context))


class DeclareView(AgentDeskView):
    """Say that the account of somebody is an agent's."""

    template_name = "agents/admin/declare.html"
    listing = ("agents:index", gettext_lazy("Agents"))

    def get_page_title(self) -> str:
        return _("Declare an agent")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", DeclareForm())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = DeclareForm(request.POST)

        def declare() -> None:
            actions.declare_agent(by=self.officer, at=timezone.now(), **form.cleaned_data)

        done = _("This account is now that of a city agent. The person is told by e-mail.")
        return self.attempt(form, declare, done, reverse("agents:index"), form=form)


class AgentView(AgentDeskView):
    """One agent: how the city knows, until when; withdraw."""

    template_name = "agents/admin/agent.html"
    listing = ("agents:index", gettext_lazy("Agents"))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        statuses = AgentStatus.objects.select_related("user", "granted_by", "ended_by")
        self.status = get_object_or_404(statuses, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(self.status.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("end_form", EndForm(initial={"ends_on": self.status.ends_on}))
        kwargs.setdefault("reason_form", ReasonForm())
        earlier = AgentStatus.objects.filter(user=self.status.user).exclude(pk=self.status.pk)
        return super().get_context_data(status=self.status, earlier=earlier, **kwargs)

    def doing(self) -> dict[str, Callable[[], HttpResponse]]:
        return {"end": self._set_end, "withdraw": self._withdraw}

    def _set_end(self) -> HttpResponse:
        form = EndForm(self.request.POST)

        def set_end() -> None:
            day = form.cleaned_data["ends_on"]
            actions.set_end(status=self.status, ends_on=day, by=self.officer, at=timezone.now())

        return self.attempt(
            form, set_end, _("The last day is kept."), self.request.path, end_form=form
        )

    def _withdraw(self) -> HttpResponse:
        form = ReasonForm(self.request.POST)

        def withdraw() -> None:
            reason = form.cleaned_data["reason"]
            actions.withdraw_agent_status(
                user=self.status.user, reason=reason, by=self.officer, at=timezone.now()
            )

        done = _("The status is withdrawn. The person is told why by e-mail.")
        return self.attempt(form, withdraw, done, reverse("agents:index"), reason_form=form)


class RequestView(AgentDeskView):
    """One request: the address on which it rests, since when it waits; confirm or refuse."""

    template_name = "agents/admin/request.html"
    listing = ("agent_requests:index", gettext_lazy("Requests to confirm"))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        requests = AgentRequest.objects.select_related("user", "decided_by")
        self.asked = get_object_or_404(requests, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Request of %(person)s") % {"person": self.asked.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("reason_form", ReasonForm())
        return super().get_context_data(
            asked=self.asked,
            days=rules.days_waiting(self.asked.asked_at, timezone.now()),
            refusal=rules.may_decide(self.asked, self.officer).reason,
            **kwargs,
        )

    def doing(self) -> dict[str, Callable[[], HttpResponse]]:
        return {"confirm": self._confirm, "refuse": self._refuse}

    def _confirm(self) -> HttpResponse:
        def confirm() -> None:
            actions.confirm_request(request=self.asked, by=self.officer, at=timezone.now())

        done = _("This person is now known as an agent, and is told by e-mail.")
        form = Form(self.request.POST)
        return self.attempt(form, confirm, done, reverse("agent_requests:index"), form=form)

    def _refuse(self) -> HttpResponse:
        form = ReasonForm(self.request.POST)

        def refuse() -> None:
            reason = form.cleaned_data["reason"]
            actions.refuse_request(
                request=self.asked, reason=reason, by=self.officer, at=timezone.now()
            )

        done = _("The request is refused. The person is told why by e-mail.")
        return self.attempt(form, refuse, done, reverse("agent_requests:index"), reason_form=form)


class InviteView(AgentDeskView):
    """A list is read, shown, then sent: nothing leaves before the second press."""

    template_name = "agents/admin/invite.html"
    header_icon = "mail"
    listing = ("agent_invitations:index", gettext_lazy("Invitations"))

    def get_page_title(self) -> str:
        return _("Invite from a list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", ListForm())
        return super().get_context_data(**kwargs)

    def doing(self) -> dict[str, Callable[[], HttpResponse]]:
        return {"read": self._read, "send": self._send}

    def _read(self) -> HttpResponse:
        form = ListForm(self.request.POST, self.request.FILES)
        if not form.is_valid():
            messages.error(self.request, _("The file was not taken: see why below."))
            return self.render_to_response(self.get_context_data(form=form))
        context = self.get_context_data(form=ListForm(), read=form.read, carried=carried(form.read))
        return self.render_to_response(context)

    def _send(self) -> HttpResponse:
        try:
            people = uncarried(self.request.POST.get("list", ""))
        except signing.BadSignature:
            messages.error(self.request, _("This page had been open for too long: send it again."))
            return HttpResponseRedirect(self.request.path)
        count = actions.invite(people=people, by=self.officer, at=timezone.now())
        said = ngettext(
            "%(count)d invitation is on its way.", "%(count)d invitations are on their way.", count
        )
        messages.success(self.request, said % {"count": count})
        return HttpResponseRedirect(reverse("agent_invitations:index"))


class InvitationView(AgentDeskView):
    """One invitation, and how to cancel it."""

    template_name = "agents/admin/invitation.html"
    header_icon = "mail"
    listing = ("agent_invitations:index", gettext_lazy("Invitations"))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        invitations = AgentInvitation.objects.select_related("invited_by")
        self.invitation = get_object_or_404(invitations, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return self.invitation.email

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        state = self.invitation.state(timezone.now())
        return super().get_context_data(invitation=self.invitation, state=state, **kwargs)

    def doing(self) -> dict[str, Callable[[], HttpResponse]]:
        return {"cancel": self._cancel}

    def _cancel(self) -> HttpResponse:
        def cancel() -> None:
            actions.cancel_invitation(
                invitation=self.invitation, by=self.officer, at=timezone.now()
            )

        done = _("The invitation is cancelled: its link opens nothing.")
        form = Form(self.request.POST)
        return self.attempt(form, cancel, done, reverse("agent_invitations:index"), form=form)


def agents_file(request: HttpRequest) -> StreamingHttpResponse:
    """The agents as a table, without names and addresses; that it was taken is kept."""
    if not request.user.has_perm(MANAGE):
        raise PermissionDenied
    record_event("agents.list.exported", actor=request.user, count=agents_now().count())  # type: ignore[arg-type]
    pieces = write_csv(HEADERS, agent_rows(agents_now()))
    response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="agents.csv"'
    response["Cache-Control"] = "private, no-store"
    return response
