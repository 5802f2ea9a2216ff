"""The desk of the half-yearly reviews in the admin: open, write, preview, publish, then read."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.accounts.models import User
from portal.decisions import Refused

from ..actions import open_review, publish_review, write_review
from ..forms.reviews import (
    OpenReviewForm,
    OpinionsForm,
    PublishReviewForm,
    ReviewForm,
    attendance_forms,
    attendance_of,
)
from ..models import Review
from ..queries.members import CONDUCT, MAY_REPORT
from ..queries.reminders import reminding
from ..queries.review_lines import prepared_lines
from ..queries.reviews import (
    READ,
    next_review,
    previewed,
    readiness,
    review_detail,
    reviews_listed,
)
from ..review_files import kept_pdf
from ..review_rules import missing
from .reviews import review_context


def may_read(user: Any) -> bool:
    """Whether somebody enters the desk: who conducts reviews, who audits them."""
    return bool(user.is_active and (user.has_perm(CONDUCT) or user.has_perm(READ)))


class _Admitted:
    """Lets in those who read the desk; those who only read send nothing."""

    officer: User
    conducts_only = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User) or not may_read(user):
            raise PermissionDenied
        self.officer = user
        if not self.conducts and (self.conducts_only or request.method not in {"GET", "HEAD"}):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc,no-any-return]

    @cached_property
    def conducts(self) -> bool:
        """Whether the reader opens, writes and publishes reviews."""
        return self.officer.has_perm(CONDUCT)


class DeskPage(_Admitted, WagtailAdminTemplateMixin, TemplateView):
    """A page of the desk."""

    header_icon = "doc-full"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        listing = {"url": reverse("reviews:index"), "label": _("Half-yearly reviews")}
        return [*items, listing, *self.trail()]

    def trail(self) -> list[dict[str, Any]]:
        """What stands after the list."""
        return [{"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}]

    def refused(self, reason: str) -> None:
        messages.error(self.request, reason)


class ReviewsView(DeskPage):
    """Every review, and when the next one is due."""

    template_name = "engagements/admin/reviews.html"
    page_title = gettext_lazy("Half-yearly reviews")

    def trail(self) -> list[dict[str, Any]]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = timezone.now()
        found = {"reviews": reviews_listed(), "next": next_review(at), "conducts": self.conducts}
        return super().get_context_data(**found, **kwargs)


class OpenReviewView(DeskPage):
    """Opens the next review."""

    template_name = "engagements/admin/review_open.html"
    page_title = gettext_lazy("Open a review")
    conducts_only = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        next_one = next_review(timezone.now())
        if "form" not in kwargs:
            initial = {}
            if next_one.last:
                initial["starts_on"] = next_one.last.ends_on + timedelta(days=1)
            kwargs["form"] = OpenReviewForm(initial=initial)
        return super().get_context_data(next=next_one, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = OpenReviewForm(request.POST)
        if form.is_valid():
            try:
                review = open_review(user=self.officer, at=timezone.now(), **form.cleaned_data)
            except Refused as refused:
                form.add_error(None, refused.reason.label)
            else:
                messages.success(request, _("The review is open: departments may report."))
                return HttpResponseRedirect(reverse("reviews:work", args=[review.pk]))
        return self.render_to_response(self.get_context_data(form=form))


class OneReview(DeskPage):
    """A page about one review."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = Review.objects.select_related("previous", "meeting").defer("previous__canonical")
        self.review: Review = get_object_or_404(found, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Review no. %(number)d") % {"number": self.review.number}

    def get_page_subtitle(self) -> str:
        return self.review.title

    def here(self) -> HttpResponse:
        """Lead back to the screen of the review."""
        return HttpResponseRedirect(reverse("reviews:work", args=[self.review.pk]))


class WorkView(OneReview):
    """Where a review is written; once it is published, where it is read."""

    template_name = "engagements/admin/review_work.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        review, at = self.review, timezone.now()
        context: dict[str, Any] = {"review": review, "conducts": self.conducts}
        if review.is_published:
            context["detail"] = review_detail(review.slug, self.officer, at)
            return super().get_context_data(**context, **kwargs)
        prepared = prepared_lines(review)
        context |= {
            "prepared": prepared,
            "reminding": reminding(review, at),
            "missing": missing(readiness(review, len(prepared.lines)), at),
            "may_report": self.officer.has_perm(MAY_REPORT),
            "may_inspect": self.officer.has_perm("engagements.view_commitment"),
        }
        if self.conducts:
            context |= {
                "form": ReviewForm(instance=review),
                "opinions": OpinionsForm(review=review),
                "attendance": attendance_forms(review=review),
            }
        return super().get_context_data(**{**context, **kwargs})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        review = self.review
        form = ReviewForm(request.POST, instance=Review.objects.get(pk=review.pk))
        opinions = OpinionsForm(request.POST, review=review)
        attendance = attendance_forms(request.POST, review=review)
        if not all([form.is_valid(), opinions.is_valid(), attendance.is_valid()]):
            self.refused(_("Nothing was saved: see what is to be corrected below."))
            again = self.get_context_data(form=form, opinions=opinions, attendance=attendance)
            return self.render_to_response(again)
        try:
            write_review(
                review=review,
                opinions=opinions.opinions(),
                attendance=attendance_of(attendance),
                user=self.officer,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except Refused as refused:
            self.refused(refused.reason.label)
        except ValidationError as error:
            self.refused(" ".join(error.messages))
        else:
            messages.success(request, _("The review is saved. Nothing is published yet."))
        return self.here()


class PublishView(OneReview):
    """Publishes a review, once and for all, after a confirmation."""

    template_name = "engagements/admin/review_publish.html"
    conducts_only = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.review.is_published:
            return self.here()
        return self.render_to_response(self.get_context_data(**kwargs))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        review = self.review
        prepared = prepared_lines(review)
        form: BaseForm = kwargs.pop("form", None) or PublishReviewForm()
        return super().get_context_data(
            review=review,
            prepared=prepared,
            missing=missing(readiness(review, len(prepared.lines)), timezone.now()),
            form=form,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = PublishReviewForm(request.POST)
        if not self.review.is_published and not form.is_valid():
            self.refused(_("Nothing was published: see what is to be corrected below."))
            return self.render_to_response(self.get_context_data(form=form))
        at = timezone.now()
        try:
            review = publish_review(
                review=self.review,
                signed_off_by=form.data.get("signed_off_by", ""),
                user=self.officer,
                at=at,
            )
        except Refused as refused:
            self.refused(refused.reason.label)
            return self.here()
        detail = review_detail(review.slug, None, at)
        if detail is not None:
            kept_pdf(detail)
        said = _("The review is published and frozen. Its fingerprint: %(fingerprint)s.")
        messages.success(request, said % {"fingerprint": review.fingerprint})
        return self.here()


class PreviewView(_Admitted, View):
    """The public page as it would be if the review were published now."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = Review.objects.select_related("previous", "meeting").defer("previous__canonical")
        review = get_object_or_404(found, pk=pk)
        if review.is_published:
            return HttpResponseRedirect(review.get_absolute_url())
        detail = previewed(review, request.user, timezone.now())
        return render(request, "engagements/review.html", review_context(detail))
