"""The two providers, on allauth's classes for OpenID Connect; what is laxer there is replaced.

allauth finds this module by its name. Replaced are: addresses taken from the request, tokens whose
signature is not verified, details that are not signed, answers of any size, what is stored.
"""

import base64
import hashlib
import json
from datetime import datetime
from typing import Any, NoReturn
from urllib.parse import urlencode

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.openid_connect.provider import (
    OpenIDConnectProvider,
    OpenIDConnectProviderAccount,
)
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from portal.decisions import Refused, require

from . import calls, published, rules
from .configuration import Client, client_of
from .enums import Process, ProviderId, Reason
from .evidence import Evidence, attach
from .pending import Departure, departure, leave
from .signed_tokens import claims_of

# A code is short; anything longer was not made by the provider.
_LONGEST_CODE = 2_000


class IdentityOAuth2Adapter(OpenIDConnectOAuth2Adapter):
    """The conversation with a provider after the person came back."""

    @property
    def client(self) -> Client:
        found = client_of(self.provider_id)
        if found is None:
            raise LookupError(self.provider_id)
        return found

    @property
    def openid_config(self) -> dict[str, Any]:
        return published.document(self.client)

    @property
    def basic_auth(self) -> bool:
        methods = self.openid_config.get("token_endpoint_auth_methods_supported")
        return methods == ["client_secret_basic"]

    def exchange(self, code: str, gone: Departure) -> dict[str, Any]:
        """The tokens that a code gives, once; Refused when the provider does not give them."""
        client = self.client
        data = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.get_callback_url(self.request, None),
        }
        if gone.verifier:
            data["code_verifier"] = gone.verifier
        basic = None
        if self.basic_auth:
            basic = (client.client_id, client.secret)
        else:
            data |= {"client_id": client.client_id, "client_secret": client.secret}
        answer = calls.send(self.access_token_url, client.hosts, data, basic=basic)
        if answer.status >= 500:
            raise Refused(Reason.PROVIDER_DOWN)
        if answer.status != 200:
            raise Refused(Reason.CODE_REFUSED)
        return _json(answer.body)

    def identity(self, tokens: dict[str, Any], gone: Departure, *, at: datetime) -> dict[str, Any]:
        """The claims of the identity, signed, of now, meant for us, answering this departure."""
        claims = claims_of(tokens.get("id_token"), published.key_finder(self.client))
        require(rules.may_believe_identity(claims, self._expected(gone), at=at))
        return claims

    def details(
        self, tokens: dict[str, Any], gone: Departure, *, subject: str, at: datetime
    ) -> dict[str, Any]:
        """The claims of userinfo, which are signed too and about the same person."""
        bearer = tokens.get("access_token")
        if not isinstance(bearer, str) or not bearer.isascii() or not bearer.isprintable():
            raise Refused(Reason.ANSWER_WRONG)
        answer = calls.read(self.profile_url, self.client.hosts, bearer=bearer)
        if answer.status != 200:
            raise Refused(Reason.PROVIDER_DOWN)
        if answer.content_type != "application/jwt":
            raise Refused(Reason.USERINFO_PLAIN)
        found = claims_of(
            answer.body.decode("ascii", "replace").strip(),
            published.key_finder(self.client),
            wrong_signature=Reason.USERINFO_SIGNATURE_WRONG,
        )
        expected = self._expected(gone)
        require(rules.may_believe_details(found, expected, subject=subject, at=at))
        return found

    def get_callback_url(self, request: HttpRequest, app: object) -> str:
        """The address registered with the provider: the portal's own, whatever the request says."""
        return settings.WAGTAILADMIN_BASE_URL + self.get_provider().get_callback_url()

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> NoReturn:
        raise NotImplementedError("IdentityProvider.login_from is the only way")

    def _expected(self, gone: Departure) -> rules.Expected:
        client = self.client
        return rules.Expected(client.issuer, client.client_id, gone.nonce, client.acrs)


class IdentityAccount(OpenIDConnectProviderAccount):
    """A linked identity as it is shown: by the name of its provider, as nothing else is kept."""

    def to_str(self) -> str:
        return ProviderId(self.account.provider).label


class IdentityProvider(OpenIDConnectProvider):
    """A provider configured by the environment, which nothing in a request can change."""

    account_class = IdentityAccount
    oauth2_adapter_class = IdentityOAuth2Adapter
    # No tokens from elsewhere: the only way in is through the provider and back.
    supports_token_authentication = False

    def get_login_url(self, request: HttpRequest, **kwargs: Any) -> str:
        return reverse("identity_enter", args=[self.sub_id])

    def get_callback_url(self) -> str:
        return reverse("identity_come_back", args=[self.sub_id])

    def redirect_from_request(self, request: HttpRequest) -> NoReturn:
        raise NotImplementedError("the views say where to go, never the request")

    def verify_token(self, request: HttpRequest, token: Any) -> NoReturn:
        raise NotImplementedError("a token is only believed in answer to our own request")

    def redirect(  # type: ignore[override]
        self,
        request: HttpRequest,
        process: Process,
        next_url: str = "",
        data: None = None,
        *,
        at: datetime,
        **kwargs: Any,
    ) -> HttpResponseRedirect:
        """Sends the person to the provider, and notes in the session what must come back."""
        adapter = self.get_oauth2_adapter(request)
        document, client = adapter.openid_config, adapter.client
        pkce = "S256" in document.get("code_challenge_methods_supported", [])
        gone = departure(
            self.sub_id,
            process,
            at=at,
            next_url=_own(next_url),
            user=request.user.pk if process == Process.LINK else None,
            with_verifier=pkce,
        )
        params = {
            "response_type": "code",
            "client_id": client.client_id,
            "redirect_uri": adapter.get_callback_url(request, None),
            "scope": " ".join(client.scopes),
            "nonce": gone.nonce,
            "state": leave(request.session, gone),
        }
        if client.acrs:
            params["acr_values"] = " ".join(client.acrs)
        if client.provider.is_for_agents:
            # Otherwise ProConnect does not say how the person was authenticated (claim_amr.md).
            params["claims"] = json.dumps({"id_token": {"amr": {"essential": True}}})
        if pkce:
            params |= {"code_challenge": _challenge(gone.verifier), "code_challenge_method": "S256"}
        return HttpResponseRedirect(f"{document['authorization_endpoint']}?{urlencode(params)}")

    def check_issuer(self, given: str | None) -> None:
        """Refused when the answer names another issuer, or none where it should (RFC 9207)."""
        client = client_of(self.sub_id)
        document = published.document(client) if client else {}
        said = document.get("authorization_response_iss_parameter_supported") is True
        if given != document.get("issuer") and (said or given is not None):
            raise Refused(Reason.ISSUER_WRONG)

    def login_from(
        self, request: HttpRequest, code: str, gone: Departure, *, at: datetime
    ) -> SocialLogin:
        """The sign-in that an answer proves, not saved; Refused for anything that is wrong."""
        if not code or len(code) > _LONGEST_CODE:
            raise Refused(Reason.CODE_MISSING)
        adapter = self.get_oauth2_adapter(request)
        tokens = adapter.exchange(code, gone)
        identity = adapter.identity(tokens, gone, at=at)
        details = adapter.details(tokens, gone, subject=identity["sub"], at=at)
        if adapter.client.provider.is_for_agents:
            require(rules.may_enter_as_agent(details.get("siret"), adapter.client.sirets))
        login = self.sociallogin_from_response(request, {"userinfo": details})
        login.state = {"process": "login", "next": gone.next_url}
        attach(login, self._evidence(identity, details, str(tokens["id_token"]), at))
        return login

    def extract_extra_data(self, data: Any) -> dict[str, Any]:
        """Nothing: the identifier is enough to recognise somebody."""
        return {}

    def extract_common_fields(self, data: Any) -> dict[str, Any]:
        return {"email": _address(data["userinfo"])}

    def extract_email_addresses(self, data: Any) -> list[EmailAddress]:
        """The address of an agent is their employer's; that of a resident is only a contact."""
        email = _address(data["userinfo"])
        if not email:
            return []
        vouched = self.sub_id == ProviderId.PROCONNECT
        verified = vouched and data["userinfo"].get("email_verified", True) is True
        return [EmailAddress(email=email, verified=verified, primary=True)]

    def _evidence(
        self, identity: dict[str, Any], details: dict[str, Any], token: str, at: datetime
    ) -> Evidence:
        vouched = self.sub_id == ProviderId.PROCONNECT
        return Evidence(
            provider=self.sub_id,
            subject=identity["sub"],
            at=at.timestamp(),
            id_token=token,
            used_second_factor=vouched and rules.used_second_factor(identity.get("amr")),
            is_assisted=rules.is_assisted(details) or rules.is_assisted(identity),
        )


class FranceConnectProvider(IdentityProvider):
    """Residents, by the identity that the State knows them under."""

    id = ProviderId.FRANCECONNECT.value
    name = ProviderId.FRANCECONNECT.label
    package = "portal.identity"


class ProConnectProvider(IdentityProvider):
    """Agents, by the account that they work with."""

    id = ProviderId.PROCONNECT.value
    name = ProviderId.PROCONNECT.label
    package = "portal.identity"


provider_classes = [FranceConnectProvider, ProConnectProvider]


def _json(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError as error:
        raise Refused(Reason.ANSWER_WRONG) from error
    if not isinstance(found, dict):
        raise Refused(Reason.ANSWER_WRONG)
    return found


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _address(details: dict[str, Any]) -> str:
    email = details.get("email")
    return email if isinstance(email, str) else ""


def _own(address: str) -> str:
    """An address of this portal, or none: nobody is sent elsewhere after signing in."""
    inside = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if inside and address.startswith("/") else ""
