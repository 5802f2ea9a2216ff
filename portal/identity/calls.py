"""Calls to a provider: to its own hosts only, short, bounded, never redirected, never logged."""

import time
from dataclasses import dataclass
from typing import Any

import requests
from requests.auth import AuthBase, HTTPBasicAuth
from urllib3.exceptions import HTTPError, ReadTimeoutError

from portal.decisions import Refused

from .configuration import may_call
from .enums import Reason

# To be reached, between two pieces of an answer, and for the whole of it.
CONNECT_SECONDS = 3.05
READ_SECONDS = 5.0
WHOLE_SECONDS = 10.0
# The biggest published document is under ten kilobytes.
LARGEST = 64 * 1024
_PIECE = 8 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What a provider answered."""

    status: int
    content_type: str
    body: bytes


class _Nothing(AuthBase):
    """Sends no credentials: without it, requests would look for some in ~/.netrc."""

    def __call__(self, request: Any) -> Any:
        return request


class _Bearer(AuthBase):
    """Sends an access token."""

    def __init__(self, token: str) -> None:
        self.token = token

    def __call__(self, request: Any) -> Any:
        request.headers["Authorization"] = f"Bearer {self.token}"
        return request


def read(url: str, hosts: frozenset[str], *, bearer: str = "") -> Answer:
    """Reads an address, with an access token when one is given."""
    return _ask("GET", url, hosts, auth=_Bearer(bearer) if bearer else _Nothing())


def send(
    url: str, hosts: frozenset[str], data: dict[str, str], *, basic: tuple[str, str] | None = None
) -> Answer:
    """Sends a form, with a name and a password when they do not stand in the form."""
    auth: AuthBase = HTTPBasicAuth(*basic) if basic else _Nothing()
    return _ask("POST", url, hosts, auth=auth, data=data)


def _ask(
    method: str,
    url: str,
    hosts: frozenset[str],
    *,
    auth: AuthBase,
    data: dict[str, str] | None = None,
) -> Answer:
    if not may_call(url, hosts):
        raise Refused(Reason.HOST_UNKNOWN)
    until = time.monotonic() + WHOLE_SECONDS
    try:
        with requests.Session() as session:
            response = session.request(
                method,
                url,
                data=data,
                auth=auth,
                headers={"Accept": "application/json, application/jwt", "User-Agent": "Parvis"},
                timeout=(CONNECT_SECONDS, READ_SECONDS),
                # A redirection would lead where nobody was configured.
                allow_redirects=False,
                stream=True,
            )
            with response:
                return Answer(
                    response.status_code,
                    response.headers.get("Content-Type", "").partition(";")[0].strip().lower(),
                    _body(response, until),
                )
    except (requests.Timeout, ReadTimeoutError) as error:
        raise Refused(Reason.PROVIDER_SLOW) from error
    except (requests.RequestException, HTTPError) as error:
        raise Refused(Reason.PROVIDER_DOWN) from error


def _body(response: requests.Response, until: float) -> bytes:
    """The body, unpacked, counted as it comes: neither too much nor for too long."""
    body = b""
    # read1 gives what has come; read would wait for a whole piece, drop after drop.
    while piece := response.raw.read1(_PIECE, decode_content=True):
        body += piece
        if len(body) > LARGEST:
            raise Refused(Reason.ANSWER_TOO_BIG)
        if time.monotonic() > until:
            raise Refused(Reason.PROVIDER_SLOW)
    return body
