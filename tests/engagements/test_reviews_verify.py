"""verify_reviews: quiet when all is as published, names each row altered behind the triggers."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from engagements.actions import record_update
from engagements.models import (
    CommitmentUpdate,
    Evidence,
    Indicator,
    IndicatorValue,
    Review,
    ReviewAttendance,
    ReviewLine,
    ReviewOpinion,
)
from portal import frozen_rows
from portal.canonical import canonical_text, digest
from tests.factories.cms import DocumentFactory
from tests.factories.reviews import news, plan, published
from tests.support.clock import NOW, days

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now", "portal_site")]


def verify(*options: str) -> tuple[int, str, str]:
    """The exit code of the command, and what it wrote."""
    out, errors = StringIO(), StringIO()
    try:
        call_command("verify_reviews", *options, stdout=out, stderr=errors)
    except SystemExit as ended:
        return int(str(ended.code)), out.getvalue(), errors.getvalue()
    return 0, out.getvalue(), errors.getvalue()


def alterations() -> list[dict]:
    return json.loads(verify("--json")[1])["alterations"]


@pytest.fixture
def review(portal_site):
    """A review with news, evidence in a file, a figure; the triggers are off."""
    commitments = plan(3)
    indicator = Indicator.objects.create(
        commitment=commitments[0], label="Part", unit="%", source="Direction des achats"
    )
    record_update(
        commitment=commitments[0],
        at=NOW,
        user=None,
        status="under_way",
        text="Le marché est signé.",
        author_function="Direction des achats",
        reported_on=date(2026, 4, 2),
        evidence=[Evidence(kind="document", label="Marché", document=DocumentFactory.create())],
        figures={indicator: Decimal("62.5")},
    )
    news(commitments[1:2])
    made = published()
    frozen_rows.remove(connection)
    yield made
    frozen_rows.install(connection)


def test_quiet_success_says_how_many(review):
    code, out, errors = verify()

    assert (code, errors) == (0, "")
    assert out.startswith("1 ")


ALTERED = [
    (Review, "agenda", "Autre ordre du jour"),
    (Review, "signed_off_by", "Quelqu’un d’autre"),
    (Review, "ends_on", date(2026, 4, 29)),
    (ReviewOpinion, "text", "Avis réservé"),
    (ReviewAttendance, "present", 40),
    (ReviewLine, "wording", "Une autre promesse"),
    (ReviewLine, "status", "done"),
    (ReviewLine, "movement", "done"),
    (CommitmentUpdate, "text", "Tout est fait."),
    (CommitmentUpdate, "due_on", date(2030, 1, 1)),
    (Evidence, "label", "Autre pièce"),
    (IndicatorValue, "value", Decimal(99)),
]


@pytest.mark.parametrize(("model", "field", "value"), ALTERED)
def test_a_row_changed_directly_is_named(review, model, field, value):
    row = model.objects.order_by("pk").first()
    before = getattr(row, field)
    model.objects.filter(pk=row.pk).update(**{field: value})

    code, out, errors = verify()
    found = [one for one in alterations() if one["field"] == field]

    assert code == 1 and out == ""
    assert f"{model._meta.db_table}, ligne {row.pk}" in errors or model._meta.db_table in errors
    [one] = found
    assert (one["review"], one["table"], one["key"]) == (1, model._meta.db_table, str(row.pk))
    assert (
        str(one["published"])
        == (str(before) if before is not None else "None").removesuffix(".500")
        or Decimal(one["published"]) == before
    )
    assert str(one["found"]) in {str(value), value if isinstance(value, str) else str(value)}


@pytest.mark.parametrize("model", [ReviewOpinion, ReviewAttendance, ReviewLine, IndicatorValue])
def test_a_row_taken_away_is_missing(review, model):
    model.objects.filter(pk=model.objects.order_by("pk").first().pk)._raw_delete("default")

    assert [(one["table"], one["field"]) for one in alterations()] == [
        (model._meta.db_table, "missing")
    ]


def test_a_row_added_is_named(review):
    ReviewAttendance.objects.create(review=review, function="Ajoutée après coup", position=9)

    [one] = alterations()
    assert (one["table"], one["field"]) == ("engagements_reviewattendance", "added")
    assert one["found"]["function"] == "Ajoutée après coup"


def test_a_file_replaced_is_named(review):
    proof = Evidence.objects.get()
    with proof.document.file.storage.open(proof.document.file.name, "wb") as file:
        file.write(b"autre contenu")

    [one] = alterations()
    assert (one["table"], one["key"], one["field"]) == (
        "engagements_evidence",
        str(proof.pk),
        "file",
    )
    assert one["published"] == proof.file_sha256


def test_a_file_gone_is_named(review):
    proof = Evidence.objects.get()
    proof.document.file.storage.delete(proof.document.file.name)

    [one] = alterations()
    assert (one["field"], one["found"]) == ("file", "")


def test_the_record_itself_is_watched(review):
    Review.objects.update(canonical=review.canonical.replace("signé", "perdu"))

    fields = {(one["table"], one["field"]) for one in alterations()}
    assert ("engagements_review", "fingerprint") in fields


def test_an_unreadable_record_is_named(review):
    Review.objects.update(canonical="{")

    assert {one["field"] for one in alterations()} == {"fingerprint", "canonical"}


def test_a_review_opened_again_by_hand_is_named(review):
    Review.objects.update(state="open")

    [one] = alterations()
    assert (one["field"], one["found"]) == ("state", "open")


def test_a_broken_chain_is_named(review):
    second = published(
        at=days(200), starts_on=date(2026, 5, 1), ends_on=date(2026, 10, 31), title="Second"
    )
    assert verify()[0] == 0
    frozen_rows.remove(connection)
    Review.objects.filter(pk=review.pk).update(fingerprint="0" * 64)

    found = {(one["review"], one["field"]) for one in alterations()}

    assert found == {(1, "fingerprint"), (2, "previous")}
    assert second.previous_id == review.pk


def test_a_fingerprint_held_elsewhere_is_compared(review):
    assert verify("--expect", f"1={review.fingerprint}")[0] == 0
    assert verify("--expect", f"1={'0' * 64}")[0] == 1
    assert verify("--expect", f"2={review.fingerprint}")[0] == 1


def test_the_last_review_taken_away_whole_is_missing(review):
    for rows in (review.lines, review.opinions, review.attendance):
        rows.all()._raw_delete("default")
    Review.objects.filter(pk=review.pk)._raw_delete("default")

    [one] = alterations()
    assert (one["key"], one["field"], one["published"]) == (
        "number=1",
        "missing",
        review.fingerprint,
    )


def test_a_review_sealed_anew_is_named(review):
    record = json.loads(review.canonical)
    record["review"]["agenda"] = "Autre ordre du jour"
    again = canonical_text(record)
    Review.objects.filter(pk=review.pk).update(
        agenda="Autre ordre du jour", canonical=again, fingerprint=digest(again)
    )

    [one] = alterations()
    assert (one["field"], one["published"]) == ("fingerprint", review.fingerprint)
