"""Conditions never lose typed text, ranks are strict, no hidden figure can be worked out."""

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from participation.surveys.enums import Comparison, QuestionKind
from participation.surveys.rules import answers as reading
from participation.surveys.rules.cells import added_by, bands, cell, every_cell
from participation.surveys.rules.composing import faults
from participation.surveys.rules.crossing import crossable, crossed
from participation.surveys.rules.figures import figures
from participation.surveys.rules.questionnaire import (
    Choice,
    Condition,
    Page,
    Question,
    Questionnaire,
    as_json,
    from_json,
    same_structure,
    with_words,
    words_of,
)
from participation.surveys.rules.suppression import shown_counts, shown_crossing
from participation.surveys.rules.waves import Wave, compared

K = 5
YES_NO = (Choice("1", "Oui"), Choice("2", "Non"))
ABC = (Choice("1", "A"), Choice("2", "B"), Choice("3", "C"))


def asked_if(code: str, value: str, test: str = Comparison.IS) -> Condition:
    return Condition(code, test, value)


FIRST = Question("vient", QuestionKind.SINGLE, "Venez-vous ?", choices=YES_NO, crosses=True)
WHY = Question("pourquoi", QuestionKind.TEXT, "Pourquoi ?", condition=asked_if("vient", "2"))
HOW = Question("comment", QuestionKind.MULTIPLE, "Comment ?", choices=ABC)
RANKED = Question("ordre", QuestionKind.RANKING, "Ordre", choices=ABC)
LAST = Question(
    "suite",
    QuestionKind.SCALE,
    "Note",
    low=1,
    high=5,
    condition=asked_if("comment", "1", Comparison.CONTAINS),
)
SURVEY = Questionnaire(
    (
        Page("Un", questions=(FIRST,)),
        Page("Deux", questions=(WHY, HOW), condition=asked_if("vient", "", Comparison.ANSWERED)),
        Page("Trois", questions=(LAST, RANKED)),
    )
)
typed_fields = st.fixed_dictionaries(
    {},
    optional={
        "q-vient": st.sampled_from([["1"], ["2"], ["9"]]),
        "q-pourquoi": st.sampled_from([["Un texte"], ["Été 2026"], [" "]]),
        "q-comment": st.lists(st.sampled_from(["1", "2", "3", "x"]), min_size=1, max_size=4),
        "q-suite": st.sampled_from([["1"], ["5"], ["6"]]),
        "q-ordre-1": st.sampled_from([["1"], ["2"], ["3"], ["a"]]),
        "q-ordre-2": st.sampled_from([["1"], ["2"], ["3"]]),
        "q-ordre-3": st.sampled_from([["1"], ["2"], ["3"]]),
    },
)


@given(typed_fields, st.lists(st.tuples(st.integers(1, 3), typed_fields), max_size=6))
def test_only_what_a_page_shows_is_written_over(typed: Any, sent: list[tuple[int, Any]]) -> None:
    kept = reading.kept_with({}, typed, typed)
    for number, fields in sent:
        before = reading.answers_before(SURVEY, kept, number)
        shown = reading.shown_questions(SURVEY.pages[number - 1], SURVEY, before)
        names = [name for one in shown for name in reading.field_names(one)]
        after = reading.kept_with(kept, fields, names)
        for name in kept.keys() - set(names):
            assert after[name] == kept[name]
        for name in names:
            assert after.get(name, []) == [text for text in fields.get(name, []) if text]
        kept = after


@given(typed_fields)
def test_a_hidden_question_has_no_answer_and_its_text_comes_back(typed: Any) -> None:
    answers = reading.answers_of(SURVEY, typed)
    is_asked = answers.get("vient") == "2"
    text = (typed.get("q-pourquoi") or [""])[0].strip()
    assert answers.get("pourquoi") == (text or None if is_asked else None)
    # Whatever the other answers were meanwhile, asked again it is as it was typed.
    back = reading.answers_of(SURVEY, {**typed, "q-vient": ["2"]})
    assert back.get("pourquoi") == (text or None)
    assert ("suite" in answers) <= ("1" in answers.get("comment", []))
    assert reading.missing(SURVEY, answers) == []


@given(typed_fields)
def test_pages_go_forward_and_back_the_same_way(typed: Any) -> None:
    shown = reading.shown_pages(SURVEY, typed)
    there, number = [], 0
    while (following := reading.page_after(SURVEY, typed, number)) is not None:
        there.append(number := following)
    assert there == shown
    assert [reading.page_before(SURVEY, typed, one) for one in shown] == [None, *shown[:-1]]


@given(
    st.lists(st.sampled_from(["", "0", "1", "2", "3", "4", "²", "-1", "a"]), min_size=3, max_size=3)
)
def test_a_ranking_is_a_strict_order_or_nothing(ranks: list[str]) -> None:
    found = reading.ranking(ranks, RANKED)
    if sorted(ranks) == ["1", "2", "3"]:
        assert found == dict(zip("123", map(int, ranks), strict=True))
    else:
        assert found is None


@given(st.text(alphabet="0123456789.,- eN²", max_size=12))
@example("NaN")
@example("1e1")
@example(" 1 234,50 ")
@example("٣")
def test_a_number_is_within_bounds_or_nothing(text: str) -> None:
    question = Question("n", QuestionKind.NUMBER, "N", low=0, high=2000)
    found = reading.number(text, question)
    if found is not None:
        assert 0 <= float(found) <= 2000
        assert reading.number(found, question) == found
        low, high = bands(question)[int(added_by_one(question, found))]
        assert low <= float(found) <= high


def added_by_one(question: Question, value: str) -> str:
    one = Questionnaire((Page("p", questions=(question,)),))
    names = [
        name
        for name in added_by(one, {"n": value})
        if name not in {cell("n"), "|||", cell("n", "sum")}
    ]
    (name,) = names
    return name.split("|")[1]


@given(typed_fields)
def test_an_answer_only_adds_to_counters_that_exist(typed: Any) -> None:
    added = added_by(SURVEY, reading.answers_of(SURVEY, typed))
    assert set(added) <= set(every_cell(SURVEY))
    assert added["|||"] == 1


def test_a_questionnaire_comes_back_from_its_json_and_its_words_may_change() -> None:
    assert from_json(as_json(SURVEY)) == SURVEY
    reworded = with_words(SURVEY, {"pourquoi:label": "Pour quelle raison ?"})
    assert same_structure(SURVEY, reworded)
    assert words_of(reworded)["pourquoi:label"] == "Pour quelle raison ?"
    assert WHY.fingerprint != reworded.question("pourquoi").fingerprint  # type: ignore[union-attr]
    fewer = Questionnaire(SURVEY.pages[:2])
    assert not same_structure(SURVEY, fewer)


def test_conditions_look_back_to_an_earlier_page_and_a_known_answer() -> None:
    bad = Questionnaire(
        (
            Page(
                "p", questions=(FIRST, Question("x", "text", "X", condition=asked_if("vient", "1")))
            ),
            Page(
                "q",
                questions=(Question("y", "text", "Y", condition=asked_if("vient", "Peut-être")),),
            ),
            Page(
                "r",
                questions=(
                    Question("x", "text", "Z", condition=asked_if("y", "1", Comparison.AT_LEAST)),
                ),
            ),
        )
    )
    assert len(faults(bad)) == 4
    assert faults(SURVEY) == []


# ---- no hidden figure can be worked out ----


def least_and_most(
    shown: list[list[int | None]], rows: list[int], columns: list[int], cell_at: tuple[int, int]
) -> tuple[int, int]:
    """Two values that a hidden figure can have, all totals known; the same one when it is told."""
    gaps = [(i, j) for i, row in enumerate(shown) for j, one in enumerate(row) if one is None]
    equal, totals = [], []
    for i, row in enumerate(shown):
        equal.append([1 if gap[0] == i else 0 for gap in gaps])
        totals.append(rows[i] - sum(one or 0 for one in row))
    for j, column in enumerate(zip(*shown, strict=True)):
        equal.append([1 if gap[1] == j else 0 for gap in gaps])
        totals.append(columns[j] - sum(one or 0 for one in column))
    return _extremes(gaps, equal, totals, gaps.index(cell_at))


def _extremes(
    gaps: list[tuple[int, int]], equal: list[list[int]], totals: list[int], at: int
) -> tuple[int, int]:
    """By trying every value for the first figures of a line and deducing the last ones."""
    found: list[int] = []

    def fill(rank: int, left: list[int], values: list[int]) -> None:
        if rank == len(gaps):
            if not any(left):
                found.append(values[at])
            return
        lines = [k for k, line in enumerate(equal) if line[rank]]
        low, high = 0, min(left[k] for k in lines)
        for k in lines:
            if not any(equal[k][rank + 1 :]):
                low = max(low, left[k])
        for value in range(low, high + 1):
            after = [one - value if k in lines else one for k, one in enumerate(left)]
            fill(rank + 1, after, [*values, value])
            if len(set(found)) > 1:
                return

    fill(0, totals, [])
    return min(found), max(found)


tables = st.integers(2, 3).flatmap(
    lambda width: st.lists(
        st.lists(st.sampled_from([0, 0, 1, 2, 5, 6]), min_size=width, max_size=width),
        min_size=2,
        max_size=3,
    )
)


@settings(max_examples=120, deadline=None)
@given(tables)
@example([[1, 6, 6], [6, 6, 6], [6, 6, 6]])
@example([[1, 0, 6], [0, 2, 6], [6, 6, 6]])
@example([[1, 7], [0, 7]])
def test_no_small_figure_follows_from_a_crossed_table_and_its_totals(
    table: list[list[int]],
) -> None:
    shown = shown_crossing(table, 5).rows
    rows = [sum(row) for row in table]
    columns = [sum(column) for column in zip(*table, strict=True)]
    assert all(
        one is None or one == true
        for row, line in zip(shown, table, strict=True)
        for one, true in zip(row, line, strict=True)
    )
    if all(one is not None for row in shown for one in row):
        assert all(not 0 < one < 5 for row in table for one in row)
        return
    for i, row in enumerate(table):
        for j, true in enumerate(row):
            # A total below the minimum is not published: the figure is then less known still.
            if 0 < true < 5 and rows[i] >= 5 and columns[j] >= 5:
                assert shown[i][j] is None
                least, most = least_and_most(shown, rows, columns, (i, j))
                assert least < most, (shown, table)


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 30), min_size=1))
def test_no_figure_of_a_question_follows_from_the_others_and_the_total(
    counts: dict[str, int],
) -> None:
    shown = shown_counts(counts, K)
    hidden = [name for name, one in shown.items() if one is None]
    assert all(shown[name] in {None, count} for name, count in counts.items())
    assert all(shown[name] is None for name, count in counts.items() if 0 < count < K)
    people = [counts[name] for name in hidden if counts[name]]
    whole = sum(counts.values())
    assert (
        not hidden
        or len(hidden) == len(counts)
        or (len(people) > 1 and sum(people) >= K)
        or whole < K
    )


def counted(answers: list[dict[str, Any]], questionnaire: Questionnaire = SURVEY) -> dict[str, int]:
    counts: dict[str, int] = {}
    for one in answers:
        for name, by in added_by(questionnaire, one).items():
            counts[name] = counts.get(name, 0) + by
    return counts


def test_who_was_asked_never_tells_a_hidden_figure() -> None:
    # Three said no: a question asked of them, or of the others alone, would tell how many.
    gives = Question(
        "donne", QuestionKind.SCALE, "Note", low=1, high=3, condition=asked_if("vient", "1")
    )
    survey = Questionnaire((Page("Un", questions=(FIRST,)), Page("Deux", questions=(gives,))))
    people = [{"vient": "1", "donne": "2"}] * 20 + [{"vient": "2"}] * 3

    first, second = figures(survey, counted(people, survey), K)

    assert first.has_hidden
    assert second.base is None
    assert not second.groups


def test_two_profiles_hide_the_same_figures_both_ways() -> None:
    area = Question("lieu", QuestionKind.SINGLE, "Lieu", choices=ABC, crosses=True)
    age = Question("age", QuestionKind.SINGLE, "Âge", choices=ABC, crosses=True)
    survey = Questionnaire((Page("Un", questions=(area, age)),))
    spread = {
        ("1", "1"): 9,
        ("1", "2"): 2,
        ("1", "3"): 8,
        ("2", "1"): 7,
        ("2", "2"): 12,
        ("2", "3"): 9,
        ("3", "1"): 11,
        ("3", "2"): 6,
        ("3", "3"): 10,
    }
    people = [{"lieu": i, "age": j} for (i, j), n in spread.items() for _one in range(n)]
    counts = counted(people, survey)
    assert crossable(survey) == [(age, area), (area, age)]

    ways = [crossed(survey, *pair, counts, K) for pair in ((area, age), (age, area))]

    one, other = (
        [[line.count for line in lines] for _label, lines in way.rows] for way in ways if way
    )
    assert [list(column) for column in zip(*other, strict=True)] == one
    assert one[0][1] is None
    assert sum(count is None for row in one for count in row) == 4


def test_waves_compare_only_questions_asked_in_the_same_words() -> None:
    changed = with_words(SURVEY, {"comment:label": "De quelle façon ?"})
    people = [{"vient": "1", "comment": ["1"]}] * 30 + [{"vient": "2", "comment": ["2"]}] * 10
    waves = [
        Wave("T1", "/a/", SURVEY, counted(people)),
        Wave("T2", "/b/", changed, counted(people)),
    ]

    (one,) = compared(waves, K)

    assert one.question.code == "vient"
    assert [[line and line.share for line in lines] for _label, lines in one.rows] == [
        [75, 75],
        [25, 25],
    ]
