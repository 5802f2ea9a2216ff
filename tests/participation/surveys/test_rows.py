"""Answers taken away one by one: who may, what is in the file, what is hidden of the few."""

import csv
import io
import tracemalloc
import uuid
import zipfile
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from home.roles import install_roles
from participation.surveys.exports.rows import write_answers
from participation.surveys.models import AnswerExport, Survey, SurveyAnswer
from participation.surveys.queries.rows import answer_rows, headings
from participation.surveys.rules.answers import Answers
from participation.surveys.rules.rows import columns, shared_by_enough, telling
from portal.accounts.enums import Role
from portal.security.models import SecurityEvent
from tests.factories.accounts import StaffFactory
from tests.factories.surveys import SurveyFactory, answered, every_kind, one, page, stream
from tests.support import clock
from tests.support.html import main_of, plain

pytestmark = pytest.mark.usefixtures("portal_site")
OVER = clock.days(12)
REASON = "Étude de l’université sur l’accueil"
HOSTILE = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\tOnglet", "＝HYPERLINK(1)"]


@pytest.fixture
def at_closing() -> Any:
    with time_machine.travel(OVER, tick=False):
        yield


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def filled(survey: Survey, *groups: tuple[int, dict[str, list[str]]], **how: Any) -> None:
    for count, typed in groups:
        for _rank in range(count):
            answered(survey, typed, at=clock.NOW, **how)


def desk_of(client_of: Any, role: str = Role.PARTICIPATION) -> Any:
    install_roles()
    return client_of(StaffFactory.create(role=role))


def asked(survey: Survey, **fields: Any) -> dict[str, Any]:
    return {"reason": REASON, "questions": ["lieu", "note"], "kind": "csv", **fields}


def screen(survey: Survey) -> str:
    return reverse("surveys:rows", args=[survey.pk])


def test_an_officer_takes_the_answers_with_a_reason_that_stays(client_of: Any) -> None:
    survey = SurveyFactory.create()
    typed = {
        "q-lieu": ["1"],
        "q-note": ["2"],
        "q-pourquoi": ["Chez Ana Martin"],
        "q-visites": ["3,5"],
    }
    filled(survey, (11, typed))
    desk, kept = desk_of(client_of), SurveyAnswer.objects.first()

    with time_machine.travel(OVER, tick=False):
        codes = ["lieu", "note", "raisons", "pourquoi", "visites"]
        response = desk.post(screen(survey), asked(survey, questions=codes))
        content = response.getvalue()

    headings, *rows = rows_of(content)
    assert headings == [
        "Voie d’arrivée",
        "lieu : Question lieu",
        "note : Question note",
        "raisons : Question raisons – Attente",
        "raisons : Question raisons – Accueil",
        "raisons : Question raisons – Accès",
        "pourquoi : Question pourquoi",
        "visites : Question visites",
    ]
    assert rows == [["En ligne", "Centre", "2", "", "", "", "1", "3,50"]] * 11
    assert "no-store" in response["Cache-Control"]
    assert f"{survey.slug}-reponses-2026" in response["Content-Disposition"]
    said = content.decode()
    assert [word for word in (kept.receipt, str(kept.pk), "Ana Martin") if word in said] == []
    record = AnswerExport.objects.get()
    assert (record.reason, record.row_count, record.kind) == (REASON, 11, "csv")
    assert record.questions == codes
    event = SecurityEvent.objects.get(event="surveys.answers.exported")
    assert event.details == {"activity": survey.pk, "export": record.pk, "count": 11}
    with time_machine.travel(OVER, tick=False):
        assert REASON in plain(main_of(desk.get(screen(survey))))


@pytest.mark.usefixtures("at_closing")
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"reason": "étude"}, "Dites à quoi serviront les réponses"),
        ({"reason": " " * 30}, "Dites à quoi serviront les réponses"),
        ({"questions": []}, "Choisissez au moins une question"),
        ({"questions": ["inconnue"]}, "inconnue"),
        ({"kind": "xlsx"}, "xlsx"),
    ],
)
def test_no_file_without_a_reason_and_a_choice(
    client_of: Any, fields: dict[str, Any], said: str
) -> None:
    survey = SurveyFactory.create()
    filled(survey, (11, {"q-lieu": ["1"], "q-note": ["2"]}))
    page = desk_of(client_of).post(screen(survey), asked(survey, **fields))
    assert said in page.content.decode()
    assert not AnswerExport.objects.exists()


def test_no_file_while_people_answer_nor_of_too_few(client_of: Any) -> None:
    survey, desk = SurveyFactory.create(), desk_of(client_of)
    filled(survey, (9, {"q-lieu": ["1"], "q-note": ["2"]}))
    with time_machine.travel(clock.NOW, tick=False):
        assert "Attendez la fin" in desk.post(screen(survey), asked(survey)).content.decode()
    with time_machine.travel(OVER, tick=False):
        assert "Trop peu de réponses" in desk.get(screen(survey)).content.decode()
        assert "Trop peu de réponses" in desk.post(screen(survey), asked(survey)).content.decode()
    assert not AnswerExport.objects.exists()


@pytest.mark.usefixtures("at_closing")
@pytest.mark.parametrize("role", [Role.COMMUNICATIONS, Role.MODERATORS, Role.AUDITORS])
def test_other_roles_do_not_reach_it(client_of: Any, role: str) -> None:
    survey = SurveyFactory.create()
    desk = desk_of(client_of, role)
    assert desk.post(screen(survey), asked(survey)).status_code in {302, 403}
    assert not AnswerExport.objects.exists()


@pytest.mark.django_db
def test_the_database_keeps_who_took_answers() -> None:
    survey = SurveyFactory.create()
    record = AnswerExport.objects.create(
        survey=survey, reason=REASON, row_count=12, kind="csv", exported_at=OVER
    )
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AnswerExport.objects.update(reason="Autre chose")
    with pytest.raises(DatabaseError, match="kept"), transaction.atomic():
        record.delete()


def test_a_profile_of_few_is_hidden_with_what_follows_from_it() -> None:
    """Two of the port, and the smallest group beside them; the rest of their answers stays."""
    pages = [
        page(
            "Vous", one("single", "lieu", choices=["Centre", "Port", "Monmousseau"], crosses=True)
        ),
        page(
            "Le port",
            one("single", "quai", choices=["Nord", "Sud"]),
            condition={"question": "lieu", "test": "is", "value": "2"},
        ),
        page("Avis", one("scale", "note", low=1, high=5, low_label="-", high_label="+")),
    ]
    survey = SurveyFactory.create(questionnaire=stream(pages))
    filled(
        survey,
        (12, {"q-lieu": ["1"], "q-note": ["4"]}),
        (2, {"q-lieu": ["2"], "q-quai": ["1"], "q-note": ["1"]}),
        (11, {"q-lieu": ["3"], "q-note": ["3"]}),
    )

    found = sorted(map(str, answer_rows(survey, ["lieu", "quai", "note"])))

    assert found == sorted(
        map(
            str,
            [
                *[["En ligne", "Centre", None, 4]] * 12,
                *[["En ligne", "masqué", "masqué", 3]] * 11,
                *[["En ligne", "masqué", "masqué", 1]] * 2,
            ],
        )
    )
    # The profile need not be taken along for what follows from it to be hidden.
    alone = [row[1] for row in answer_rows(survey, ["quai"])]
    assert (alone.count("masqué"), alone.count(None)) == (13, 12)


def test_a_way_by_which_few_came_is_hidden() -> None:
    survey = SurveyFactory.create()
    filled(survey, (14, {"q-lieu": ["1"], "q-note": ["4"]}))
    filled(
        survey,
        (3, {"q-lieu": ["1"], "q-note": ["4"]}),
        channel="paper",
        received_on=clock.NOW.date(),
    )
    assert {row[0] for row in answer_rows(survey, ["note"])} == {"masqué"}


def test_what_follows_from_a_profile_is_found_through_conditions() -> None:
    asks = {"question": "quai", "test": "answered", "value": ""}
    survey = SurveyFactory.create(
        questionnaire=stream(
            [
                page("A", one("single", "lieu", choices=["Centre", "Port"], crosses=True)),
                page(
                    "B",
                    one(
                        "single",
                        "quai",
                        choices=["N", "S"],
                        condition={"question": "lieu", "test": "is", "value": "2"},
                    ),
                ),
                page("C", one("text", "pourquoi"), condition=asks),
                page("D", one("text", "idee")),
            ]
        )
    )
    answered(survey, {"q-lieu": ["1"]})
    questionnaire = survey.versions.get().questionnaire
    assert telling(questionnaire) == {"lieu", "quai", "pourquoi"}


def test_groups_hidden_are_several_and_enough() -> None:
    assert shared_by_enough({"a": 30, "b": 20}, 10) == {"a", "b"}
    assert shared_by_enough({"a": 30, "b": 20, "c": 1}, 10) == {"a"}
    assert shared_by_enough({"a": 30, "b": 9, "c": 1}, 10) == {"a"}
    assert shared_by_enough({"a": 5}, 10) == set()


def every_value() -> Answers:
    return {
        "lieu": "2", "note": "4", "raisons": ["1", "3"], "pourquoi": True,
        "ordre": {"1": 2, "2": 1, "3": 3}, "avis": {"1": "3"}, "visites": "3.50", "photo": True,
    }  # fmt: skip


@pytest.mark.django_db
def test_each_kind_has_its_columns() -> None:
    survey = SurveyFactory.create()
    answered(survey)
    questionnaire = survey.versions.get().questionnaire
    every = [one.code for one in questionnaire.questions()]
    found = columns(questionnaire, every)
    values = [column.value(every_value()) for column in found]
    assert [str(value) for value in values] == [
        "Port", "4", "1", "0", "1", "1", "2", "1", "3", "Mal", "None", "3.50", "None", "1",
    ]  # fmt: skip
    assert len(headings(survey, every)) == len(values) + 1
    assert all(column.value({}) is None for column in found)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["csv", "ods"])
def test_no_cell_is_a_formula(kind: str) -> None:
    pages = [page("Vous", one("single", "choix", label=HOSTILE[0], choices=HOSTILE))]
    survey = SurveyFactory.create(questionnaire=stream(pages))
    filled(survey, *[(2, {"q-choix": [str(key)]}) for key in range(1, 7)])
    file = io.BytesIO()
    assert write_answers(survey, ["choix"], kind=kind, file=file) == 12
    if kind == "csv":
        cells = [cell for row in rows_of(file.getvalue()) for cell in row]
        assert [cell for cell in cells if cell.startswith(tuple("=+-@\t＝"))] == []
        assert f"'{HOSTILE[0]}" in cells
    else:
        sheet = zipfile.ZipFile(file).read("content.xml").decode()
        assert "formula" not in sheet
        assert sheet.count('office:value-type="string"') == 2 + 24


def many(survey: Survey, count: int) -> None:
    version = survey.versions.get()
    values = {**every_value(), "lieu": "1"}
    SurveyAnswer.objects.bulk_create(
        SurveyAnswer(
            survey=survey,
            version=version,
            receipt=uuid.uuid4().hex[:10],
            form_digest=uuid.uuid4().hex,
            channel="online",
            answered_on=clock.NOW.date() - timedelta(days=1),
            values=values,
        )
        for _rank in range(count)
    )


@pytest.mark.django_db
def test_many_answers_take_no_more_memory_nor_queries() -> None:
    survey = SurveyFactory.create(questionnaire=stream(every_kind()))
    answered(survey)
    every = [one.code for one in survey.versions.get().questionnaire.questions()]

    def taken() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as queries, open("/dev/null", "wb") as target:  # noqa: PTH123
            tracemalloc.start()
            write_answers(survey, every, kind="csv", file=target)
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return len(queries), peak

    many(survey, 2_000)
    few, low = taken()
    many(survey, 8_000)
    more, high = taken()
    # The questions twice, for headings and rows; the answers twice.
    assert (few, more) == (4, 4)
    assert high < low * 1.5
