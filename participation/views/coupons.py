"""Coupons to print: the blank one for everybody, numbered ones by the batch in the admin."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.accounts.models import User
from portal.decisions import Refused

from .. import actions, paper_rules, rules
from ..enums import CouponLayout
from ..forms.paper import BatchForm, PrintForm
from ..models import Activity, CouponBatch
from ..queries.paper import batches, blank, sheets

MAKE = "participation.add_couponbatch"


@require_safe
def blank_coupon(request: HttpRequest, activity: Activity) -> HttpResponse:
    """A coupon without number, to print at home: whoever keys it in gives it one."""
    decision = rules.may_contribute(activity, request.user, timezone.now())
    context = {
        "activity": activity,
        "decision": decision,
        "sign_in": rules.would_signing_in_help(decision, request.user),
        "blank": blank(activity),
        "layout": CouponLayout.FOLDED,
        "sheets": sheets([None], CouponLayout.FOLDED) if decision else [],
        "breadcrumbs": [
            (_("Home"), "/"),
            (_("Take part"), "/participer/"),
            (activity.title, activity.url),
            (_("Paper coupon"), None),
        ],
    }
    page = "participation/paper/coupon.html"
    return render(request, page, context, status=200 if decision else 403)


class BatchDeskView(WagtailAdminTemplateMixin, TemplateView):
    """A page about batches, for those who print coupons."""

    header_icon = "tag"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User) or not user.has_perm(MAKE):
            raise PermissionDenied
        self.officer = user
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        listing = {"url": reverse("coupons:index"), "label": _("Coupons")}
        return [
            *items,
            listing,
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]


class MakeBatchView(BatchDeskView):
    """How many coupons, for which call."""

    template_name = "participation/paper/make_batch.html"

    def get_page_title(self) -> str:
        return _("Print coupons")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if "form" not in kwargs:
            asked = self.request.GET.get("appel", "")
            initial = {"activity": asked} if asked.isdigit() else {}
            kwargs["form"] = BatchForm(at=timezone.now(), initial=initial)
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        at = timezone.now()
        form = BatchForm(request.POST, at=at)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            batch = actions.make_batch(made_by=self.officer, at=at, **form.cleaned_data)
        except Refused as refused:
            form.add_error("activity", refused.reason.label)
            return self.render_to_response(self.get_context_data(form=form))
        said = ngettext(
            "%(count)d number is drawn: print its coupon.",
            "%(count)d numbers are drawn: print their coupons.",
            batch.count,
        )
        messages.success(request, said % {"count": batch.count})
        return HttpResponseRedirect(reverse("coupons:batch", args=[batch.pk]))


class BatchView(BatchDeskView):
    """One batch: how many came back, and how to print it, or what is left of it, again."""

    template_name = "participation/paper/batch.html"

    def get_page_title(self) -> str:
        return _("Batch of coupons")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        batch: Any = get_object_or_404(batches(), pk=kwargs["pk"])
        initial = {"layout": CouponLayout.PAIRS, "unused": batch.used_count > 0}
        return super().get_context_data(
            batch=batch,
            unused_count=batch.count - batch.used_count,
            closed=not paper_rules.may_print_coupons(batch.activity, timezone.now()),
            form=PrintForm(initial=initial),
            **kwargs,
        )


@require_safe
@never_cache
def print_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """The coupons of a batch, laid on sheets for the printer."""
    if not request.user.has_perm(MAKE):
        raise PermissionDenied
    batch = get_object_or_404(CouponBatch.objects.select_related("activity"), pk=pk)
    form = PrintForm(request.GET)
    form.is_valid()
    layout = form.cleaned_data.get("layout") or CouponLayout.PAIRS
    chosen = batch.coupons.all()
    coupons = list(chosen.unused() if form.cleaned_data.get("unused") else chosen)  # type: ignore[attr-defined]
    context = {
        "batch": batch,
        "activity": batch.activity,
        "blank": blank(batch.activity),
        "layout": layout,
        "layout_words": CouponLayout(layout).label,
        "sheets": sheets(coupons, layout),
        "coupon_count": len(coupons),
    }
    return render(request, "participation/paper/print.html", context)
