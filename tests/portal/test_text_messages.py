"""Text messages: one door, off until a city has a sender; numbers in one form, never logged."""

import pytest
import requests

from portal import text_messages
from tests.support.senders import SENT


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("06 12 34 56 78", "+33612345678"),
        ("06.12.34.56.78", "+33612345678"),
        ("+33 (0)6 12 34 56 78", "+33612345678"),
        ("0033612345678", "+33612345678"),
        ("+44 7911 123456", "+447911123456"),
        ("06 12", ""),
        ("bonjour", ""),
        ("", ""),
        ("+" + "1" * 40, ""),
    ],
)
def test_number_has_one_form(typed, number):
    assert text_messages.normal_number(typed) == number


def test_nothing_is_sent_without_a_sender():
    assert text_messages.is_configured() is False
    with pytest.raises(text_messages.NotSent):
        text_messages.send(to="+33612345678", text="Bonjour.")


def test_sender_of_the_settings_sends(settings, caplog):
    caplog.set_level("DEBUG")
    settings.SMS_SENDER = "tests.support.senders.KeepingSender"
    SENT.clear()

    text_messages.send(to="+33612345678", text="Bonjour.")

    assert SENT == [("+33612345678", "Bonjour.")]
    assert "612345678" not in caplog.text + str([one.__dict__ for one in caplog.records])


def test_gateway_that_cannot_be_reached_is_said_without_the_number(settings, monkeypatch, caplog):
    settings.SMS_SENDER = "portal.text_messages.GatewaySender"
    settings.SMS_GATEWAY_URL = "https://sms.example/envoyer?a={to}"
    asked = []

    def fail(address, **given):
        asked.append((address, given["data"], given["timeout"], given["allow_redirects"]))
        raise requests.ConnectionError(address)

    monkeypatch.setattr(requests, "post", fail)

    with pytest.raises(text_messages.NotSent):
        text_messages.send(to="+33612345678", text="Bonjour.")

    address, data, timeout, follows = asked[0]
    assert address == "https://sms.example/envoyer?a=%2B33612345678"
    assert (data, follows) == ({"to": "+33612345678", "text": "Bonjour."}, False)
    assert timeout[1] <= 5
    assert "612345678" not in str([one.__dict__ for one in caplog.records])
