"""Health: alive without asking anything, ready only when database and cache answer."""

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection


def test_live_asks_nothing(client, django_assert_num_queries):
    response = client.get("/healthz/live")

    assert response.json() == {"status": "ok"}
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.django_db
def test_ready_when_everything_answers(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/healthz/ready")

    assert response.status_code == 200
    assert response.json() == {"status": "ok", "checks": {"database": "ok", "cache": "ok"}}


@pytest.mark.django_db
def test_not_ready_without_the_database(client, monkeypatch, logged):
    def refuse() -> None:
        raise OperationalError("connection to server at secret.example failed")

    monkeypatch.setattr(connection, "cursor", refuse)

    response = client.get("/healthz/ready")

    assert response.status_code == 503
    assert response.json()["checks"] == {"database": "unavailable", "cache": "ok"}
    assert b"secret.example" not in response.content
    assert len(logged("portal.health.database")) == 1


@pytest.mark.django_db
def test_not_ready_without_the_cache(client, monkeypatch, logged):
    def refuse(key: str) -> None:
        raise ConnectionError("redis://secret.example")

    monkeypatch.setattr(cache, "get", refuse)

    response = client.get("/healthz/ready")

    assert response.status_code == 503
    assert response.json()["checks"] == {"database": "ok", "cache": "unavailable"}
    assert b"secret.example" not in response.content
    assert len(logged("portal.health.cache")) == 1


@pytest.mark.parametrize("address", ["/healthz/live", "/healthz/ready"])
def test_health_is_read_only(client, address):
    assert client.post(address).status_code == 405
