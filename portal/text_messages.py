"""Text messages: the one door by which the portal writes to telephones, when a city has a sender.

`SMS_SENDER` names the class that sends; empty, no text message is ever offered. No number and no
text is logged, whatever happens.
"""

import logging
import re
from typing import Protocol
from urllib.parse import quote

import requests
from django.conf import settings
from django.utils.module_loading import import_string

logger = logging.getLogger("portal")
# To reach the gateway, and to wait for its answer: somebody looks at the page meanwhile.
_CONNECT_SECONDS, _READ_SECONDS = 3.05, 5.0
_PREFIXES = (("00", "+"), ("0", "+33"))
_NUMBER = re.compile(r"\+[1-9]\d{7,14}")


class NotSent(Exception):
    """The gateway took no message: nothing was sent, as far as we know."""


class Sender(Protocol):
    """What sends one text message to one number, written as +33612345678."""

    def send(self, to: str, text: str) -> None:
        """Hands the message over. Raises NotSent."""


class ConsoleSender:
    """Development: the message is written on the console and nowhere else."""

    def send(self, to: str, text: str) -> None:
        print(f"SMS {to}: {text}")  # noqa: T201 (that is what it is for)


class GatewaySender:
    """Any gateway that takes a form over HTTPS: `to`, `text`, and a bearer token.

    SMS_GATEWAY_URL and SMS_GATEWAY_TOKEN come from the environment; `{to}` and `{text}` in the
    address are filled in, for gateways that read them there.
    """

    def send(self, to: str, text: str) -> None:
        address = settings.SMS_GATEWAY_URL.replace("{to}", quote(to, safe=""))
        address = address.replace("{text}", quote(text, safe=""))
        headers = {"Authorization": f"Bearer {settings.SMS_GATEWAY_TOKEN}"}
        try:
            answer = requests.post(
                address,
                data={"to": to, "text": text},
                headers=headers,
                timeout=(_CONNECT_SECONDS, _READ_SECONDS),
                allow_redirects=False,
            )
        except requests.RequestException as error:
            # Its words hold the address, so the number: only its kind is kept.
            raise NotSent(type(error).__name__) from None
        if answer.status_code >= 300:
            raise NotSent(str(answer.status_code))


def is_configured() -> bool:
    """Whether this portal can send text messages; otherwise no form offers it."""
    return bool(settings.SMS_SENDER)


def send(*, to: str, text: str) -> None:
    """Sends one message now. Raises NotSent when no sender is configured, or when it refuses."""
    if not is_configured():
        raise NotSent("no sender")
    sender: Sender = import_string(settings.SMS_SENDER)()
    try:
        sender.send(to, text)
    except NotSent as error:
        logger.warning(
            "Text message not sent", extra={"event": "portal.sms.failed", "why": str(error)}
        )
        raise
    logger.info("Text message sent", extra={"event": "portal.sms.sent"})


def normal_number(typed: str) -> str:
    """The number in its one form, +33612345678; empty when it cannot be one.

    Ten digits that begin with 0 are French.
    """
    number = re.sub(r"[\s.\-()/\u00a0\u202f]", "", typed.replace("(0)", ""))
    for written, meant in _PREFIXES:
        if number.startswith(written):
            number = meant + number.removeprefix(written)
            break
    return number if _NUMBER.fullmatch(number) else ""
