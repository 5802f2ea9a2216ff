"""What every mechanism owes to the core, whichever are switched on in the settings."""

from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from participation.enums import Level
from participation.mechanism import Mechanism, mechanism_of, mechanisms
from participation.models import Activity, Contribution
from tests.factories.participation import IdeaConsultationFactory
from tests.support.contract import lacking


def named(mechanism: Mechanism) -> str:
    return mechanism.slug


def test_each_line_of_the_settings_registers_one_mechanism() -> None:
    assert len(mechanisms()) == len(settings.PARTICIPATION_MECHANISMS)
    assert len({mechanism.slug for mechanism in mechanisms()}) == len(mechanisms())


def test_each_mechanism_has_its_contract() -> None:
    assert lacking() == [], "write these: docs/adding-a-mechanism.md says what they hold"


@pytest.mark.parametrize("mechanism", mechanisms(), ids=named)
def test_it_says_what_it_is_and_at_which_levels(mechanism: Mechanism) -> None:
    assert str(mechanism.label)
    assert str(mechanism.invitation)
    assert mechanism.levels
    assert set(mechanism.levels) <= set(Level)
    assert mechanism_of(mechanism.slug) is mechanism


@pytest.mark.parametrize("mechanism", mechanisms(), ids=named)
def test_its_models_are_kinds_of_activity_and_contribution(mechanism: Mechanism) -> None:
    activity = apps.get_model(mechanism.activity_model)
    assert issubclass(activity, Activity)
    assert activity.mechanism_slug == mechanism.slug
    if mechanism.contribution_model:
        assert issubclass(apps.get_model(mechanism.contribution_model), Contribution)


@pytest.mark.parametrize("mechanism", mechanisms(), ids=named)
def test_its_pages_have_addresses_under_the_activity(mechanism: Mechanism) -> None:
    activity = Activity(slug="exemple", mechanism_name=mechanism.slug)
    assert mechanism.url(activity) == "/participer/exemple/"
    assert mechanism.url(activity, "contribute").startswith("/participer/exemple/")
    for name in ("activity", "contribute"):
        assert reverse(name, urlconf=mechanism.urlconf)


@pytest.mark.parametrize("mechanism", mechanisms(), ids=named)
@pytest.mark.parametrize("count", [0, 1, 2])
def test_it_counts_what_is_open_in_french(mechanism: Mechanism, count: int) -> None:
    words = mechanism.open_label(count)
    assert words.startswith(f"{count} ")
    assert words == mechanism.open_label(count).lower()
    assert (mechanism.open_label(0)[2:] == mechanism.open_label(1)[2:]) is True


@pytest.mark.parametrize("mechanism", mechanisms(), ids=named)
def test_its_activities_are_searched_under_one_model_only(mechanism: Mechanism) -> None:
    assert isinstance(Activity.get_indexed_objects(), QuerySet)
    assert Activity.get_indexed_objects().query.is_empty()
    assert not apps.get_model(mechanism.activity_model).get_indexed_objects().query.is_empty()


@pytest.mark.usefixtures("portal_site")
def test_an_activity_whose_mechanism_was_dropped_is_not_found(client: Any) -> None:
    call = IdeaConsultationFactory.create()
    Activity.objects.filter(pk=call.pk).update(mechanism_name="disparu")
    assert client.get(call.url).status_code == 404
    assert client.get("/participer/").status_code == 200


@pytest.mark.usefixtures("portal_site")
@pytest.mark.parametrize("rest", ["inconnu/", "idees/abc/", "../../admin/", "contribuer/x"])
def test_an_address_no_mechanism_knows_is_not_found(client: Any, rest: str) -> None:
    call = IdeaConsultationFactory.create()
    assert client.get(f"{call.url}{rest}").status_code == 404


@pytest.mark.usefixtures("portal_site")
def test_a_missing_final_slash_is_forgiven(client: Any) -> None:
    call = IdeaConsultationFactory.create()
    assert client.get(f"{call.url}contribuer").headers["Location"] == f"{call.url}contribuer/"
