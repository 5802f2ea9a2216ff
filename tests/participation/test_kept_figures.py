"""Figures of very large activities: renewed by the job, so that no reader counts a million."""

from datetime import datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from participation.ideas.models import IdeaConsultation
from participation.models import Activity
from participation.queries import kept_figures
from tests.factories.accounts import SuperuserFactory
from tests.factories.participation import (
    IdeaConsultationFactory,
    answered_idea,
    published_idea,
    refused_idea,
)
from tests.support import clock
from tests.support.client import settle

pytestmark = pytest.mark.usefixtures("portal_site", "now")


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> IdeaConsultation:
    monkeypatch.setattr(kept_figures, "LARGE", 3)
    call = IdeaConsultationFactory.create(slug="grande")
    answered_idea(call)
    refused_idea(call)
    published_idea(call)
    return call


def said(call: IdeaConsultation) -> tuple[int, int, int, int]:
    """Published ideas: of the results, the dashboard, the clock, the register."""
    reader, officer = Client(), Client()
    officer.force_login(SuperuserFactory.create())
    settle(officer)
    desk = officer.get(f"/admin/calls/{call.pk}/").context["figures"]
    return (
        reader.get(f"{call.url}resultats/").context["results"].published,
        next(figure.count for figure in desk if figure.name == "published"),
        reader.get("/participer/reponses/").context["clock"].total.count,
        sum(row.published for half in _halves(reader) for row in half.rows),
    )


def _halves(reader: Client) -> Any:
    return reader.get("/participer/moderation/").context["halves"]


def test_figures_stay_until_the_job_renews_them(
    large: IdeaConsultation, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(large) == (2, 2, 2, 2)
    published_idea(large)
    assert said(large) == (2, 2, 2, 2)
    call_command("renew_figures")
    assert capsys.readouterr().out == "Pages de chiffres recalculées : 4.\n".replace(
        " :", "\u00a0:"
    )
    assert said(large) == (3, 3, 3, 3)


def test_small_activities_need_no_job(capsys: pytest.CaptureFixture[str]) -> None:
    call = IdeaConsultationFactory.create(slug="petite")
    published_idea(call)
    call_command("renew_figures")
    assert capsys.readouterr().out.strip().endswith("0.")
    published_idea(call)
    results, desk, _clock, register = said(call)
    assert (results, desk, register) == (2, 2, 2)


def test_one_counts_again_while_others_read_on(large: IdeaConsultation) -> None:
    def published(at: datetime) -> int:
        call = Activity.objects.select_related("tally").get(pk=large.pk)
        return kept_figures.kept_results(call, at).published

    assert published(clock.NOW) == 2
    published_idea(large)
    cache.add(f"results:{large.pk}:counting", 1, 60)
    assert published(clock.days(1)) == 2
    cache.delete(f"results:{large.pk}:counting")
    assert published(clock.days(1)) == 3
    assert cache.get(f"results:{large.pk}:counting") is None
