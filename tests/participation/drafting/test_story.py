"""A text written together, from its draft in the admin to the verdict on its promise."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from participation.drafting.models import Decision, Drafting, TextAmendment, TextVersion
from participation.enums import Level
from portal.accounts.models import User
from tests.factories.drafting import (
    DraftingFactory,
    decided_amendment,
    make_amendment,
    next_version,
    paragraph_of,
    published_amendment,
    words_of,
)
from tests.support import clock
from tests.support.client import StrictClient
from tests.support.html import form_data, main_of, said
from tests.support.mails import deliver

pytestmark = pytest.mark.usefixtures("portal_site")
SCREENS = "wagtailsnippets_drafting_drafting"
FIRST = "La maison ouvre le samedi. Elle accueille «\u00a0tout le monde\u00a0»."
TEXT = [
    ("heading", "Accueillir"),
    ("paragraph", FIRST),
    ("paragraph", "Un café tient lieu d’accueil."),
]
ODF_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
PAGE = "/participer/projet-social/"


def sent(**changes: Any) -> dict[str, Any]:
    """What the editor's form sends."""
    fields = {
        "title": "Projet social",
        "slug": "projet-social",
        "introduction": "Relisez-le avec nous.",
        "text": streamfield(TEXT),
        "body": streamfield([]),
        "promise": "Chaque amendement reçoit une décision motivée.",
        "who_decides": "Le groupe de rédaction",
        "not_negotiable": "",
        "answer_by": "2026-07-30",
        "department": "",
        "opens_at": "2026-05-11 08:00",
        "closes_at": "2026-06-30 20:00",
        "audience": "everyone",
        "visibility": "everyone",
        "paper_information": "",
        "moderation_mode": "before",
        "supports_allowed": "on",
        "comments_allowed": "on",
        "go_live_at": "",
        "expire_at": "",
        "data_purpose": "recevoir vos amendements",
        "data_recipients": "",
        "data_retention": "un an",
        "data_more": "",
        **changes,
    }
    return nested_form_data(fields)


def plain(response: Any) -> str:
    return said(response).replace("\u00a0", " ").replace("\u202f", " ")


def test_from_draft_to_verdict(
    client: StrictClient, client_of: Any, officer: User, moderator: User, resident: User
) -> None:
    with time_machine.travel(clock.NOW, tick=False):
        office = client_of(officer)
        _drafted_then_published(office, client)
        amendment = _proposed(client, client_of(moderator))
        _supported_and_discussed(amendment, client_of(resident))
        _decided(office, amendment)
        _integrated(office, client, amendment)
        deliver()
        mails = [one for one in mail.outbox if "alder@test.example" in one.to]
        assert any("votre amendement" in one.subject for one in mails)
        assert not any("idée" in f"{one.subject} {one.body}" for one in mails)
    with time_machine.travel(clock.NOW + timedelta(days=85), tick=False):
        _closed(client_of(officer), client)


def _drafted_then_published(office: Any, client: StrictClient) -> None:
    assert office.get(reverse(f"{SCREENS}:add")).status_code == 200
    assert office.post(reverse(f"{SCREENS}:add"), sent()).status_code == 302
    drafting = Drafting.objects.get()
    assert (drafting.level, drafting.live) == (Level.CO_CONSTRUCTION, False)
    assert client.get(PAGE).status_code == 404
    edit = reverse(f"{SCREENS}:edit", args=[drafting.pk])
    office.post(edit, sent(**{"action-publish": "1"}))
    page = plain(client.get(PAGE))
    assert "« tout le monde »" in page and "version 1" in page and "Niveau 5 sur 6" in page
    assert client.get("/participer/").status_code == 200


def _proposed(client: StrictClient, desk: Any) -> TextAmendment:
    drafting = Drafting.objects.get()
    paragraph = paragraph_of(drafting)
    assert "Accueillir" in said(client.get(f"{PAGE}contribuer/"))
    address = f"{PAGE}paragraphes/{paragraph.key}/modifier/"
    form = client.get(address)
    area = main_of(form).select_one("textarea[name=proposed]")
    assert area is not None and area.text.strip() == FIRST
    changed = FIRST.replace("samedi", "samedi & le <dimanche>")
    with time_machine.travel(clock.NOW + timedelta(seconds=40), tick=False):
        looked = client.post(address, form_data(form, proposed=changed, voir="oui"))
        assert looked.status_code == 200
        shown = main_of(looked).select_one("#difference .difference ins")
        assert shown is not None and "& le <dimanche>" in shown.text and "ajouté" in shown.text
        assert not main_of(looked).select(".errors") and not TextAmendment.objects.exists()
        wrong = client.post(address, form_data(looked, title="Court", text="", proposed=changed))
        kept = main_of(wrong).select_one("textarea[name=proposed]")
        assert kept is not None and "<dimanche>" in kept.text and main_of(wrong).select(".errors")
        given = {"title": "Ouvrir aussi le dimanche", "text": "Pour ceux qui travaillent."}
        receipt = client.post(
            address, form_data(wrong, proposed=changed, email="alder@test.example", **given)
        )
    assert receipt.status_code == 302
    assert "Votre amendement est enregistré" in said(client.get(receipt["Location"]))
    amendment = TextAmendment.objects.get()
    screen = desk.get(reverse("contributions:edit", args=[amendment.pk]))
    assert "<dimanche>" in said(screen)
    desk.post(reverse("contributions:edit", args=[amendment.pk]), {"action": "publish"})
    page = plain(client.get(PAGE))
    assert "1 amendement" in page
    assert "<dimanche>" in plain(client.get(f"{PAGE}paragraphes/{paragraph.key}/"))
    return amendment


def _supported_and_discussed(amendment: TextAmendment, reader: Any) -> None:
    page = reader.get(amendment.url)
    assert "Commenter cet amendement" in said(page)
    reader.post(f"{amendment.url}soutenir/", {"action": "soutenir"})
    form = reader.get(f"{amendment.url}commenter/")
    assert "Commenter cet amendement" in said(form)
    with time_machine.travel(clock.NOW + timedelta(seconds=40), tick=False):
        reader.post(f"{amendment.url}commenter/", form_data(form, text="Bonne idée, merci."))
    amendment.refresh_from_db()
    assert amendment.support_count == 1 and amendment.comments.count() == 1  # type: ignore[attr-defined]
    report = said(reader.get(f"{amendment.url}signaler/"))
    assert "Signaler cet amendement" in report


def _decided(office: Any, amendment: TextAmendment) -> None:
    drafting = Drafting.objects.get()
    desk = office.get(reverse("drafting:desk", args=[drafting.pk]))
    assert "Ouvrir aussi le dimanche" in said(desk)
    address = reverse("drafting:decide", args=[amendment.pk])
    assert office.get(address).status_code == 200
    lacking = office.post(address, {"decision-outcome": "partly", "decision-reason": ""})
    assert lacking.status_code == 200 and not Decision.objects.exists()
    adopted = FIRST.replace("samedi", "samedi & le premier dimanche du mois")
    given = {"outcome": "partly", "text": adopted, "reason": "Un dimanche par mois."}
    office.post(address, {f"decision-{name}": value for name, value in given.items()})
    amendment.refresh_from_db()
    assert amendment.get_verdict_display() == "Adopté en partie"
    # The core's own editor corrects the words of the reason, never the decision.
    edit = reverse("wagtailsnippets_participation_answer:edit", args=[amendment.answer.pk])
    choices = [
        one.text.strip() for one in main_of(office.get(edit)).select("[name=verdict]~*, label")
    ]
    assert any("Adopté en partie" in choice for choice in choices)
    other = {"verdict": "retained", "text": "Tout.", "department": "", "action-publish": "1"}
    office.post(edit, other)
    amendment.refresh_from_db()
    assert amendment.verdict == "partly"


def _integrated(office: Any, client: StrictClient, amendment: TextAmendment) -> None:
    drafting = Drafting.objects.get()
    paragraph = paragraph_of(drafting, "1.2")
    retouch = reverse("drafting:retouch", args=[drafting.pk, paragraph.pk])
    assert office.get(retouch).status_code == 200
    office.post(
        retouch,
        {"retouch-text": "Un café sert d’accueil.", "retouch-reason": "Un mot plus simple."},
    )
    address = reverse("drafting:prepare", args=[drafting.pk])
    page = office.get(address)
    form = form_data(page, **{"version-note": "Le premier dimanche du mois."})
    assert office.post(address, {**form, "version-note": ""}).status_code == 200
    assert office.post(address, form).status_code == 302
    version = TextVersion.objects.first()
    assert version is not None and version.number == 2
    shown = plain(client.get(version.url))
    assert f"amendement n° {amendment.number}" in shown and "groupe de rédaction" in shown
    each = plain(client.get(f"{version.url}?origines=oui"))
    assert "texte initial" in each
    compared = client.get(f"{PAGE}versions/comparer/?de=1&a=2")
    assert "2 parties ont changé" in plain(compared)
    assert [tag.name for tag in main_of(compared).select("td del, td ins")][:2] == ["ins", "del"]
    assert "version 2" in plain(client.get(amendment.url))
    assert "Adopté en partie" in plain(client.get(f"{PAGE}amendements/?etat=adoptes-en-partie"))
    assert "Aucun amendement" in plain(client.get(f"{PAGE}amendements/?etat=rejetes"))
    _files(client, version)


def _files(client: StrictClient, version: TextVersion) -> None:
    data = json.loads(client.get(f"{PAGE}versions/2.json").content)
    kinds = {o["kind"] for p in data["parts"] for s in p["sentences"] for o in s["origins"]}
    assert kinds == {"initial", "amendment", "group"}
    assert data["fingerprint"] == version.fingerprint
    odt = client.get(f"{PAGE}versions/2.odt")
    with zipfile.ZipFile(io.BytesIO(odt.content)) as archive:
        assert archive.namelist()[0] == "mimetype"
        content = ElementTree.fromstring(archive.read("content.xml"))  # noqa: S314
        words = "".join(content.itertext())
    assert (
        "samedi & le premier dimanche du mois" in words and "«\u00a0tout le monde\u00a0»" in words
    )
    notes = ["".join(one.itertext()) for one in content.iter(f"{{{ODF_TEXT}}}note-body")]
    told = [s["origins"] for p in data["parts"] if p["kind"] == "paragraph" for s in p["sentences"]]
    changed = [one for one in told if any(origin["kind"] != "initial" for origin in one)]
    assert len(notes) == len(changed) > 0
    assert all("amendement n" in note or "groupe de rédaction" in note for note in notes)
    assert client.get(f"{PAGE}versions/2.pdf").content[:5] == b"%PDF-"
    assert client.get(f"{PAGE}versions/2.exe").status_code == 404
    assert client.get(f"{PAGE}versions/9/").status_code == 404
    rows = json.loads(b"".join(client.get(f"{PAGE}amendements.json").streaming_content))  # type: ignore[attr-defined]
    assert rows["amendments"][0]["verdict"] == "partly"


def _closed(office: Any, client: StrictClient) -> None:
    drafting = Drafting.objects.get()
    refused = client.get(f"{PAGE}contribuer/")
    assert refused.status_code == 403
    address = reverse("drafting:prepare", args=[drafting.pk])
    form = form_data(
        office.get(address), **{"version-note": "Version finale.", "version-is_final": "on"}
    )
    office.post(address, form)
    assert TextVersion.objects.filter(is_final=True).count() == 1
    promises = reverse("participation_promises", args=[drafting.pk])
    office.post(
        promises, {"action": "verdict", "verdict-outcome": "kept", "verdict-reasons": "Décidé."}
    )
    page = plain(client.get(PAGE))
    assert "Décidé." in page and "version finale" in page


@pytest.mark.usefixtures("now")
def test_the_group_decides_in_number_and_settles_conflicts(
    client_of: Any, officer: User, communications: User
) -> None:
    drafting = DraftingFactory.create()
    one, two = (
        published_amendment(drafting),
        published_amendment(drafting, change=("samedi", "lundi")),
    )
    first = published_amendment(drafting, kind="add", proposed="Premier ajout.")
    second = published_amendment(drafting, kind="add", proposed="Second ajout.")
    office, desk = client_of(officer), reverse("drafting:desk", args=[drafting.pk])
    for name in ("desk", "conflicts", "prepare"):
        address = reverse(f"drafting:{name}", args=[drafting.pk])
        assert client_of(communications).get(address).status_code == 302
    nobody = office.post(desk, {"bulk-outcome": "retained", "bulk-reason": "Oui."})
    assert "Cochez au moins un amendement" in said(nobody)
    chosen = [each.pk for each in (one, two, first, second)]
    given = {"bulk-outcome": "retained", "bulk-reason": "Utile à tous."}
    unsaid = office.post(desk, {"chosen": chosen, "bulk-outcome": "retained", "bulk-reason": ""})
    assert len(main_of(unsaid).select("input[name=chosen][checked]")) == 4
    office.post(desk, {"chosen": chosen, **given})
    assert Decision.objects.count() == 4
    conflicts = reverse("drafting:conflicts", args=[drafting.pk])
    shown = said(office.get(conflicts))
    assert f"Amendements {one.number} et {two.number}" in shown
    office.post(conflicts, {f"rank-{first.number}": "2", f"rank-{second.number}": "1"})
    office.post(
        reverse("drafting:decide", args=[two.pk]),
        {"decision-outcome": "declined", "decision-reason": "Le dimanche.", "decision-text": "x"},
    )
    assert "Aucun conflit" in said(office.get(conflicts))
    assert "Second ajout." in said(office.get(reverse("drafting:prepare", args=[drafting.pk])))
    for query in ("?state=decided", "?state=remarks", "?section=1.1&kind=add", "?words=paragraphe"):
        assert office.get(desk + query).status_code == 200


@pytest.mark.usefixtures("now")
def test_text_is_frozen_once_somebody_took_part(client_of: Any, officer: User) -> None:
    drafting = DraftingFactory.create(slug="projet-social", promise="Chacun reçoit une réponse.")
    make_amendment(drafting)
    edit = reverse(f"{SCREENS}:edit", args=[drafting.pk])
    other = sent(text=streamfield([("paragraph", "Tout autre chose.")]), **{"action-publish": "1"})
    client_of(officer).post(edit, other)
    drafting.refresh_from_db()
    assert len(drafting.brought) == 5
    assert TextVersion.objects.count() == 1


def _asked(client: StrictClient, drafting: Drafting) -> dict[str, int]:
    """How many queries each page asks, once its caches are warm."""
    key = paragraph_of(drafting).key
    rests = ("", "amendements/", f"paragraphes/{key}/", "amendements/1/", "contribuer/")
    versions = ("versions/", "versions/2/", "versions/comparer/?de=1&a=2")
    counts = {}
    for rest in (*rests, *versions):
        client.get(drafting.url + rest)
        with CaptureQueriesContext(connection) as asked:
            client.get(drafting.url + rest)
        counts[rest.replace(key, "…")] = len(asked)
    return counts


@pytest.mark.usefixtures("now")
def test_pages_ask_as_much_for_three_as_for_one(client: StrictClient) -> None:
    drafting = DraftingFactory.create()
    decided_amendment(drafting)
    next_version(drafting)
    published_amendment(drafting, change=("familles", "voisins"))
    published_amendment(drafting, kind="remark")
    counts = {
        "": 10,
        "amendements/": 6,
        "paragraphes/…/": 9,
        "amendements/1/": 11,
        "contribuer/": 7,
        "versions/": 6,
        "versions/2/": 8,
        "versions/comparer/?de=1&a=2": 8,
    }
    assert _asked(client, drafting) == counts
    for word in ("familles", "quartier"):
        published_amendment(drafting, change=(word, "voisins"))
        decided_amendment(drafting, label="1.2", kind="add", proposed=f"Un {word}.")
    published_amendment(drafting, kind="remark")
    assert _asked(client, drafting) == counts


@pytest.mark.usefixtures("now")
def test_a_paragraph_changed_meanwhile_keeps_what_was_typed(client: StrictClient) -> None:
    drafting = DraftingFactory.create()
    address = f"{drafting.url}paragraphes/{paragraph_of(drafting).key}/modifier/"
    form = client.get(address)
    decided_amendment(drafting)
    next_version(drafting)
    mine = words_of(drafting).replace("familles", "voisines")
    given = {"title": "Accueillir les voisines", "text": "Pour être plus large.", "proposed": mine}
    with time_machine.travel(clock.NOW + timedelta(seconds=40), tick=False):
        told = client.post(address, form_data(form, **given))
        assert told.status_code == 409 and "Votre texte est conservé" in said(told)
        area = main_of(told).select_one("textarea[name=proposed]")
        assert area is not None and "voisines" in area.text
        assert client.post(address, form_data(told)).status_code == 302
    for what, status in (("supprimer", 200), ("ajouter", 200), ("commenter", 200), ("rien", 404)):
        assert client.get(address.replace("modifier", what)).status_code == status
