"""A broken file: every fault told with its line and entry, nothing written."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, Revision

from home.models import ImportedText
from home.project_file.faults import InvalidFileError
from home.project_file.source import read_source

FAULTS = {
    "text missing": (
        "project.yaml",
        "label: Renforcer la coordination des interventions des services au sein des quartiers",
        "label:",
        "priorities[0].objectives[1].label: this text is missing.",
    ),
    "number for a text": (
        "project.yaml",
        "label: Un enjeu de solidarité",
        "label: 2020",
        "values[3].label: this should be a text: put it between quotation marks.",
    ),
    "entry missing": (
        "project.yaml",
        "{key: droits,        number: 2,  label: Garantir l'accès aux droits}",
        "{key: droits, number: 2}",
        "values[1].label: this entry is missing.",
    ),
    "unknown word": (
        "project.yaml",
        "  name: 100 % service public ivryen",
        "  name: 100 % service public ivryen\n  citty: Ivry",
        "project.citty: this word is not known here. Did you mean “city”?",
    ),
    "unknown word in a list": (
        "project.yaml",
        "{key: drh, label:",
        "{key: drh, whut: un service, label:",
        "resources[1].whut: this word is not known here. Did you mean “what”?",
    ),
    "unknown word in a group": (
        "texts.yaml",
        "  bien-commun:\n    introduction",
        "  bien-commun:\n    bodi: []\n    introduction",
        "values.bien-commun.bodi: this word is not known here. Did you mean “body”?",
    ),
    "unknown value of an axis": (
        "project.yaml",
        "values: [solidarite, bien-commun, responsables, interet-general]",
        "values: [solidarite, biens-communs]",
        "axes[1].values[1]: there is no value whose key is “biens-communs”.",
    ),
    "unknown value of a priority": (
        "project.yaml",
        "values: [solidarite, bien-commun, dialogue, interet-general]",
        "values: [ville]",
        "priorities[1].values[0]: there is no value whose key is “ville”.",
    ),
    "unknown idea": (
        "project.yaml",
        "ideas: [34, 159, 293]",
        "ideas: [34, 999]",
        "priorities[0].ideas[1]: there is no idea number 999 in “ideas”.",
    ),
    "commitment twice": (
        "project.yaml",
        "          34: Définir un plan d'action",
        "          33: Définir un plan d'action",
        "priorities[4].objectives[4].commitments.33: this key is written twice",
    ),
    "commitment in two objectives": (
        "project.yaml",
        "          16: Finaliser",
        "          1: Finaliser",
        "priorities[2].objectives[1].commitments.1: “1” is already used on line",
    ),
    "key taken": (
        "project.yaml",
        "{key: drh, label:",
        "{key: labo, label:",
        "resources[1].key: “labo” is already used on line",
    ),
    "number taken": (
        "project.yaml",
        "{key: equite,        number: 5,",
        "{key: equite,        number: 4,",
        "values[4].number: “4” is already used on line",
    ),
    "bad key": (
        "project.yaml",
        "{key: equite,        number: 5,",
        "{key: Équité,        number: 5,",
        "values[4].key: use small letters without accents, figures and hyphens only.",
    ),
    "day that never was": (
        "project.yaml",
        "date: 2018-09-20",
        "date: 2018-09-31",
        "timeline[8].date: this day does not exist.",
    ),
    "date in words": (
        "project.yaml",
        "date: 2018-09-20",
        "date: 20 septembre 2018",
        "timeline[8].date: write this date as 2019-11-21, or 2019-11",
    ),
    "end before the beginning": (
        "project.yaml",
        "date: 2017-10, end: 2018-06",
        "date: 2017-10, end: 2017-06",
        "timeline[6].end: the end comes before the beginning.",
    ),
    "two precisions": (
        "project.yaml",
        "date: 2017-10, end: 2018-06",
        "date: 2017-10, end: 2018-06-30",
        "timeline[6].end: write the end as the beginning",
    ),
    "programme backwards": (
        "project.yaml",
        "programme: {start: 2020, end: 2026}",
        "programme: {start: 2020, end: 2016}",
        "project.programme.end: the end comes before the beginning.",
    ),
    "seventh level": (
        "project.yaml",
        "{key: codecision,      number: 6,",
        "{key: codecision,      number: 7,",
        "participation_levels[5].number: this number must be at most 6.",
    ),
    "list expected": (
        "project.yaml",
        "challenges: [Préserver l'environnement, Réduire les inégalités sociales, "
        "Promouvoir une économie responsable]",
        "challenges: Préserver l'environnement",
        "axes[1].challenges: this should be a list",
    ),
    "not an address": (
        "project.yaml",
        "contact_email: lelabo@ivry94.fr",
        "contact_email: lelabo",
        "project.contact_email: this is not an e-mail address.",
    ),
    "key in words": (
        "project.yaml",
        "  6: Diminuer l'utilisation du papier",
        "  six: Diminuer l'utilisation du papier",
        "ideas.six: this key should be a number.",
    ),
    "figure in words": (
        "project.yaml",
        "ideas_collected: 380",
        "ideas_collected: beaucoup",
        "project.ideas_collected: this should be a whole number.",
    ),
    "number missing": (
        "project.yaml",
        "ideas_collected: 380",
        "ideas_collected: 380\n  population: {year: 2035}",
        "project.population: this word is not known here.",
    ),
    "group expected": (
        "project.yaml",
        "programme: {start: 2020, end: 2026}",
        "programme: 2020-2026",
        "project.programme: this should be a group of “key: value” lines.",
    ),
    "year missing": (
        "project.yaml",
        "programme: {start: 2020, end: 2026}",
        "programme: {start: 2020, end: }",
        "project.programme.end: this number is missing.",
    ),
    "date missing": (
        "project.yaml",
        "date: 2018-09-20",
        "date: ~",
        "timeline[8].date: this date is missing.",
    ),
    "number too small": (
        "project.yaml",
        "{key: equite,        number: 5,",
        "{key: equite,        number: 0,",
        "values[4].number: this number must be at least 1.",
    ),
    "choice": (
        "texts.yaml",
        "audience: agents",
        "audience: agent",
        "historic_call.audience: this should be one of: 'everyone', 'residents', 'agents'.",
    ),
    "level of nothing": (
        "texts.yaml",
        "level: concertation",
        "level: concertations",
        "historic_call.level: the project file has nothing whose key is “concertations”.",
    ),
    "call backwards": (
        "texts.yaml",
        "closes: 2019-09",
        "closes: 2018-09",
        "historic_call.closes: the end comes before the beginning.",
    ),
    "settings of nothing": (
        "texts.yaml",
        "from_settings: [host_name, host_address]",
        "from_settings: [host_name, host_phone]",
        "legal.sections[2].from_settings[1]: the settings of the city have no “host_phone”.",
    ),
    "statement short of a heading": (
        "texts.yaml",
        "        - subheading: Non-conformités\n",
        "",
        "accessibility.sections[5].body: this section of the statement needs 3 sub-headings.",
    ),
    "figures for an identity": (
        "texts.yaml",
        '  siret: ""',
        '  siret: "123"',
        "site_settings.siret: this is not written as it should.",
    ),
    "text of nothing": (
        "texts.yaml",
        "  bien-commun:\n    introduction",
        "  biens-communs:\n    introduction",
        "values.biens-communs: the project file has nothing whose key is “biens-communs”.",
    ),
    "block of two kinds": (
        "texts.yaml",
        "      - heading: Pouvoir choisir et agir",
        "      - heading: Pouvoir choisir et agir\n        paragraph: Et encore",
        "values.emancipation.body[0]: a block holds exactly one of: heading, subheading",
    ),
    "link elsewhere": (
        "texts.yaml",
        "[niveau de participation](/participer/niveaux/)",
        "[niveau de participation](javascript:alert)",
        "values.dialogue.body[2].paragraph: the address of “niveau de participation” must start",
    ),
    "too long": (
        "texts.yaml",
        "short_name: Proximité",
        f"short_name: {'x' * 61}",
        "priorities.proximite.short_name: this text is too long: 60 characters at most.",
    ),
    "address of the portal": (
        "texts.yaml",
        "slug: charte",
        "slug: participer",
        "standard_pages[1].slug: the address /participer/ is already used by the portal.",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_told_with_its_line(name, city, edit):
    file, old, new, expected = FAULTS[name]
    text = (city / file).read_text(encoding="utf-8")
    line = text[: text.index(old)].count("\n") + 1
    edit(file, old, new)
    texts = city / "texts.yaml" if file == "texts.yaml" else None

    with pytest.raises(InvalidFileError) as refusal:
        read_source(city / "project.yaml", texts)

    told = [str(fault) for fault in refusal.value.faults]
    assert len(told) == 1
    assert f", {expected}" in told[0]
    near = [f"{file}, line {number}, " for number in (line - 1, line, line + 1)]
    assert told[0].startswith(tuple(near)), told


def test_every_fault_of_both_files_is_told(city, edit):
    for name in ("text missing", "unknown value of an axis", "block of two kinds"):
        edit(*FAULTS[name][:3])

    with pytest.raises(InvalidFileError) as refusal:
        read_source(city / "project.yaml", city / "texts.yaml")

    # What entries say of one another is told too, once each has its shape.
    assert [fault.file for fault in refusal.value.faults] == ["project.yaml", "texts.yaml"]


def test_an_empty_file(city):
    (city / "project.yaml").write_text("")

    with pytest.raises(InvalidFileError, match="line 1: this should be a group"):
        read_source(city / "project.yaml")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["text missing", "unknown idea", "text of nothing"])
def test_nothing_is_written(name, city, edit):
    edit(*FAULTS[name][:3])
    before = (Page.objects.count(), Revision.objects.count(), ImportedText.objects.count())

    with pytest.raises(CommandError) as refusal:
        call_command("load_project", city / "project.yaml", stdout=StringIO())

    assert "1 fault was found. Nothing was written." in str(refusal.value)
    assert FAULTS[name][3] in str(refusal.value)
    after = (Page.objects.count(), Revision.objects.count(), ImportedText.objects.count())
    assert after == before
