"""What apps declare: whole, in words, with the delays of the settings."""

import pytest
from django.conf import settings

from portal.privacy.durations import duration, seconds_in_words
from portal.privacy.registry import (
    cookies,
    processing,
    processings,
    retention_rules,
    said,
)

PARTS = (
    "label",
    "purpose",
    "people",
    "categories",
    "recipients",
    "retention",
    "security",
    "subprocessors",
)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1, "un jour"),
        (7, "7 jours"),
        (30, "30 jours"),
        (180, "6 mois"),
        (365, "un an"),
        (1095, "3 ans"),
        (400, "400 jours"),
    ],
)
def test_durations_are_said_in_the_largest_whole_unit(days, words):
    assert duration(days) == words


@pytest.mark.parametrize(
    ("seconds", "words"), [(1_209_600, "14 jours"), (31_536_000, "un an"), (7200, "2 heures")]
)
def test_seconds_of_settings_are_said_in_days(seconds, words):
    assert seconds_in_words(seconds) == words


@pytest.mark.parametrize("name", [one.name for one in processings()])
def test_processing_is_whole(name):
    empty = [part for part in PARTS if not said(getattr(processing(name), part)).strip()]

    assert empty == []


def test_delays_follow_the_settings(settings):
    settings.MESSAGE_RETENTION_DAYS = 60

    assert said(processing("home.contact").retention) == "2 mois après la réponse"


def test_rules_name_settings_that_exist():
    unknown = [
        rule.name for rule in retention_rules() if rule.days and not hasattr(settings, rule.days)
    ]

    assert unknown == []


def test_an_unknown_processing_is_an_error():
    with pytest.raises(KeyError):
        processing("nowhere.nothing")


def test_cookies_are_named_after_the_settings():
    names = [cookie.name for cookie in cookies()]

    assert {
        settings.SESSION_COOKIE_NAME,
        settings.CSRF_COOKIE_NAME,
        settings.SUPPORTER_COOKIE_NAME,
        "affichage",
    } <= set(names)
