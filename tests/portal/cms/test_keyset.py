"""Keyset pages: walked either way, they show each row once; a forged cursor is refused."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.accounts.models import User
from portal.cms.keyset import BadCursor, decode, encode, keyset_page

START = datetime(2026, 5, 11, 10, 0, tzinfo=UTC)
ORDERS = [["-date_joined", "-id"], ["date_joined", "id"], ["-date_joined", "id"], ["id"]]


def _people(offsets: list[int]) -> list[int]:
    """One person per offset in minutes; equal offsets tie. Returns nothing but their keys."""
    made = User.objects.bulk_create(
        [
            User(email=f"p{n}@test.example", date_joined=START + timedelta(minutes=minute))
            for n, minute in enumerate(offsets)
        ]
    )
    return [user.pk for user in made]


def _walk(order: list[str], size: int) -> list[list[int]]:
    pages, cursor = [], None
    while True:
        page = keyset_page(User.objects.all(), order=order, cursor=cursor, size=size)
        pages.append([user.pk for user in page.items])
        assert len(pages) < 100
        if page.next_cursor is None:
            return pages
        cursor = page.next_cursor


def _walk_back(order: list[str], size: int) -> list[list[int]]:
    """From the last page to the first, found in the order of reading."""
    page = keyset_page(User.objects.all(), order=order, cursor=None, size=size)
    while page.next_cursor:
        page = keyset_page(User.objects.all(), order=order, cursor=page.next_cursor, size=size)
    pages = [[user.pk for user in page.items]]
    while page.previous_cursor:
        page = keyset_page(User.objects.all(), order=order, cursor=page.previous_cursor, size=size)
        pages.insert(0, [user.pk for user in page.items])
        assert len(pages) < 100
    return pages


@pytest.mark.django_db
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    offsets=st.lists(st.integers(0, 4), max_size=12),
    size=st.integers(1, 5),
    order=st.sampled_from(ORDERS),
)
def test_each_row_is_met_once_either_way(offsets, size, order):
    User.objects.all().delete()
    _people(offsets)
    expected = list(User.objects.order_by(*order).values_list("pk", flat=True))

    forward = _walk(order, size)
    backward = _walk_back(order, size)

    assert [pk for page in forward for pk in page] == expected
    assert [pk for page in backward for pk in page] == expected
    assert all(len(page) == size for page in forward[:-1])


@pytest.mark.django_db
def test_rows_that_arrive_do_not_shift_the_pages():
    _people([0, 1, 2, 3])
    order = ["-date_joined", "-id"]
    first = keyset_page(User.objects.all(), order=order, cursor=None, size=2)
    User.objects.create_user("nouvelle@test.example", date_joined=START + timedelta(days=1))

    second = keyset_page(User.objects.all(), order=order, cursor=first.next_cursor, size=2)

    assert {user.pk for user in first.items} & {user.pk for user in second.items} == set()
    assert len(second.items) == 2


@pytest.mark.django_db
def test_ends_have_no_cursor():
    _people([0, 1])
    page = keyset_page(User.objects.all(), order=["id"], cursor=None, size=2)

    assert (page.next_cursor, page.previous_cursor) == (None, None)


@pytest.mark.django_db
def test_a_page_costs_one_query(django_assert_num_queries):
    _people([0, 1, 2])
    first = keyset_page(User.objects.all(), order=["id"], cursor=None, size=1)

    with django_assert_num_queries(1):
        keyset_page(User.objects.all(), order=["id"], cursor=first.next_cursor, size=1)


@given(
    values=st.lists(
        st.integers(-(2**31), 2**31) | st.text(max_size=20) | st.datetimes(timezones=st.just(UTC)),
        min_size=1,
        max_size=3,
    ),
    backwards=st.booleans(),
)
def test_cursors_come_back_as_they_left(values, backwards):
    cursor = encode(values, backwards=backwards)

    assert decode(cursor, len(values)) == (values, backwards)
    assert cursor.replace("-", "").replace("_", "").isalnum()


def _forged(content: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "é",
        "////",
        "AAAA",
        _forged([]),
        _forged([False, []]),
        _forged([False, [["v", 1], ["v", 2]]]),
        _forged(["oui", [["v", 1]]]),
        _forged([False, [["v", [1]]]]),
        _forged([False, [["v", {"a": 1}]]]),
        _forged([False, [["v", None]]]),
        _forged([False, [["d", "hier"]]]),
        _forged([False, [["d", 12]]]),
        _forged([False, {"v": 1}]),
        _forged([False, None]),
        _forged({"a": 1, "b": 2}),
        _forged(12),
        _forged("texte"),
        "\ud800",
    ],
)
def test_forged_cursors_are_refused(cursor):
    with pytest.raises(BadCursor):
        decode(cursor, 1)


@given(st.text(max_size=60))
def test_any_text_is_a_cursor_or_is_refused(text):
    try:
        values, backwards = decode(text, 2)
    except BadCursor:
        return
    assert len(values) == 2
    assert isinstance(backwards, bool)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values", [["hier", 1], [START, "un"], [START, 10**30], [True, False], ["", ""]]
)
def test_values_of_another_kind_are_refused_by_the_page(values):
    """A cursor well made but for another list: refused, never a database error."""
    _people([0])

    with pytest.raises(BadCursor):
        keyset_page(
            User.objects.all(), order=["-date_joined", "-id"], cursor=encode(["", *values]), size=2
        )


@pytest.mark.django_db
def test_a_cursor_serves_in_its_own_list_only():
    _people([0, 1, 2])
    page = keyset_page(User.objects.all(), order=["id"], cursor=None, size=1, scope="recent")

    for scope, order in (("oldest", ["id"]), ("", ["id"]), ("recent", ["id", "-id"])):
        with pytest.raises(BadCursor):
            keyset_page(
                User.objects.all(), order=order, cursor=page.next_cursor, size=1, scope=scope
            )


@pytest.mark.parametrize(
    "raw",
    [
        "[" * 400,
        '[false,[["d","0001-01-01T00:00:00+14:00"],["v",1]]]',
        '[false,[["d","9999-12-31T23:59:59-12:00"],["v",1]]]',
        '[false,[["v","' + "x" * 3000 + '"],["v",1]]]',
    ],
)
def test_extravagant_cursors_are_refused(raw):
    with pytest.raises(BadCursor):
        decode(base64.urlsafe_b64encode(raw.encode()).decode().rstrip("="), 2)
