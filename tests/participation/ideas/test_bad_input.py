"""What somebody malicious or unlucky sends: a clear message, nothing stored, nothing lost."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from participation.enums import Moderation, Wish
from participation.ideas.models import Idea, IdeaConsultation
from participation.models import Neighbourhood, StagedFile
from portal.form_tokens import new_token
from tests.factories.engagements import DepartmentFactory
from tests.factories.files import sent_picture, staged
from tests.factories.participation import IdeaConsultationFactory, ThemeFactory, publish
from tests.support.client import StrictClient
from tests.support.html import error_of, main_of, said, soup

pytestmark = pytest.mark.usefixtures("portal_site", "now")

TEXT = "Chaque samedi, les gymnases distribuent des centaines de petites bouteilles."
ATTACK = "\"><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7|add:7 }}{% now 'Y' %}"
LONG_WORD = "x" * 10_000
REVERSED = "Un titre \u202egnitalosni\u202c lisible \u2066et isolé\u2069"


@pytest.fixture
def call() -> IdeaConsultation:
    theme = ThemeFactory.create(name="Achats")
    Neighbourhood.objects.create(name="Ivry-Port", slug="ivry-port")
    DepartmentFactory.create()
    return IdeaConsultationFactory.create(themes=[theme])


def filled(call: IdeaConsultation, **fields: Any) -> dict[str, Any]:
    return {
        "title": "Prêter des gourdes aux clubs",
        "text": TEXT,
        "theme": call.themes.get().pk,
        "token": new_token(),
        "action": "envoyer",
        **fields,
    }


def nothing_stored() -> bool:
    return not Idea.objects.exists() and not StagedFile.objects.exists()


def zip_bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", b"0" * 200_000_000)
    return target.getvalue()


BAD_FILES: dict[str, tuple[str, str, Callable[[], bytes]]] = {
    "a page called a picture": ("pictures", "photo.jpg", lambda: b"<!doctype html><script>"),
    "a drawing with a script": (
        "pictures",
        "plan.png",
        lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    ),
    "half a picture": ("pictures", "photo.jpg", lambda: sent_picture().read()[:200]),
    "nothing": ("pictures", "vide.jpg", lambda: b""),
    "a program called a document": ("document", "devis.pdf", lambda: b"MZ\x90\x00" * 50),
    "a picture called a document": ("document", "devis.pdf", lambda: sent_picture().read()),
    "an archive that unpacks without end": ("document", "notice.odt", zip_bomb),
    "too big a picture": ("pictures", "x.jpg", lambda: b"\xff\xd8\xff" + b"0" * 9_000_000),
    "too big a document": ("document", "x.pdf", lambda: b"%PDF-1.7\n" + b"0" * 11_000_000),
}


@pytest.mark.parametrize("kind", BAD_FILES)
def test_disguised_and_oversized_files_are_refused_and_the_text_kept(
    client: StrictClient, call: IdeaConsultation, kind: str
) -> None:
    field, name, make = BAD_FILES[kind]
    file = SimpleUploadedFile(name, make(), "image/jpeg")
    page = client.post(call.contribute_url, {**filled(call), field: file})
    assert name in error_of(page, field)
    assert TEXT in said(page)
    assert nothing_stored()


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.jpg",
        "a" * 300 + ".jpg",
        "<img src=x>.jpg",
        "photo\u202egpj.exe",
        ".jpg",
        "",
    ],
)
def test_names_of_files_only_name(client: StrictClient, call: IdeaConsultation, name: str) -> None:
    file = sent_picture("x.jpg")
    # As it comes over the wire: Django itself would clean it on the way out.
    file._name = name
    page = client.post(call.contribute_url, {**filled(call, action="relire"), "pictures": [file]})
    assert page.status_code == 200
    for kept in StagedFile.objects.all():
        assert not {"/", "\\", "\u202e", "\x00"} & set(kept.name)
        assert len(kept.name) <= 80
        assert kept.file.name.startswith("contributions/")
        assert kept.file.name.endswith(".jpg")


@pytest.mark.parametrize("words", [ATTACK, REVERSED, "'; DROP TABLE ideas; --", "=1+1", "%s %(x)s"])
def test_what_is_written_is_only_ever_shown(call: IdeaConsultation, words: str) -> None:
    browser = Client()  # What strangers write need not be good French.
    typed = {
        "title": words[:100],
        "text": f"{words} {TEXT}",
        "place": words,
        "display_name": words[:80],
    }
    form = {**filled(call, **typed), "pictures": [sent_picture()]}
    review = browser.post(call.contribute_url, {**form, "action": "relire"})
    assert soup(review).select("script:not([src]), [onerror]") == []
    file = StagedFile.objects.get()
    browser.post(
        call.contribute_url,
        {**filled(call, **typed), "token": form["token"], f"description-{file.pk}": words},
    )
    idea = publish(Idea.objects.get())
    assert not {"\u202e", "\u2066"} & set(idea.title + idea.text + idea.place + idea.display_name)
    addresses = (idea.story_url, f"{call.url}recu/{idea.receipt_display}/", idea.url, call.url)
    for address in (*addresses, f"{call.url}proches/?titre={idea.title}"):
        page = soup(browser.get(address))
        assert [node for node in page.find_all("script") if not node.get("src")] == []
        assert page.select("[onerror], [onload], img[src=x]") == []


@pytest.mark.parametrize("field", ["title", "text", "place", "display_name", "email"])
def test_a_word_of_ten_thousand_letters_is_refused_in_words(
    client: StrictClient, call: IdeaConsultation, field: str
) -> None:
    page = client.post(call.contribute_url, filled(call, **{field: LONG_WORD}))
    assert error_of(page, field)
    typed = main_of(page).select_one(f"[name={field}]")
    assert typed is not None
    assert LONG_WORD in (typed.get("value") or typed.get_text())
    assert nothing_stored()


@pytest.mark.parametrize(
    "field",
    [
        "title",
        "text",
        "place",
        "display_name",
        "email",
        "theme",
        "neighbourhood",
        "standing",
        "wishes",
        "concerned_department",
        "token",
        "action",
        "retirer",
        "description-1",
        "website",
    ],
)
@pytest.mark.parametrize("value", ["\x00", "a\x00b", "\ud7ff\U0010ffff", "9" * 60, "-1", "²", "[]"])
def test_no_value_of_no_field_breaks_the_form(
    call: IdeaConsultation, field: str, value: str
) -> None:
    response = Client().post(call.contribute_url, {**filled(call), field: value})
    assert response.status_code in {200, 302}
    for idea in Idea.objects.all():
        assert "\x00" not in idea.title + idea.text + idea.place + idea.display_name
        assert (idea.theme, idea.neighbourhood) == (call.themes.get(), None)
    if response.status_code == 200:
        assert TEXT in said(response) or field == "text"


@pytest.mark.parametrize("value", ["\x00", "\x00" * 40, "a\x00é"])
def test_no_title_breaks_the_search_for_similar_ideas(
    client: StrictClient, call: IdeaConsultation, value: str
) -> None:
    assert client.get(f"{call.url}proches/", {"titre": value}).status_code == 200
    assert client.get(f"{call.url}proches/", {"titre": LONG_WORD}).status_code == 200


def test_lists_take_only_what_they_offer(client: StrictClient, call: IdeaConsultation) -> None:
    foreign = ThemeFactory.create(name="D’un autre appel")
    IdeaConsultationFactory.create(themes=[foreign])
    forged = {
        "theme": foreign.pk,
        "neighbourhood": 999,
        "concerned_department": 999,
        "standing": "maire",
        "wishes": [Wish.IDEA, "argent"],
    }
    for field, value in forged.items():
        page = client.post(call.contribute_url, filled(call, **{field: value}))
        wrong = main_of(page).select_one(f"[name={field}]")
        assert wrong is not None
        assert wrong.find_parent(class_="field--error"), field
    assert nothing_stored()


def test_fields_that_the_form_does_not_have_are_ignored(
    client: StrictClient, call: IdeaConsultation
) -> None:
    forged = {
        "moderation": "published",
        "verdict": "retained",
        "number": "1",
        "author": "1",
        "support_count": "900",
        "channel": "paper",
        "receipt": "0000000000",
    }
    client.post(call.contribute_url, {**filled(call), **forged})
    idea = Idea.objects.get()
    assert (idea.moderation, idea.verdict, idea.support_count, idea.channel, idea.author) == (
        Moderation.PENDING, "", 0, "online", None,
    )  # fmt: skip


def test_files_of_another_person_can_be_neither_named_nor_taken(
    client: StrictClient, call: IdeaConsultation
) -> None:
    theirs = staged(call, "le leur")
    assert theirs is not None
    forged = {f"description-{theirs.pk}": "à moi", "staged": theirs.pk, "form_token": "le leur"}
    page = client.post(call.contribute_url, {**filled(call, action="relire"), **forged})
    assert "teal.jpg" not in said(page)
    client.post(call.contribute_url, {**filled(call), **forged, "retirer": theirs.pk})
    client.post(call.contribute_url, {**filled(call), **forged})
    assert Idea.objects.get().attachments.count() == 0
    theirs.refresh_from_db()
    assert theirs.description == ""


def test_a_form_sent_again_stores_nothing_more(
    client: StrictClient, call: IdeaConsultation
) -> None:
    form = filled(call)
    client.post(call.contribute_url, {**form, "pictures": [sent_picture()]})
    again = client.post(call.contribute_url, {**form, "pictures": [sent_picture("b.jpg", "red")]})
    assert again.status_code == 409
    assert TEXT in said(again)
    assert Idea.objects.get().attachments.count() == 1


def test_a_trap_for_robots_keeps_no_file_for_good(
    client: StrictClient, call: IdeaConsultation
) -> None:
    form = filled(call, website="https://spam.example")
    client.post(call.contribute_url, {**form, "pictures": [sent_picture()]})
    assert not Idea.objects.exists()


def test_a_closed_or_unknown_call_takes_nothing(client: StrictClient) -> None:
    closed = IdeaConsultationFactory.create(themes=[ThemeFactory.create()], live=False)
    for address in (closed.contribute_url, "/participer/inconnu/contribuer/"):
        form = {**filled(closed), "pictures": [sent_picture()]}
        assert client.post(address, form).status_code == 404
    assert nothing_stored()


def test_a_page_of_the_form_says_nothing_of_what_others_wrote(
    client: StrictClient, call: IdeaConsultation
) -> None:
    client.post(
        call.contribute_url, {**filled(call, action="relire"), "pictures": [sent_picture()]}
    )
    page = soup(client.get(call.contribute_url))
    assert page.select(".file__name") == []
