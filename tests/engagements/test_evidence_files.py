"""The file that proves published news: no screen of the admin puts another in its place."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from engagements.actions import UpdateRefused, record_update
from engagements.models import CommitmentUpdate, Evidence
from tests.factories.accounts import StaffFactory
from tests.factories.cms import DocumentFactory
from tests.factories.engagements import CommitmentFactory, EvidenceFactory
from tests.support.clock import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site")]


def sent(document, **more):
    return {"title": "Autre titre", "collection": document.collection_id, **more}


def content(document):
    document.refresh_from_db()
    with document.file.open("rb") as file:
        return file.read()


@pytest.fixture
def editor(client_of):
    return client_of(StaffFactory(is_superuser=True))


def test_the_file_of_published_evidence_is_not_replaced(editor):
    document = DocumentFactory.create(file__filename="preuve.csv", file__data=b"a,b\n0,0\n")
    EvidenceFactory(document=document, kind="document", file_sha256="0" * 64)
    before = content(document)
    address = reverse("wagtaildocs:edit", args=[document.pk])
    other = SimpleUploadedFile("autre.csv", b"a,b\n1,2\n")

    answer = editor.post(address, sent(document, file=other))

    assert answer.status_code == 200
    assert "prouve une nouvelle publiée" in answer.content.decode()
    assert content(document) == before

    editor.post(address, sent(document))
    document.refresh_from_db()
    assert document.title == "Autre titre"


def test_another_document_still_gets_a_new_file(editor):
    document = DocumentFactory.create(file__filename="preuve.csv", file__data=b"a,b\n0,0\n")
    other = SimpleUploadedFile("autre.csv", b"a,b\n1,2\n")

    editor.post(reverse("wagtaildocs:edit", args=[document.pk]), sent(document, file=other))

    assert content(document) == b"a,b\n1,2\n"


def test_a_missing_file_is_said_and_nothing_is_published():
    document = DocumentFactory.create(file__filename="perdue.csv", file__data=b"a,b\n0,0\n")
    document.file.storage.delete(document.file.name)
    commitment = CommitmentFactory()

    with pytest.raises(UpdateRefused, match="introuvable"):
        record_update(
            commitment=commitment,
            status="under_way",
            text="Le marché est signé.",
            author_function="Direction des achats",
            reported_on=NOW.date(),
            at=NOW,
            user=None,
            evidence=[Evidence(kind="document", label="Perdue", document=document)],
        )

    assert not CommitmentUpdate.objects.exists()
