"""Officers and communications build processes through the forms of the one admin."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from home.roles import install_roles
from participation.models import ProcessPage
from portal.accounts.models import User
from tests.factories import home as make
from tests.factories.participation import AgentConsultationFactory, IdeaConsultationFactory
from tests.factories.processes import milestone, process_index, process_page
from tests.support.client import StrictClient
from tests.support.html import plain, soup

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]

SignIn = Callable[[User], StrictClient]


@pytest.fixture(params=["communications", "officer"])
def editor(request: Any, client_of: SignIn, portal_site: Any) -> StrictClient:
    """The browser of each role that builds processes."""
    process_index()
    user = request.getfixturevalue(request.param)
    install_roles()
    return client_of(user)


def filled(*steps: dict[str, Any], initial: int = 0, **fields: Any) -> dict[str, Any]:
    """What the form sends."""
    empty = ("title", "text", "starts_on", "ends_on", "period_label", "result_label")
    chosen = ("activity", "result_page", "result_document")
    rows = [{**dict.fromkeys((*empty, *chosen), ""), **step} for step in steps]
    data = {
        "title": "Une ville sobre",
        "slug": "une-ville-sobre",
        "introduction": "Une question, plusieurs étapes.",
        "seo_title": "",
        "search_description": "",
        "department": "",
        "social_image": "",
        "go_live_at": "",
        "expire_at": "",
        "comments": inline_formset([]),
        "body": streamfield([]),
        "steps": inline_formset(rows, initial=initial),
        "action-publish": "1",
        **fields,
    }
    return dict(nested_form_data(data))


def add_address() -> str:
    return reverse(
        "wagtailadmin_pages:add", args=["participation", "processpage", process_index().pk]
    )


def test_a_process_is_built_and_published(editor: StrictClient, client: StrictClient) -> None:
    call = IdeaConsultationFactory.create(title="Acheter mieux")
    assert editor.get(add_address()).status_code == 200

    response = editor.post(
        add_address(),
        filled({"title": "Lancement", "starts_on": "2026-01-05"}, {"activity": call.pk}),
    )

    page = ProcessPage.objects.get()
    assert response.status_code == 302
    assert page.live
    assert [str(step) for step in page.steps.all()] == ["Lancement", "Acheter mieux"]
    assert "Acheter mieux" in client.get(page.url).content.decode()


@pytest.mark.parametrize(
    ("step", "message"),
    [
        # An empty row counts only once something in it was typed.
        (
            {"period_label": "en mai"},
            "Une étape est soit un temps de participation, soit un jalon avec son titre.",
        ),
        (
            {"activity": "call", "text": "Des précisions"},
            "Un temps de participation donne lui-même son texte",
        ),
        (
            {"title": "Vote", "starts_on": "2026-05-02", "ends_on": "2026-05-01"},
            "La fin doit venir après le début.",
        ),
    ],
)
def test_a_broken_step_is_refused_with_its_reason(
    editor: StrictClient, step: dict[str, Any], message: str
) -> None:
    call = IdeaConsultationFactory.create()

    response = editor.post(
        add_address(), filled({**step, "activity": call.pk if "activity" in step else ""})
    )

    assert response.status_code == 200
    assert message in " ".join(plain(soup(response)).split())
    assert not ProcessPage.objects.exists()


def test_steps_are_edited_and_put_in_another_order(editor: StrictClient) -> None:
    page = process_page(milestone("Premier", 1), milestone("Second", 2))
    first, second = page.steps.all()
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert editor.get(address).status_code == 200

    rows = [
        {"id": first.pk, "title": "Premier", "starts_on": "2026-05-12", "ORDER": "2"},
        {"id": second.pk, "title": "Deuxième", "starts_on": "2026-05-13", "ORDER": "1"},
    ]
    editor.post(address, filled(*rows, initial=2, slug=page.slug))

    page.refresh_from_db()
    assert [step.title for step in ProcessPage.objects.get().steps.all()] == ["Deuxième", "Premier"]


def test_pages_are_previewed_as_they_are_written(editor: StrictClient) -> None:
    page = process_page(milestone("Lancement", 1), IdeaConsultationFactory.create())
    request = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).wsgi_request

    for one in (page, process_index(), ProcessPage(title="Nouvelle", slug="nouvelle")):
        assert one.make_preview_request(original_request=request).status_code == 200


def test_an_activity_is_chosen_among_all_by_its_title(editor: StrictClient) -> None:
    IdeaConsultationFactory.create(title="Acheter mieux")
    AgentConsultationFactory.create(title="Des rues fraîches", live=False)

    everything = editor.get(reverse("activity_chooser:choose")).json()["html"]
    found = editor.get(reverse("activity_chooser:choose_results"), {"q": "fraî"})

    assert "Acheter mieux" in everything
    assert "Des rues fraîches" in everything
    assert "Des rues fraîches" in found.content.decode()
    assert "Acheter mieux" not in found.content.decode()
    edited = editor.get(add_address()).content.decode()
    assert reverse("activity_chooser:choose") in edited


def test_officers_edit_processes_and_no_other_page(officer: User) -> None:
    index, page = process_index(), process_page()
    install_roles()

    may = index.permissions_for_user(officer)
    assert (may.can_add_subpage(), may.can_publish()) == (True, True)
    assert page.permissions_for_user(officer).can_edit()
    assert not make.home().permissions_for_user(officer).can_edit()
    assert not make.home().permissions_for_user(officer).can_add_subpage()


def test_moderators_edit_no_process(client_of: SignIn, moderator: User) -> None:
    page = process_page()
    install_roles()

    response = client_of(moderator).get(reverse("wagtailadmin_pages:edit", args=[page.pk]))

    assert response.status_code == 302
    assert not page.permissions_for_user(moderator).can_edit()
