"""By no route is a line of a register changed, hidden or lost, nor its page withdrawn."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.urls import URLPattern, reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.snippets.models import get_snippet_models

from participation.inquiries.models import (
    Inquiry,
    Masking,
    Observation,
    ObservationFile,
    Register,
)
from participation.models import Activity
from portal.accounts.models import User
from tests.factories.accounts import SuperuserFactory
from tests.factories.inquiries import announced, observation, pdf_of

pytestmark = pytest.mark.usefixtures("portal_site", "now")
KEPT = (Observation, ObservationFile, Masking, Register)


@pytest.fixture
def inquiry() -> Inquiry:
    found = announced()
    observation(found, "Gardez les arbres.", name="Jeanne", files=[pdf_of()])
    observation(found, "Plantez-en d’autres.")
    return found


@pytest.fixture
def staff() -> Client:
    """Somebody with every right, who does not stop at an error page."""
    browser = Client(raise_request_exception=False)
    browser.force_login(SuperuserFactory.create(), backend=f"{_BACKENDS}.ModelBackend")
    return browser


_BACKENDS = "django.contrib.auth.backends"


def kept(inquiry: Inquiry) -> list[Any]:
    """All that nobody may change, as the database has it."""
    rows = [list(model.objects.order_by("pk").values()) for model in KEPT]
    page = Inquiry.objects.filter(pk=inquiry.pk)
    return [*rows, list(page.values("live", "title", "slug", "opens_at", "closes_at"))]


def generic_routes(inquiry: Inquiry) -> Iterator[str]:
    """Every address that Wagtail itself gives to a snippet, this procedure in its holes."""
    revision = inquiry.save_revision()
    holes = {"pk": inquiry.pk, "revision_id": revision.pk, "revision_id_a": revision.pk}
    holes |= {"revision_id_b": revision.pk, "action_name": "approve", "task_state_id": 1}
    viewset: Any = Inquiry.snippet_viewset  # type: ignore[attr-defined]
    for pattern in viewset.get_urlpatterns():
        assert isinstance(pattern, URLPattern)
        names = pattern.pattern.regex.groupindex
        yield reverse(
            viewset.get_url_name(pattern.name), kwargs={name: holes.get(name, 1) for name in names}
        )


def test_no_generic_screen_of_wagtail_does(inquiry: Inquiry, staff: Client) -> None:
    addresses = list(generic_routes(inquiry))
    assert len(addresses) > 10
    before = kept(inquiry)
    for address in addresses:
        for given in ({}, {"confirm": "on"}, {"action-unpublish": "1", "title": "Autre"}):
            staff.post(address, given)
        for verb in (staff.put, staff.patch, staff.delete):
            verb(address)
    assert kept(inquiry) == before


def test_no_bulk_action_does(inquiry: Inquiry, staff: Client) -> None:
    before = kept(inquiry)
    tried = 0
    for model in (Inquiry, Activity, *KEPT):
        label, name = model._meta.app_label, model._meta.model_name
        for action in bulk_action_registry.get_bulk_actions_for_model(label, name):
            key = {"id": [str(inquiry.pk)], "next": "/admin/"}
            address = reverse("wagtail_bulk_action", args=[label, name, action.action_type])
            staff.post(f"{address}?id={inquiry.pk}", key)
            tried += 1
    assert tried
    assert kept(inquiry) == before


def test_rows_of_the_register_have_no_screen_and_no_right() -> None:
    for model in KEPT:
        assert model not in get_snippet_models()
        assert model._meta.default_permissions == () and not model._meta.permissions
        assert not bulk_action_registry.get_bulk_actions_for_model(
            "inquiries", model._meta.model_name
        )


def test_the_public_addresses_take_no_other_verb(inquiry: Inquiry, staff: Client) -> None:
    before = kept(inquiry)
    line = inquiry.observations.first()
    file = line.files.get()
    names = ("observations/", "observations.csv", "observations.json", "avis/", "dates.ics")
    addresses = [line.url, line.receipt_url, file.url, *(f"{inquiry.url}{name}" for name in names)]
    for address in addresses:
        for verb in (staff.post, staff.put, staff.patch, staff.delete):
            assert verb(address).status_code == 405, address
    assert kept(inquiry) == before


def test_a_role_deleted_an_account_erased_leave_the_lines(inquiry: Inquiry) -> None:
    before = [row["fingerprint"] for row in kept(inquiry)[0]]
    User.objects.filter(is_superuser=True).delete()
    with pytest.raises((DatabaseError, ProtectedError)), transaction.atomic():
        Inquiry.objects.get(pk=inquiry.pk).delete()
    assert [row["fingerprint"] for row in kept(inquiry)[0]] == before
