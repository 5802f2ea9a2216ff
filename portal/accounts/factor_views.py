"""The admin page where the lost second factor of somebody is taken away."""

from typing import Any, cast

from allauth.mfa.models import Authenticator
from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.decisions import Refused

from .enums import FactorLoss
from .factor_resets import reset_second_factor
from .models import User
from .viewsets import RESET


class FactorResetForm(forms.Form):
    """Why it is taken away, and that the person was recognised."""

    reason = forms.ChoiceField(label=gettext_lazy("Reason"), choices=FactorLoss.choices)
    recognised = forms.BooleanField(
        label=gettext_lazy("I made sure that it is this person who asks (seen, or called back)"),
    )


class FactorResetView(WagtailAdminTemplateMixin, TemplateView):
    """What protects this account, and the button that takes it away."""

    template_name = "accounts/factor_reset.html"
    header_icon = "lock"
    page_title = gettext_lazy("Second factor")
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(RESET):
            raise PermissionDenied
        self.person = get_object_or_404(User, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.person)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        edit = reverse("wagtailusers_users:edit", args=[self.person.pk])
        trail = [{"url": edit, "label": str(self.person)}]
        return [*items, *trail, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "person": self.person,
            "form": FactorResetForm(),
            "factors": Authenticator.objects.filter(user=self.person).order_by("created_at"),
            "is_own": self.request.user.pk == self.person.pk,
            "edit_url": reverse("wagtailusers_users:edit", args=[self.person.pk]),
            **kwargs,
        }
        return super().get_context_data(**context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = FactorResetForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            reset_second_factor(
                user=self.person,
                by=cast(User, request.user),
                reason=FactorLoss(form.cleaned_data["reason"]),
                at=timezone.now(),
            )
        except Refused as refused:
            messages.error(request, refused.reason.label)
        else:
            said = _("The second factor is taken away; the person was told by e-mail.")
            messages.success(request, said)
        return HttpResponseRedirect(request.path)
