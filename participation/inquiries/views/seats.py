"""The authority's screens about a room it cannot enter: invitations, pages keyed in, lost mails."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from portal.decisions import Refused
from portal.form_tokens import new_token

from ...views.files import harmless_file
from ...views.officer_screens import ActionsScreen, OfficerScreen
from ..actions.keying import discard_page, verify_page
from ..actions.noting import settle_lost_mail
from ..actions.seats import invite_member, withdraw_seat
from ..forms.room import SettleForm
from ..forms.room_pages import NewPageForm, PageForm, moment_text
from ..forms.seats import InviteForm, WithdrawForm
from ..models import Inquiry, InquiryMember, KeyedPage, MailMessage, MemberInvitation
from ..queries.room import lost_mails, pages_waiting
from ..queries.seats import members_with_keys
from .keyed import kept_page

RUN = "inquiries.run_inquiry"
KEY_IN = "inquiries.key_in_observation"


class AuthorityView(OfficerScreen):
    """A screen of the authority about one procedure, for holders of one right."""

    header_icon = "group"
    right = RUN

    def find(self, **kwargs: Any) -> None:
        """Finds the procedure by its `pk`; 404 otherwise."""
        found = Inquiry.objects.select_related("regime")
        self.inquiry: Inquiry = get_object_or_404(found, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.inquiry.title

    def trail(self) -> list[dict[str, str]]:
        """The desk of the procedure, for whoever runs it."""
        if not self.officer.has_perm(RUN):
            return []
        url = reverse("inquiries_desk:procedure", args=[self.inquiry.pk])
        return [{"url": url, "label": self.inquiry.title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"inquiry": self.inquiry, **kwargs})


class SeatsView(AuthorityView, ActionsScreen):
    """Who holds which seat; the authority invites and withdraws, and sees nothing of the room."""

    template_name = "inquiries/admin/seats.html"
    title = gettext_lazy("Seats of the procedure")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = {"invite_form": None, "withdraw_form": None, **kwargs}
        lines = [
            (member, self._form(member, given["invite_form"], given["withdraw_form"]))
            for member in members_with_keys(self.inquiry)
        ]
        return super().get_context_data(lines=lines, **kwargs)

    @staticmethod
    def _form(member: InquiryMember, invite: Any, withdraw: Any) -> Any:
        """What may be done about a member: invite, or withdraw a key that was taken."""
        key = member.key  # type: ignore[attr-defined]
        prefix = f"m{member.pk}"
        if key is not None and key.accepted_by_id is not None:
            kept = withdraw if withdraw and withdraw.prefix == prefix else None
            return kept or WithdrawForm(prefix=prefix, initial={"invitation": key.pk})
        kept = invite if invite and invite.prefix == prefix else None
        return kept or InviteForm(prefix=prefix, initial={"member": member.pk})

    def doing(self) -> dict[str, Callable[[HttpRequest], HttpResponse]]:
        return {"invite": self._invite, "withdraw": self._withdraw}

    @property
    def _prefix(self) -> str:
        """Which of the forms was sent."""
        return self.request.POST.get("prefix", "")[:20]

    def _invite(self, request: HttpRequest) -> HttpResponse:
        form = InviteForm(request.POST, prefix=self._prefix)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(invite_form=form))
        found = InquiryMember.objects.filter(inquiry=self.inquiry)
        member = get_object_or_404(found, pk=form.cleaned_data["member"])
        invite_member(
            member=member, email=form.cleaned_data["email"], by=self.officer, at=timezone.now()
        )
        return self.said(_("The invitation is sent."))

    def _withdraw(self, request: HttpRequest) -> HttpResponse:
        form = WithdrawForm(request.POST, prefix=self._prefix)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(withdraw_form=form))
        found = MemberInvitation.objects.filter(member__inquiry=self.inquiry)
        invitation = get_object_or_404(found, pk=form.cleaned_data["invitation"])
        reason = form.cleaned_data["reason"]
        withdraw_seat(invitation=invitation, reason=reason, by=self.officer, at=timezone.now())
        return self.said(_("The seat is withdrawn; the person is told."))


class PagesView(AuthorityView):
    """Pages of the paper register, letters, words: keyed in, then compared by somebody else."""

    template_name = "inquiries/admin/pages.html"
    title = gettext_lazy("Paper register")
    header_icon = "form"
    right = KEY_IN

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "waiting": pages_waiting(self.inquiry)[:200],
            "form": NewPageForm(initial={"token": new_token()}),
            "officer": self.officer,
            **kwargs,
        }
        return super().get_context_data(**context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = NewPageForm(request.POST, request.FILES)
        if form.is_valid() and kept_page(form, inquiry=self.inquiry, by=self.officer):
            return self.said(_("It is kept. Somebody else compares it with the page."))
        return self.again(form=form)


class PageView(AuthorityView):
    """A page keyed in, compared with the paper by a second person."""

    template_name = "inquiries/admin/page.html"
    title = gettext_lazy("Compare with the page")
    header_icon = "form"
    right = KEY_IN

    def find(self, **kwargs: Any) -> None:
        super().find(**kwargs)
        waiting = KeyedPage.objects.filter(inquiry=self.inquiry, verified_at=None)
        self.keyed = get_object_or_404(waiting, pk=kwargs["page"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {name: getattr(self.keyed, name) for name in PageForm.base_fields}
        shown["received_at"] = moment_text(self.keyed.received_at)
        context = {
            "keyed": self.keyed,
            "is_own": self.keyed.keyed_by_id == self.officer.pk,
            "form": PageForm(initial=shown),
            "back": self._back(),
            **kwargs,
        }
        return super().get_context_data(**context)

    def _back(self) -> str:
        return reverse("inquiries_pages", args=[self.inquiry.pk])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        at = timezone.now()
        form = PageForm(request.POST)
        try:
            if request.POST.get("action") == "discard":
                discard_page(page=self.keyed, by=self.officer, at=at)
                said = _("What was keyed in is taken back; nothing of it stays.")
            elif form.is_valid():
                written = form.written()
                made = verify_page(page=self.keyed, verified_by=self.officer, at=at, **written)
                said = _("It is observation %(number)s of the register.") % {"number": made.number}
            else:
                return self.again(form=form)
        except Refused as refused:
            messages.error(request, refused.reason.label)
            return HttpResponseRedirect(request.path)
        messages.success(request, said)
        return HttpResponseRedirect(self._back())


class ScanView(PageView):
    """The scan of a page that waits."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kept = self.keyed
        if not kept.file:
            raise Http404
        shown = kept.content_type.startswith("image/")
        return harmless_file(
            kept.file, kept.file_name, kept.content_type, shown=shown, public=False
        )


class LostMailsView(AuthorityView):
    """Mails that name no procedure: nobody leads them, so the authority looks where they belong."""

    template_name = "inquiries/admin/mails.html"
    title = gettext_lazy("Mails without a procedure")
    header_icon = "mail"

    def find(self, **kwargs: Any) -> None:
        """Nothing: these mails belong to no procedure."""

    def get_page_subtitle(self) -> str:
        return ""

    def trail(self) -> list[dict[str, str]]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mails = [(mail, SettleForm(prefix=f"m{mail.pk}")) for mail in lost_mails()[:100]]
        context = {"mails": mails, **kwargs}
        return super(AuthorityView, self).get_context_data(**context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        typed = request.POST.get("mail", "")
        if not (typed.isascii() and typed.isdigit()):
            raise PermissionDenied
        mail = get_object_or_404(MailMessage, pk=int(typed[:18]), inquiry=None)
        form = SettleForm(request.POST, prefix=f"m{mail.pk}")
        if not form.is_valid():
            messages.error(request, _("Say what was done."))
            return HttpResponseRedirect(request.path)
        note = form.cleaned_data["note"]
        try:
            settle_lost_mail(mail=mail, by=self.officer, note=note, at=timezone.now())
        except Refused as refused:
            messages.error(request, refused.reason.label)
            return HttpResponseRedirect(request.path)
        return self.said(_("It is settled, and stays in the file."))


class LostMailView(LostMailsView):
    """One of them, as it came."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        mail = get_object_or_404(MailMessage, pk=kwargs["mail"], inquiry=None)
        name = f"courriel-{mail.pk}.eml"
        return harmless_file(mail.raw, name, "message/rfc822", shown=False, public=False)
