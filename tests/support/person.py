"""A person with a browser, who goes to a provider and comes back by HTTP."""

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import requests

from portal.accounts.models import User
from tests.support.client import StrictClient
from tests.support.html import form_data
from tests.support.openid_provider import OpenIDProvider


class Person:
    """What somebody does to sign in by a provider, step by step or at once."""

    def __init__(self, client: StrictClient) -> None:
        self.client = client

    def leaves(self, provider: OpenIDProvider, way: str = "entrer", **sent: str) -> Any:
        """Presses the button; the answer is the redirection to the provider."""
        return self._read(self.client.post(f"/compte/identites/{provider.name}/{way}/", sent))

    def agrees(self, address: str) -> str:
        """Goes to the provider, which sends back: the address of the return."""
        answer = requests.get(address, allow_redirects=False, timeout=5)
        assert answer.status_code == 303, answer.text
        return answer.headers["Location"]

    def returns(self, address: str, **changes: str | None) -> Any:
        """Comes back by this address, some of its parameters changed or taken out."""
        parts = urlsplit(address)
        given = {**dict(parse_qsl(parts.query)), **changes}
        kept = {name: value for name, value in given.items() if value is not None}
        return self._read(self.client.get(f"{parts.path}?{urlencode(kept)}"))

    def _read(self, response: Any) -> Any:
        """The page of a refusal, when one leads to it."""
        if response.status_code == 302 and "/refus/" in response.url:
            assert response.headers["Referrer-Policy"] == "no-referrer"
            return self.client.get(response.url)
        return response

    def goes_through(self, provider: OpenIDProvider, way: str = "entrer", **sent: str) -> Any:
        """The whole way: the answer of the portal to the return."""
        left = self.leaves(provider, way, **sent)
        assert left.status_code == 302, left.content.decode()
        return self.returns(self.agrees(left.url))

    def opens_account(self, provider: OpenIDProvider, **changes: str) -> Any:
        """Signs in for the first time, and opens an account."""
        response = self.goes_through(provider)
        assert response.url == "/compte/identites/premiere-fois/", response.content.decode()
        page = self.client.get(response.url)
        return self.client.post(response.url, form_data(page, **changes))

    @property
    def user(self) -> User | None:
        """Who is signed in in this browser."""
        return User.objects.filter(pk=self.client.session.get("_auth_user_id")).first()
