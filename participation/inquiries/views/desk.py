"""The desk of a procedure: what lacks, the announcement, dossier, people, notices, follow-up."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...views.officer_screens import ActionsScreen
from .. import actions, notice_files
from ..enums import DocumentKind, PosterFormat
from ..forms.desk import (
    AuthorityDocumentForm,
    MemberForm,
    NoticeEndForm,
    NoticeForm,
    PieceForm,
)
from ..models import DossierPiece, Inquiry, InquiryDocument, InquiryMember, NoticePublication
from ..queries.desk import desk_of

RUN = "inquiries.run_inquiry"


class ProcedureView(ActionsScreen):
    """Everything done about one procedure besides its texts; one form at a time."""

    template_name = "inquiries/admin/desk.html"
    header_icon = "doc-full"
    title = gettext_lazy("Procedure")
    right = RUN

    def find(self, **kwargs: Any) -> None:
        """Finds the procedure by its `pk`; 404 otherwise."""
        found = Inquiry.objects.select_related("regime", "tally", "order_document")
        self.inquiry: Inquiry = get_object_or_404(found, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.inquiry.title

    def trail(self) -> list[dict[str, str]]:
        edit = Inquiry.snippet_viewset.get_url_name("edit")  # type: ignore[attr-defined]
        return [{"url": reverse(edit, args=[self.inquiry.pk]), "label": self.inquiry.title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        desk = desk_of(self.inquiry, timezone.now())
        context = {
            "inquiry": self.inquiry,
            "desk": desk,
            "piece_form": PieceForm(prefix="piece", is_announced=desk.is_announced),
            "member_form": MemberForm(prefix="member"),
            "notice_form": NoticeForm(prefix="notice"),
            "document_form": AuthorityDocumentForm(prefix="document"),
            "notices": [(one, NoticeEndForm(auto_id=f"end_{one.pk}_%s")) for one in desk.notices],
            "sheets": PosterFormat.values if notice_files.engine() is not None else [],
            **kwargs,
        }
        return super().get_context_data(**context)

    def doing(self) -> dict[str, Callable[[HttpRequest], HttpResponse]]:
        return {
            "announce": self._announce,
            "piece": self._piece,
            "remove_piece": self._remove_piece,
            "member": self._member,
            "remove_member": self._remove_member,
            "notice": self._notice,
            "end_notice": self._end_notice,
            "remove_notice": self._remove_notice,
            "document": self._document,
            "publish": self._publish,
            "release": self._release,
        }

    def _again(self, **forms: Any) -> HttpResponse:
        return self.refused(_("Nothing was saved: see what is missing below."), **forms)

    def _announce(self, request: HttpRequest) -> HttpResponse:
        actions.announce_inquiry(inquiry=self.inquiry, by=self.officer, at=timezone.now())
        return self.said(_("The procedure is announced. Its register opens by itself."))

    def _piece(self, request: HttpRequest) -> HttpResponse:
        announced = desk_of(self.inquiry, timezone.now()).is_announced
        form = PieceForm(request.POST, request.FILES, prefix="piece", is_announced=announced)
        if not form.is_valid():
            return self._again(piece_form=form)
        at = timezone.now()
        if announced:
            actions.add_to_dossier(
                inquiry=self.inquiry,
                pieces=[form.piece()],
                reason=form.cleaned_data["reason"],
                at=at,
                by=self.officer,
            )
        else:
            actions.add_piece(inquiry=self.inquiry, given=form.piece(), at=at)
        return self.said(_("The piece is in the dossier."))

    def _remove_piece(self, request: HttpRequest) -> HttpResponse:
        piece = self._row(DossierPiece)
        actions.remove_piece(piece=piece, by=self.officer)
        return self.said(_("The piece is out of the dossier."))

    def _member(self, request: HttpRequest) -> HttpResponse:
        form = MemberForm(request.POST, prefix="member")
        if not form.is_valid():
            return self._again(member_form=form)
        actions.name_member(inquiry=self.inquiry, by=self.officer, **form.cleaned_data)
        return self.said(_("The person is named."))

    def _remove_member(self, request: HttpRequest) -> HttpResponse:
        actions.remove_member(member=self._row(InquiryMember), by=self.officer)
        return self.said(_("The name is taken back."))

    def _notice(self, request: HttpRequest) -> HttpResponse:
        form = NoticeForm(request.POST, request.FILES, prefix="notice")
        if not form.is_valid():
            return self._again(notice_form=form)
        actions.note_notice(
            inquiry=self.inquiry, by=self.officer, at=timezone.now(), **form.cleaned_data
        )
        return self.said(_("The publication is noted."))

    def _end_notice(self, request: HttpRequest) -> HttpResponse:
        notice = self._row(NoticePublication)
        form = NoticeEndForm(request.POST)
        day = form.cleaned_data["ended_on"] if form.is_valid() else None
        if day is None or day < notice.published_on:
            return self.refused(_("Give the last day: it cannot come before the first one."))
        actions.end_notice(notice=notice, ended_on=day, by=self.officer)
        return self.said(_("The last day is noted."))

    def _remove_notice(self, request: HttpRequest) -> HttpResponse:
        actions.remove_notice(notice=self._row(NoticePublication), by=self.officer)
        return self.said(_("The publication is taken back."))

    def _document(self, request: HttpRequest) -> HttpResponse:
        form = AuthorityDocumentForm(request.POST, request.FILES, prefix="document")
        if not form.is_valid():
            return self._again(document_form=form)
        given, at = form.cleaned_data, timezone.now()
        document = actions.file_document(
            inquiry=self.inquiry,
            kind=DocumentKind(given["kind"]),
            title=given["title"],
            given=given["file"],
            at=at,
            authority=self.officer,
        )
        actions.publish_document(document=document, at=at, by=self.officer)
        return self.said(_("The document is public."))

    def _publish(self, request: HttpRequest) -> HttpResponse:
        document = self._row(InquiryDocument)
        actions.publish_document(document=document, at=timezone.now(), by=self.officer)
        return self.said(_("The document is public."))

    def _release(self, request: HttpRequest) -> HttpResponse:
        actions.release_inquiry(inquiry=self.inquiry, by=self.officer, at=timezone.now())
        return self.said(_("The page may now be withdrawn; the register is kept."))

    def _row(self, model: Any) -> Any:
        """The row that the form names, of this procedure."""
        key = self.request.POST.get("row", "")
        pk = int(key[:18]) if key.isascii() and key.isdigit() else 0
        return get_object_or_404(model, inquiry=self.inquiry.pk, pk=pk)
