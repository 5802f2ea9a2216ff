"""The managed lists and the rules of a call, through the admin's real forms."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from participation.enums import ModerationMode
from participation.ideas.models import IdeaConsultation
from participation.models import Neighbourhood, Theme
from portal.accounts.models import User
from tests.factories.participation import IdeaConsultationFactory, ThemeFactory, make_idea
from tests.support.client import StrictClient

from .test_admin import CALLS, call_form

pytestmark = pytest.mark.usefixtures("portal_site", "now")

Browsers = Callable[[User], StrictClient]


@pytest.mark.parametrize("model", [Theme, Neighbourhood])
def test_an_officer_adds_renames_and_removes_an_entry(
    client_of: Browsers, officer: User, model: Any
) -> None:
    browser = client_of(officer)
    base = f"wagtailsnippets_participation_{model._meta.model_name}"
    add = browser.post(reverse(f"{base}:add"), {"name": "Ivry-Port", "slug": "ivry-port"})
    assert add.status_code == 302
    entry = model.objects.get()
    assert "Ivry-Port" in browser.get(reverse(f"{base}:list")).content.decode()
    edit = reverse(f"{base}:edit", args=[entry.pk])
    assert browser.post(edit, {"name": "Port", "slug": "ivry-port"}).status_code == 302
    entry.refresh_from_db()
    assert entry.name == "Port"
    assert browser.post(reverse(f"{base}:delete", args=[entry.pk])).status_code == 302
    assert not model.objects.exists()


@pytest.mark.parametrize("model", [Theme, Neighbourhood])
def test_two_entries_never_have_the_same_name(
    client_of: Browsers, officer: User, model: Any
) -> None:
    model.objects.create(name="Ivry-Port", slug="ivry-port")
    base = f"wagtailsnippets_participation_{model._meta.model_name}"
    page = client_of(officer).post(reverse(f"{base}:add"), {"name": "Ivry-Port", "slug": "autre"})
    assert page.status_code == 200
    assert model.objects.count() == 1


def test_a_theme_that_ideas_use_is_not_removed(client_of: Browsers, officer: User) -> None:
    theme = ThemeFactory.create()
    make_idea(IdeaConsultationFactory.create(themes=[theme]), theme=theme)
    browser = client_of(officer)
    one = reverse("wagtailsnippets_participation_theme:delete", args=[theme.pk])
    bulk = reverse("wagtail_bulk_action", args=["participation", "theme", "delete"])
    for address in (one, f"{bulk}?id={theme.pk}&next=/admin/"):
        page = browser.post(address, follow=True)
        assert "peut être renommée" in page.content.decode().replace("\u00a0", " ")
        assert Theme.objects.filter(pk=theme.pk).exists()


@pytest.mark.parametrize("model", [Theme, Neighbourhood])
def test_a_moderator_does_not_change_the_lists(
    client_of: Browsers, moderator: User, model: Any
) -> None:
    address = reverse(f"wagtailsnippets_participation_{model._meta.model_name}:add")
    client_of(moderator).post(address, {"name": "Ivry-Port", "slug": "ivry-port"})
    assert not model.objects.exists()


def test_the_rules_of_a_call_are_on_its_screen(client_of: Browsers, officer: User) -> None:
    browser = client_of(officer)
    rules = {"moderation_mode": ModerationMode.AFTER, "confirms_email": "on"}
    answer = browser.post(reverse(f"{CALLS}:add"), call_form(publish=True, **rules))
    assert answer.status_code == 302
    call = IdeaConsultation.objects.get()
    # A box that is not ticked is an answer too.
    assert (call.moderation_mode, call.confirms_email) == (ModerationMode.AFTER, True)
    assert (call.supports_allowed, call.comments_allowed) == (False, False)
    screen = browser.get(reverse(f"{CALLS}:edit", args=[call.pk])).content.decode()
    for name in ("moderation_mode", "confirms_email", "supports_allowed", "comments_allowed"):
        assert f'name="{name}"' in screen
