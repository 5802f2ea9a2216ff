"""The French catalogue: complete, sure, compiled, well typeset; nothing said outside it."""

import ast
import re
from collections import Counter
from collections.abc import Iterator

import polib
import pytest

from tests.support import house, messages
from tests.support.house import listing

CATALOGUE = house.ROOT / "locale" / "fr" / "LC_MESSAGES"
# Modules whose subject is the French language itself.
FRENCH_BY_NATURE = {
    # The recount script speaks alone, from a single file.
    "participation/budgets/counting/french.py",
    "participation/budgets/counting/script.py",
    "participation/similarity/words.py",
    "portal/cms/folding.py",
    "portal/cms/french_dates.py",
    "portal/cms/templatetags/portal_tags.py",
    "portal/cms/typography.py",
}
_ACCENTED = re.compile(r"[àâçéèêëîïôûùüÿœÀÂÇÉÈÊËÎÏÔÛÙÜŒ«»]")
_PLACEHOLDER = re.compile(r"%\(\w+\)\w|%[sd]|\{\w*\}|</?\w+")
# Addresses, hours and code keep their plain signs; a placeholder may come before a sign.
_SPARED = re.compile(
    r"https?://\S+|mailto:\S+|\d{1,2}:\d{2}|%\(\w+\)\w|%[sd%]|&\w+;|<[^>]+>|\{\w*\}"
)
_FAULTS = {
    "a plain space before a high sign": re.compile(r" [;:!?%€»]"),
    "no space before a high sign": re.compile(r"[^\s\W][;!?](?!\w)|[\w)»]:(?=\s|$)|\w»"),
    "a plain or no space after «": re.compile(r"«(?!\u00a0)"),
    "a straight apostrophe or quotes": re.compile(r"\w'\w|\"\w"),
    "three dots": re.compile(r"\.\.\."),
    "a narrow space before a colon": re.compile(r"\u202f:"),
    "a median point": re.compile(r"\w·\w"),
}


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(CATALOGUE / "django.po"))


def _forms(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def _written(catalogue: polib.POFile) -> list[polib.POEntry]:
    return [entry for entry in catalogue if not entry.obsolete and entry.msgid]


def test_each_message_of_the_code_is_in_the_catalogue(catalogue):
    known = {
        messages.Message(entry.msgctxt, entry.msgid, entry.msgid_plural or None)
        for entry in _written(catalogue)
    }

    assert sorted(messages.asked() - known, key=str) == []


def test_each_message_is_translated_for_sure(catalogue):
    unsure = [
        entry.msgid
        for entry in _written(catalogue)
        if entry.fuzzy or not all(_forms(entry)) or not _forms(entry)
    ]

    assert unsure == [], listing(unsure)


def test_plurals_have_two_forms(catalogue):
    """0 and 1 are singular in French."""
    rule = catalogue.metadata.get("Plural-Forms", "")
    odd = [
        entry.msgid
        for entry in _written(catalogue)
        if entry.msgid_plural and len(_forms(entry)) != 2
    ]

    assert "nplurals=2" in rule
    assert "n > 1" in rule
    assert odd == [], listing(odd)


def test_translations_keep_their_placeholders(catalogue):
    broken = []
    for entry in _written(catalogue):
        source = Counter(_PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        last = Counter(_PLACEHOLDER.findall(_forms(entry)[-1]))
        if source != last:
            broken.append((entry.msgid, _forms(entry)[-1]))

    assert broken == [], listing(broken)


def test_french_is_well_typeset(catalogue):
    faults = [
        f"{name}: {form!r}"
        for entry in _written(catalogue)
        for form in _forms(entry)
        for name, pattern in _FAULTS.items()
        if pattern.search(_SPARED.sub("x", form))
    ]

    assert faults == [], listing(faults)


def test_compiled_catalogue_says_the_same(catalogue):
    compiled = {
        (entry.msgctxt, entry.msgid): _forms(entry)
        for entry in polib.mofile(str(CATALOGUE / "django.mo"))
        if entry.msgid
    }
    written = {(entry.msgctxt, entry.msgid): _forms(entry) for entry in _written(catalogue)}

    assert compiled == written


def test_messages_are_plain_texts():
    """No f-string, no variable inside _(): a catalogue can only hold what is written."""
    computed = [call.place for call in messages.asked_by_python() if call.message is None]

    assert computed == [], listing(computed)


def test_messages_are_english():
    """Words of French are only given as examples of what to type."""
    french = [
        message.text
        for message in messages.asked()
        if _ACCENTED.search(message.text.partition("for example:")[0])
    ]

    assert french == [], listing(french)


def _documented(tree: ast.Module) -> set[int]:
    """The string nodes that are documentation."""
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, owners) and node.body and isinstance(node.body[0], ast.Expr)
    }


def _strings(tree: ast.Module) -> Iterator[ast.Constant]:
    documented = _documented(tree)
    for node in ast.walk(tree):
        text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if text and id(node) not in documented:
            yield node


def test_python_says_no_french_by_itself():
    said = [
        f"{house.relative(path)}:{node.lineno} {node.value[:60]!r}"
        for path in house.source_files()
        if house.relative(path) not in FRENCH_BY_NATURE and "settings" not in path.parts
        for node in _strings(house.tree_of(path))
        if _ACCENTED.search(node.value)
    ]

    assert said == [], listing(said)


_COMMENT = re.compile(r"\{%\s*comment.*?endcomment\s*%\}|\{#.*?#\}|<!--.*?-->", re.DOTALL)
_TRANSLATED = re.compile(r"\{%\s*blocktrans.*?endblocktrans(?:late)?\s*%\}", re.DOTALL)
_CODE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_UNREAD = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>|&\w+;", re.DOTALL)
_SAID_BY_ATTRIBUTE = re.compile(r"""\s(?:aria-label|alt|title|placeholder)="([^"]*)\"""")
# Names that are the same in every language, the address that the law prescribes, and files that
# machines read.
_NAMES = re.compile(
    r"Licence Ouverte|Parvis|doctype html|[A-Z]{2,5}\b|Défenseur des droits|Libre réponse|Paris\b"
    r"|cnil\.fr"
)
_FOR_MACHINES = {"robots.txt", "security.txt"}


def test_templates_say_nothing_by_themselves():
    """Every word of a template goes through the catalogue, or comes from the content."""
    said = []
    for path in house.template_files():
        if path.suffix not in {".html", ".txt"} or path.name in _FOR_MACHINES:
            continue
        text = _TRANSLATED.sub("", _COMMENT.sub("", path.read_text(encoding="utf-8")))
        text = _CODE.sub("", text)
        words = [*_SAID_BY_ATTRIBUTE.findall(text), _NAMES.sub("", _UNREAD.sub(" ", text))]
        said += [
            f"{house.relative(path)}: {found!r}"
            for found in re.findall(r"[A-Za-zÀ-ÿ’']{3,}(?: [A-Za-zÀ-ÿ’']+)*", " ".join(words))
        ]

    assert said == [], listing(said)
