"""The projects of departments: what each integrates, links both ways, the editor."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse
from wagtail.models import PageViewRestriction
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from engagements.models import DepartmentProjectIndexPage, DepartmentProjectPage
from portal.accounts.enums import Role
from tests.factories.accounts import StaffFactory
from tests.factories.body import project_page
from tests.factories.engagements import (
    CommitmentFactory,
    DepartmentFactory,
    ObjectiveFactory,
    index_of,
    priority_page,
    value_page,
)

pytestmark = pytest.mark.django_db
INDEX = "/projets-de-direction/"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime(2026, 5, 11, 9, tzinfo=UTC), tick=False):
        yield


def text(response):
    return response.content.decode().replace("\xa0", " ").replace("\u202f", " ")


def commitments(count, **fields):
    objective = ObjectiveFactory()
    return [CommitmentFactory(number=n + 1, objective=objective, **fields) for n in range(count)]


def test_a_project_says_what_it_integrates_and_what_not_yet(client):
    [first, second] = commitments(2)
    project_page(
        programme=(("Un guichet unique", True), ("Le samedi", False)),
        values=((value_page(3, title="L’humain au cœur"), True),),
        commitments=((second, False), (first, True)),
    )

    said = text(client.get(f"{INDEX}projet-1/"))

    assert "3 points sur 5 intégrés" in said
    assert "1 point sur 2 intégré" not in said
    assert said.count("status--done") == 3
    assert said.count("status--todo") == 2
    assert said.index("Engagement 1 :") < said.index("Engagement 2 :")
    assert "Valeur 3 : L’humain au cœur" in said


def test_links_lead_both_ways(client):
    [commitment] = commitments(1)
    value = value_page(1)
    page = project_page(values=((value, True),), commitments=((commitment, False),))

    own = text(client.get(page.url))
    for address in (value.url, commitment.get_absolute_url()):
        assert f'href="{address}"' in own
    of_commitment = text(client.get(commitment.get_absolute_url()))
    assert f'href="{page.url}"' in of_commitment
    assert "pas encore intégré" in of_commitment
    assert f'href="{page.url}"' in text(client.get(value.url))


def test_unpublished_things_are_neither_listed_nor_counted(client):
    hidden = CommitmentFactory(
        number=9, wording="Engagement secret",
        objective=ObjectiveFactory(priority=priority_page(5, live=False)),
    )  # fmt: skip
    secret = value_page(2, live=False, title="Valeur secrète")
    page = project_page(
        programme=(("Un point", True),), values=((secret, True),), commitments=((hidden, True),)
    )

    for said in (text(client.get(page.url)), text(client.get(INDEX))):
        assert "1 point sur 1 intégré" in said
        assert "secret" not in said.lower().replace("secrétariat", "")


def test_a_closed_or_unpublished_project_is_nowhere(client):
    [commitment] = commitments(1)
    closed = project_page(title="Projet fermé", commitments=((commitment, True),))
    project_page(title="Projet caché", number=2, live=False, commitments=((commitment, True),))
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)

    for address in (INDEX, commitment.get_absolute_url()):
        said = text(client.get(address))
        assert ("Projet fermé" in said, "Projet caché" in said) == (False, False)


@pytest.mark.parametrize(
    ("next_on", "words"),
    [
        (date(2026, 5, 10), "Révision attendue depuis le 10 mai 2026."),
        (date(2026, 5, 11), "Prochaine révision : 11 mai 2026."),
        (None, "Révisé le 15 janvier 2026."),
    ],
)
def test_the_revision_says_that_it_is_late(client, next_on, words):
    page = project_page(next_revision_on=next_on)

    assert words in text(client.get(page.url))
    assert words in text(client.get(INDEX))


def test_an_empty_list_and_an_empty_project_say_so(client):
    index_of(DepartmentProjectIndexPage, "projets-de-direction")
    assert "Aucun projet n’est encore publié" in text(client.get(INDEX))

    said = text(client.get(project_page().url))
    for words in ("Aucun point du programme", "Aucune valeur n’est", "Aucun engagement n’est"):
        assert words in said


def test_many_projects_are_filtered_by_department_and_kind(client):
    department = DepartmentFactory(name="Direction des sports", slug="sports")
    for number in range(1, 7):
        project_page(number=number)
    project_page(number=8, department=department, scope="service", title="Le stade")

    every = text(client.get(INDEX))
    some = text(client.get(f"{INDEX}?direction=sports&genre=service"))
    none = text(client.get(f"{INDEX}?direction=sports&genre=department"))

    assert "7 projets affichés sur 7." in every
    assert ("Le stade" in some, "Projet 1" in some) == (True, False)
    assert "Aucun projet ne correspond à ces filtres" in none


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_for_one_and_for_three(client, django_assert_num_queries, count):
    found = commitments(count)
    values = [value_page(number) for number in range(1, count + 1)]
    for number in range(1, count + 1):
        page = project_page(
            number=number,
            programme=tuple((f"Point {n}", True) for n in range(count)),
            values=tuple((value, True) for value in values),
            commitments=tuple((one, True) for one in found),
        )
    client.get(INDEX)

    with django_assert_num_queries(13):
        client.get(INDEX)
    with django_assert_num_queries(17):
        client.get(page.url)


def posted(**fields):
    return nested_form_data(
        {
            "title": "Projet", "slug": "projet-1", "introduction": "", "scope": "department",
            "revised_on": "2026-01-15", "next_revision_on": "", "body": streamfield([]),
            "programme_points": inline_formset(fields.pop("programme", [])),
            "value_points": inline_formset(fields.pop("values", [])),
            "commitment_points": inline_formset(fields.pop("commitments", [])),
            "comments": inline_formset([]), "search_description": "", "seo_title": "",
            "action-publish": "yes", **fields,
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("values", "Cette valeur est déjà dans la liste : gardez une seule ligne."),
        ("commitments", "Cet engagement est déjà dans la liste : gardez une seule ligne."),
        ("programme", "Ce point est déjà dans la liste : gardez une seule ligne."),
    ],
)
def test_the_editor_refuses_the_same_thing_twice(client_of, portal_site, kind, words):
    [commitment] = commitments(1)
    value = value_page(1)
    page = project_page()
    line = {
        "values": {"value": value.pk, "how": ""},
        "commitments": {"commitment": commitment.pk, "how": ""},
        "programme": {"label": "Le même", "how": ""},
    }[kind]
    browser = client_of(StaffFactory.create(role=Role.COMMUNICATIONS, is_superuser=True))
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])

    assert browser.get(address).status_code == 200
    refused = browser.post(
        address, posted(department=page.department_id, **{kind: [line, dict(line)]})
    )
    assert words in text(refused)
    assert "doit contenir des valeurs uniques" not in text(refused)
    taken = browser.post(address, posted(department=page.department_id, **{kind: [line]}))

    assert taken.status_code == 302
    kept = DepartmentProjectPage.objects.get(pk=page.pk)
    counts = {
        "values": kept.value_points.count(),
        "commitments": kept.commitment_points.count(),
        "programme": kept.programme_points.count(),
    }
    assert counts[kind] == 1
