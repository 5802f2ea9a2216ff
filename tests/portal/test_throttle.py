"""Throttle: so many tries within a window, counted by a key that tells no address."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import RequestFactory

from portal.throttle import client_key, exhausted, take
from tests.support.clock import NOW, days


@pytest.mark.django_db
def test_tries_are_counted_up_to_the_limit():
    found = [take("essai", "clef", limit=3, seconds=60) for _ in range(5)]

    assert found == [True, True, True, False, False]


@pytest.mark.django_db
def test_scopes_and_keys_do_not_share_a_count():
    take("essai", "clef", limit=1, seconds=60)

    assert take("essai", "clef", limit=1, seconds=60) is False
    assert take("essai", "autre", limit=1, seconds=60) is True
    assert take("ailleurs", "clef", limit=1, seconds=60) is True


@pytest.mark.django_db
def test_count_starts_anew_after_the_window():
    with time_machine.travel(NOW, tick=False) as clock:
        take("essai", "clef", limit=1, seconds=60)
        assert take("essai", "clef", limit=1, seconds=60) is False
        clock.shift(61)

        assert take("essai", "clef", limit=1, seconds=60) is True


def _request(address: str, **headers: str):
    return RequestFactory().get("/", REMOTE_ADDR=address, **headers)


def test_key_tells_no_address_and_changes_every_day():
    with time_machine.travel(NOW, tick=False):
        today = client_key(_request("192.0.2.1"))
        same = client_key(_request("192.0.2.1"))
        other = client_key(_request("192.0.2.2"))
    with time_machine.travel(days(1), tick=False):
        tomorrow = client_key(_request("192.0.2.1"))

    assert today == same
    assert len({today, other, tomorrow}) == 3
    assert "192" not in today


def test_behind_a_proxy_the_header_it_sets_is_read(settings):
    settings.CLIENT_ADDRESS_HEADER = "HTTP_X_REAL_IP"
    with time_machine.travel(NOW, tick=False):
        direct = client_key(_request("10.0.0.1"))
        one = client_key(_request("10.0.0.1", HTTP_X_REAL_IP="192.0.2.1"))
        other = client_key(_request("10.0.0.1", HTTP_X_REAL_IP="192.0.2.2"))

    assert len({direct, one, other}) == 3


def test_address_a_visitor_invents_does_not_count(settings):
    """Only the last address of a list was written by our own proxy."""
    settings.CLIENT_ADDRESS_HEADER = "HTTP_X_FORWARDED_FOR"
    with time_machine.travel(NOW, tick=False):
        honest = client_key(_request("10.0.0.1", HTTP_X_FORWARDED_FOR="192.0.2.1"))
        liar = client_key(_request("10.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.9, 192.0.2.1"))

    assert liar == honest


@pytest.mark.django_db
def test_the_database_cache_keeps_the_window_open_as_long_as_said(settings: Any) -> None:
    """Django's `incr` there forgets the delay: the limit would start anew after five minutes."""
    settings.CACHES = {"default": {"BACKEND": "portal.cache_table.CacheTable", "LOCATION": "essai"}}
    call_command("createcachetable", verbosity=0)
    with time_machine.travel(datetime(2026, 5, 11, 12, 0, tzinfo=UTC), tick=False) as clock:
        assert [take("essai", "moi", limit=2, seconds=3600) for _ in range(3)] == [
            True,
            True,
            False,
        ]
        clock.shift(timedelta(minutes=20))
        assert take("essai", "moi", limit=2, seconds=3600) is False
        assert exhausted("essai", "moi", limit=2, seconds=3600) is True
        clock.shift(timedelta(minutes=45))
        assert take("essai", "moi", limit=2, seconds=3600) is True


def test_an_ipv6_visitor_is_one_network(rf: Any) -> None:
    keys = {
        client_key(rf.get("/", REMOTE_ADDR=address))
        for address in ("2001:db8::1", "2001:db8::ffff", "2001:db8:0:1::1")
    }
    assert len(keys) == 2
