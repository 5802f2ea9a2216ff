"""Documents attached only to what is for agents are for agents; all others are public."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from home.models import StandardPage
from portal.accounts.models import User
from portal.cms.models import PortalDocument
from tests.factories import home as make
from tests.factories.participation import AgentConsultationFactory, IdeaConsultationFactory
from tests.support.client import StrictClient

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], StrictClient]


@pytest.fixture
def document() -> PortalDocument:
    return PortalDocument.objects.create(
        title="Note de service", file=ContentFile(b"des mots", name="note.csv")
    )


def body_with(document: PortalDocument) -> list[dict[str, Any]]:
    return [{"type": "document", "value": {"document": document.pk, "label": ""}}]


def read(client: Client, document: PortalDocument) -> Any:
    """The answer to whoever asks for the document, read to its end, which closes the file."""
    response = client.get(document.url)
    if response.streaming:
        response.words = b"".join(response.streaming_content)
    return response


@pytest.fixture
def reserved(document: PortalDocument) -> PortalDocument:
    """The document, attached to a piece of news for agents."""
    make.agents_news(body=body_with(document))
    return document


def test_document_that_nothing_refers_to_is_public(
    client: StrictClient, document: PortalDocument
) -> None:
    response = read(client, document)

    assert response.status_code == 200
    assert response.words == b"des mots"


def test_stranger_is_sent_to_sign_in_and_comes_back(
    client: StrictClient, reserved: PortalDocument
) -> None:
    response = read(client, reserved)

    assert response.status_code == 302
    assert response.url == f"{reverse('account_login')}?next={reserved.url}"
    assert "no-store" in response.headers["Cache-Control"]


def test_resident_is_refused(client_of: ClientOf, resident: User, reserved: PortalDocument) -> None:
    assert read(client_of(resident), reserved).status_code == 403


def test_agent_reads_it_and_no_cache_keeps_it(
    client_of: ClientOf, agent: User, reserved: PortalDocument
) -> None:
    response = read(client_of(agent), reserved)

    assert response.status_code == 200
    assert response.words == b"des mots"
    assert response.headers["Cache-Control"] == "private, no-store"


def test_document_of_a_call_for_agents_is_theirs(
    client: StrictClient, client_of: ClientOf, agent: User, document: PortalDocument
) -> None:
    AgentConsultationFactory.create(body=body_with(document))

    assert read(client, document).status_code == 302
    assert read(client_of(agent), document).status_code == 200


def test_document_linked_in_a_sentence_counts_too(
    client: StrictClient, document: PortalDocument
) -> None:
    sentence = f'<p><a linktype="document" id="{document.pk}">La note</a></p>'
    make.agents_news(body=[{"type": "paragraph", "value": sentence}])

    assert read(client, document).status_code == 302


@pytest.mark.parametrize(
    "publish",
    [
        lambda body: make.news_page(body=body),
        lambda body: IdeaConsultationFactory.create(body=body),
        lambda body: make.add_page(StandardPage, "une-page", body=body),
    ],
    ids=["news", "call", "page"],
)
def test_document_that_something_public_shows_too_is_public(
    client: StrictClient, reserved: PortalDocument, publish: Callable[[Any], Any]
) -> None:
    AgentConsultationFactory.create(body=body_with(reserved))
    publish(body_with(reserved))

    assert read(client, reserved).status_code == 200


def test_decision_costs_few_queries(
    client: StrictClient, reserved: PortalDocument, django_assert_max_num_queries: Any
) -> None:
    for _ in range(5):
        make.agents_news(body=body_with(reserved))

    with django_assert_max_num_queries(8):
        read(client, reserved)


# ---- drafts and closed pages -------------------------------------------------------------------


def test_document_of_a_draft_is_for_the_staff(
    client: StrictClient,
    client_of: ClientOf,
    agent: User,
    communications: User,
    document: PortalDocument,
) -> None:
    make.add_page(StandardPage, "en-projet", live=False, body=body_with(document))

    assert read(client, document).status_code == 404
    assert read(client_of(agent), document).status_code == 404
    assert read(client_of(communications), document).status_code == 200
    unproved = Client()
    unproved.force_login(communications, backend="django.contrib.auth.backends.ModelBackend")
    assert read(unproved, document).status_code == 404


def test_document_of_the_next_version_of_a_page_waits_for_it(
    client: StrictClient, client_of: ClientOf, communications: User, document: PortalDocument
) -> None:
    page = make.add_page(StandardPage, "une-page")
    page.body = body_with(document)
    revision = page.save_revision()

    assert read(client, document).status_code == 404
    assert read(client_of(communications), document).status_code == 200
    revision.publish()
    assert read(client, document).status_code == 200


def test_document_of_a_call_that_is_not_published_waits_for_it(
    client: StrictClient, document: PortalDocument
) -> None:
    call = IdeaConsultationFactory.create(live=False, body=body_with(document))

    assert read(client, document).status_code == 404
    call.live = True
    call.save()
    assert read(client, document).status_code == 200


@pytest.mark.parametrize("kind", ["login", "groups"])
def test_document_of_a_closed_page_is_for_those_who_may_open_it(
    client: StrictClient, client_of: ClientOf, resident: User, document: PortalDocument, kind: str
) -> None:
    page = make.add_page(StandardPage, "comite", body=body_with(document))
    closing = PageViewRestriction.objects.create(page=page, restriction_type=kind)
    if kind == "groups":
        group = Group.objects.create(name="Comité")
        closing.groups.add(group)
        assert read(client_of(resident), document).status_code == 403
        resident.groups.add(group)

    assert read(client, document).status_code == 302
    assert read(client_of(resident), document).status_code == 200


def test_document_of_an_open_page_too_is_public(
    client: StrictClient, document: PortalDocument
) -> None:
    page = make.add_page(StandardPage, "comite", body=body_with(document))
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    make.add_page(StandardPage, "ouverte", body=body_with(document))

    assert read(client, document).status_code == 200
