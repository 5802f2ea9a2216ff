"""Editors open, preview and read every page type of the room in the admin."""

from collections.abc import Callable
from typing import Any

import pytest

from home.models import (
    AccessibilityPage,
    ContactPage,
    LegalNoticePage,
    NewsIndexPage,
    PersonalDataPage,
    ProjectPage,
    SiteMapPage,
    StandardPage,
)
from tests.factories import home as make
from tests.support.client import StrictClient

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "model",
    [
        AccessibilityPage,
        ContactPage,
        LegalNoticePage,
        NewsIndexPage,
        PersonalDataPage,
        ProjectPage,
        SiteMapPage,
        StandardPage,
    ],
)
def test_page_can_be_edited_and_previewed(
    client_of: Callable[..., StrictClient], administrator: Any, model: Any
) -> None:
    page = make.add_page(model, "page")

    edited = client_of(administrator).get(f"/admin/pages/{page.pk}/edit/")

    assert edited.status_code == 200
    assert page.make_preview_request(original_request=edited.wsgi_request).status_code == 200


def test_agents_news_can_be_previewed_by_whoever_edits_them(
    client_of: Callable[..., StrictClient], administrator: Any
) -> None:
    page = make.agents_news()

    edited = client_of(administrator).get(f"/admin/pages/{page.pk}/edit/")

    assert edited.status_code == 200
    assert page.make_preview_request(original_request=edited.wsgi_request).status_code == 200


def test_home_page_is_edited_with_few_words(
    client_of: Callable[..., StrictClient], administrator: Any
) -> None:
    response = client_of(administrator).get(f"/admin/pages/{make.home().pk}/edit/")

    assert response.status_code == 200
    assert b"hero_title" in response.content
