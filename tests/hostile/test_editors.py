"""Rich text posted straight to the editor, and files of ideas: words all the same."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from home.models import StandardPage
from home.project_file.bodies import rich
from participation.enums import ImportState
from participation.models import Contribution
from tests.factories import home as make
from tests.factories.imports import done_import
from tests.factories.participation import IdeaConsultationFactory
from tests.hostile.corpus import sendable
from tests.hostile.forms import forms_in
from tests.hostile.reading import in_page, traces

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site")]
BLOCK = {"type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": [], "data": {}}
ENTITY = [{"key": 0, "offset": 0, "length": 3}]


def content(text: str, *, entity: dict[str, Any] | None = None, **block: Any) -> str:
    """What Draftail would send, if it were asked to lie."""
    block = {**BLOCK, "key": "a1b2c", "text": text, **block}
    if entity:
        block["entityRanges"] = ENTITY
    return json.dumps({"blocks": [block], "entityMap": {"0": entity} if entity else {}})


def link(address: str) -> dict[str, Any]:
    return {"type": "LINK", "mutability": "MUTABLE", "data": {"url": address}}


LIES = {
    "words": content("<script>zqx()</script><img src=x onerror=zqx()>"),
    "a link that runs": content("zqx", entity=link("javascript:zqx()")),
    "a link that runs, hidden": content("zqx", entity=link(" java\tscript:zqx()")),
    "a link to data": content("zqx", entity=link("data:text/html,<script>zqx()</script>")),
    "a link that breaks out": content("zqx", entity=link('"><img src=x onerror=zqx()>')),
    "an embed": content(
        "zqx",
        entity={
            "type": "EMBED",
            "mutability": "IMMUTABLE",
            "data": {"url": "https://zqx.example/", "html": "<script>zqx()</script>"},
        },
    ),
    "an unknown entity": content("zqx", entity={"type": "SCRIPT", "mutability": "", "data": {}}),
    "an unknown style": content(
        "zqx", inlineStyleRanges=[{"offset": 0, "length": 3, "style": "SCRIPT"}]
    ),
    "an unknown block": content("zqx", type="script"),
    "a block with data": content("zqx", data={"onclick": "zqx()", "style": "x:zqx"}),
}


# Wagtail knows neither of them, and keeps nothing.
DROPPED = {"an embed", "an unknown entity", "an unknown block"}


@pytest.mark.parametrize("lie", LIES)
def test_rich_text_posted_straight_to_the_editor_is_words(
    client_of: Callable[..., Any], administrator: Any, lie: str
) -> None:
    page = make.add_page(StandardPage, "essai")
    browser = client_of(administrator)
    address = f"/admin/pages/{page.pk}/edit/"
    forms = [form for form in forms_in(browser.get(address), address) if "title" in form.words]
    data = {
        **{name: value for name, value in forms[0].data.items() if not name.startswith("body")},
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "paragraph",
        "body-0-id": "",
        "body-0-value": LIES[lie],
        "action-publish": "1",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }

    posted = browser.post(address, data)

    for reader in (posted, Client().get(page.url), browser.get(address)):
        assert traces(reader) == []
    shown = "zqx" in Client().get(page.url).content.decode()
    assert shown == (lie not in DROPPED), "what nothing can show goes, the rest stays as words"


@pytest.mark.parametrize("words", sendable().values(), ids=sendable())
def test_marks_of_a_project_file_make_only_marks(words: str) -> None:
    assert in_page(rich(f"**{words}** [{words}](/zqx)")) == []


def test_ideas_of_a_file_are_words(officer: Any, now: Any) -> None:
    """Every payload as a title, a text and a name, imported, published, read and given back."""
    call = IdeaConsultationFactory.create()
    target = io.StringIO()
    table = csv.writer(target, delimiter=";")
    table.writerow(["titre", "texte", "nom"])
    for words in sendable().values():
        if "\x00" not in words:
            table.writerow([words[:90], f"{words[:900]} et une suite assez longue.", words[:60]])
    imported = done_import(target.getvalue().encode(), call, user=officer, moderation="published")
    assert imported.state == ImportState.DONE, (imported.state, imported.errors[:5])
    ideas = list(Contribution.objects.filter(activity=call))
    assert len(ideas) >= 50

    addresses = [call.url, f"{call.url}idees.csv", f"{call.url}idees.json", f"{call.url}resultats/"]
    addresses += [one.url for one in ideas[::4]]
    found = [f"{one}: {it}" for one in addresses for it in traces(Client().get(one))]
    assert found == [], "\n".join(found)
