"""Proving again who one is by a code that comes by mail; a first password, only after that."""

from typing import Any

from allauth.account import views as account_views
from allauth.account.decorators import reauthentication_required
from allauth.core.ratelimit import respond_429
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from portal import throttle

from .mailed_proofs import MailedProof
from .sign_in_forms import ConfirmLoginCodeForm

_HOUR = 3600


@method_decorator([never_cache, login_required], name="dispatch")
class MailedProofView(account_views.BaseReauthenticateView):
    """One button sends a code, then the code is typed; opening the page sends nothing."""

    form_class = ConfirmLoginCodeForm
    template_name = "account/reauthenticate_by_code.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()
        return {**kwargs, "code": self.proof.code if self.proof else ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "is_sent": self.proof is not None, "email": self.request.user.email}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.proof = MailedProof.under_way(request)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.proof = MailedProof.under_way(request)
        if request.POST.get("action") == "send":
            return self._send()
        if self.proof is None:
            messages.error(request, _("This code is over: ask for another one."))
            return self._again()
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: ConfirmLoginCodeForm) -> HttpResponse:
        if self.proof is not None:
            self.proof.finish()
        return super().form_valid(form)

    def form_invalid(self, form: ConfirmLoginCodeForm) -> HttpResponse:
        if self.proof is not None and form.data.get("code") and not self.proof.refuse():
            messages.error(self.request, _("Too many wrong codes: ask for another one."))
            return self._again()
        return super().form_invalid(form)

    def _send(self) -> HttpResponse:
        limit, key = settings.MAILED_PROOF_LIMIT, str(self.request.user.pk)
        if not throttle.take("mailed-proof", key, limit=limit, seconds=_HOUR):
            return respond_429(self.request)
        MailedProof.begin(self.request)
        return self._again()

    def _again(self) -> HttpResponse:
        return HttpResponseRedirect(self.passthrough_next_url(self.request.path))


# Else whoever sits before an open session would choose a password, then prove itself by it.
first_password = login_required(
    reauthentication_required(allow_get=True)(account_views.password_set)
)
