"""`python -m tests.bench.surveys`: 100,000 answers summarised, how many queries, how long.

Answers are inserted in bulk and their counters computed as the action does, then checked by the
action itself with a thousand more. TEST_DATABASE_URL where (default: SQLite in memory);
BENCH_ANSWERS (default 100,000); BENCH_KEPT=1 takes a database migrated before, and keeps it.
"""

import os
import random
import statistics
import time
import uuid
from collections import Counter
from typing import Any

import django
from django.conf import settings


def main() -> None:
    """Prepares a database of its own, measures, prints, and leaves nothing behind."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    django.setup()
    from django.test.utils import get_runner  # noqa: PLC0415

    kept = bool(os.environ.get("BENCH_KEPT"))
    runner = get_runner(settings)(verbosity=0, interactive=False, keepdb=kept)
    databases = runner.setup_databases()
    try:
        measure(int(os.environ.get("BENCH_ANSWERS", "100000")))
    finally:
        runner.teardown_databases(databases)


def measure(count: int) -> None:
    """Fills a survey, then times its results, its crossed tables, and one more answer."""
    from django.db import connection  # noqa: PLC0415

    from participation.surveys.actions.counting import recount  # noqa: PLC0415
    from participation.surveys.models import SurveyAnswer  # noqa: PLC0415
    from participation.surveys.queries.figures import results_of  # noqa: PLC0415
    from participation.surveys.rules.crossing import crossable, crossed  # noqa: PLC0415
    from tests.factories.cms import make_site  # noqa: PLC0415
    from tests.factories.surveys import SurveyFactory, answered  # noqa: PLC0415
    from tests.support import clock  # noqa: PLC0415

    make_site()
    survey = SurveyFactory.create()
    fill(survey, count)
    say(f"{connection.vendor}: {SurveyAnswer.objects.count():,} answers")

    def summary() -> Any:
        found = results_of(survey, clock.days(11))
        assert found is not None
        return found.figures

    def crossing() -> Any:
        found = results_of(survey, clock.days(11))
        assert found is not None
        pairs = crossable(found.questionnaire)
        return [crossed(found.questionnaire, *p, found.counts, found.minimum) for p in pairs]

    told("results of every question", summary)
    told("every crossed table", crossing)
    told("one more answer", lambda: answered(survey), times=200)
    start = time.perf_counter()
    wrong = recount(survey=survey)
    say(f"recounted from the rows in {time.perf_counter() - start:.1f} s; wrong: {wrong}")


def fill(survey: Any, count: int) -> None:
    """So many answers of one questionnaire, with the counters that they add to."""
    from participation.surveys.actions import freeze_questions  # noqa: PLC0415
    from participation.surveys.actions.counting import add  # noqa: PLC0415
    from participation.surveys.models import SurveyAnswer  # noqa: PLC0415
    from participation.surveys.rules.cells import added_by  # noqa: PLC0415
    from tests.support import clock  # noqa: PLC0415

    version = freeze_questions(survey=survey, at=clock.NOW)
    chance, added = random.Random(7), Counter[str]()
    for start in range(0, count, 5_000):
        rows = [values_of(chance) for _one in range(min(5_000, count - start))]
        for values in rows:
            added.update(added_by(version.questionnaire, values))
        SurveyAnswer.objects.bulk_create(
            (
                SurveyAnswer(
                    survey=survey,
                    version=version,
                    receipt=uuid.uuid4().hex[:10],
                    form_digest=uuid.uuid4().hex,
                    channel="online",
                    answered_on=clock.NOW.date(),
                    values=values,
                )
                for values in rows
            ),
            batch_size=2_000,
        )
    add(survey.pk, dict(added))


def values_of(chance: random.Random) -> dict[str, Any]:
    """What one person answers."""
    order = chance.sample([1, 2, 3], 3)
    values: dict[str, Any] = {
        "lieu": chance.choice("123"),
        "note": chance.choice("12345"),
        "ordre": dict(zip("123", order, strict=True)),
        "avis": {"1": chance.choice("123"), "2": chance.choice("123")},
        "visites": str(chance.randint(0, 20)),
    }
    if values["note"] in "12":
        values["raisons"] = sorted(chance.sample("123", 2))
    return values


def told(what: str, act: Any, times: int = 20) -> None:
    """Times something, and says how many queries it asks."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as queries:
        act()
    taken = []
    for _one in range(times):
        start = time.perf_counter()
        act()
        taken.append((time.perf_counter() - start) * 1000)
    middle, worst = statistics.median(taken), max(taken)
    say(f"{what}: {len(queries)} queries, median {middle:.1f} ms, worst {worst:.1f} ms")


def say(words: str) -> None:
    print(words, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
