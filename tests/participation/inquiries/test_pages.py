"""The public pages: before, during and after; a deposit in two steps; files; open data."""

import json
from typing import Any

import pytest
import time_machine
from django.core import mail

from participation.inquiries.actions import mask
from participation.inquiries.enums import MaskingGround, ObservationChannel
from participation.inquiries.models import Inquiry, Masking, Observation
from portal.form_tokens import new_token
from tests.factories.files import disguised, sent_document
from tests.factories.inquiries import announced, observation, pdf_of, prepared
from tests.support import clock
from tests.support.client import StrictClient
from tests.support.html import error_of, main_of, plain
from tests.support.mails import deliver

pytestmark = pytest.mark.usefixtures("portal_site", "now")


def words(page: Any) -> str:
    return plain(main_of(page))


def give(client: StrictClient, inquiry: Inquiry, action: str = "envoyer", **fields: Any) -> Any:
    given = {"token": new_token(), "action": action, **fields}
    return client.post(inquiry.contribute_url, given)


def test_before_the_announcement_the_page_says_that_dates_may_change(
    client: StrictClient,
) -> None:
    inquiry = prepared()

    said = words(client.get(inquiry.url))

    assert "n’est pas encore annoncée" in said
    assert "Projet, plan ou programme" in said
    assert client.get(f"{inquiry.url}avis/").status_code == 404
    assert client.get(inquiry.contribute_url).status_code == 403


def test_the_page_shows_all_that_the_order_says(client: StrictClient) -> None:
    inquiry = announced()
    page = client.get(inquiry.url)
    said = words(page)
    facts = ("2026-118", "Claude Martin", "Esplanade Georges-Marrane", "enquete@ville.example")
    for fact in (*facts, "L123-1", "Aucune autre n’est nécessaire", "01 49 60 25 00"):
        assert fact in said, fact
    piece = inquiry.dossier.exclude(file="").get(kind="project")
    assert piece.sha256 in said
    file = client.get(piece.url)
    assert b"".join(file.streaming_content).startswith(b"%PDF")
    assert file["X-Content-Type-Options"] == "nosniff"
    assert client.get(f"{inquiry.url}dossier/{piece.pk}/autre.pdf").status_code == 404
    assert "Avis" in words(client.get(f"{inquiry.url}avis/"))
    assert b"SUMMARY:" in client.get(f"{inquiry.url}dates.ics").content


def test_somebody_gives_an_observation_without_name_nor_account(client: StrictClient) -> None:
    inquiry = announced()
    with time_machine.travel(clock.during(inquiry), tick=False):
        assert "Sans compte" in words(client.get(inquiry.contribute_url))
        again = give(client, inquiry, "relire", text="  Gardez les arbres. ")
        assert "Gardez les arbres." in words(again) and not Observation.objects.exists()
        sent = give(client, inquiry, text="Gardez les arbres.")
        receipt = client.get(sent.url)

    line = Observation.objects.get()
    assert (line.name, line.email, line.name_salt, line.keyed_by) == (None, None, None, None)
    assert line.fingerprint in words(receipt) and line.receipt_display in words(receipt)
    assert "Anonyme" in words(client.get(line.url))
    assert not mail.outbox
    assert client.get(f"/suivi/{line.receipt_display}/").url == line.receipt_url
    assert client.get(f"{inquiry.url}recu/AAAAA-AAAAA/").status_code == 404


def test_files_a_name_and_an_address_come_with_it(client: StrictClient) -> None:
    inquiry = announced()
    with time_machine.travel(clock.during(inquiry), tick=False):
        token = new_token()
        nothing = give(client, inquiry, text="  ")
        assert "Écrivez votre observation" in error_of(nothing, "text")
        bad = give(client, inquiry, "relire", token=token, document=disguised("plan.pdf"))
        assert bad.status_code == 200 and bad.context["form"].errors
        kept = give(client, inquiry, "relire", token=token, document=sent_document())
        assert "plan.pdf" in words(kept)
        who = {"name": "Association du Port", "email": "Port@test.example"}
        sent = give(client, inquiry, token=token, **who)
        twice = give(client, inquiry, token=token, **who)
        deliver()

    assert twice.status_code == 409
    line = Observation.objects.get()
    file = line.files.get()
    assert (line.email, file.file_name) == ("port@test.example", "plan.pdf")
    assert file.sha256 in words(client.get(sent.url))
    assert b"".join(client.get(file.url).streaming_content).startswith(b"%PDF")
    letter = mail.outbox[-1]
    assert line.fingerprint in letter.body and "Port" not in letter.subject
    assert "port@test.example" not in client.get(line.url).content.decode()


def test_a_text_typed_too_late_is_given_back(client: StrictClient) -> None:
    inquiry = announced()
    with time_machine.travel(clock.at_closing(inquiry), tick=False):
        late = give(client, inquiry, text="Trop tard ?")
    assert late.status_code == 403
    assert "Trop tard ?" in late.content.decode()
    assert "Le registre est clos" in words(late)


def test_the_register_is_read_page_by_page_with_its_filters(
    client: StrictClient, django_assert_num_queries: Any
) -> None:
    inquiry = announced()
    url = f"{inquiry.url}observations/"
    assert "Aucune observation" in words(client.get(url))
    observation(inquiry, "Première", files=[pdf_of("un.pdf")])
    client.get(url)
    with django_assert_num_queries(11):
        client.get(url)
    for number in range(22):
        files = [pdf_of("deux.pdf")] if number == 21 else []
        text = f"Gardons l’école n° {number}"
        observation(inquiry, text, channel=ObservationChannel.PAPER, files=files)
    with django_assert_num_queries(11):
        first = client.get(url)
    rows = main_of(first).select(".observation")
    assert len(rows) == 20 and "n° 23" in plain(rows[0])
    following = main_of(first).select_one("a[rel=next]")["href"]
    assert "Première" in words(client.get(following))
    assert len(main_of(client.get(f"{url}?q=ecole&tri=anciennes")).select(".observation")) == 20
    assert len(main_of(client.get(f"{url}?canal=site")).select(".observation")) == 1
    assert client.get(f"{url}?suite=faux").status_code == 404


def test_hidden_words_are_nowhere_in_public(client: StrictClient) -> None:
    inquiry = announced()
    line = observation(inquiry, "Monsieur Untel est un escroc. Gardez les arbres.")
    by = inquiry.members.get()
    mask(
        observation=line,
        by=by,
        ground=MaskingGround.INSULT,
        reason="Diffamation.",
        passages=[(0, 29)],
        at=clock.during(inquiry),
    )
    whole = observation(inquiry, "Tout est illégal ici.", name="Escroc", files=[pdf_of("x.pdf")])
    file = whole.files.get()
    for hidden in (None, file):
        mask(
            observation=whole,
            by=by,
            ground=MaskingGround.CRIME,
            reason="Interdit.",
            at=clock.during(inquiry),
            file=hidden,
        )

    urls = ["observations/", "observations/1/", "observations/2/", "observations.csv"]
    pages = [client.get(f"{inquiry.url}{name}") for name in urls]
    for page in pages:
        text = b"".join(page).decode()
        assert "Untel" not in text and "illégal ici" not in text and "Escroc" not in text
    assert "[…] Gardez les arbres." in words(pages[1])
    assert client.get(file.url).status_code == 404
    assert "Aucune observation" in words(client.get(f"{inquiry.url}observations/?q=escroc"))
    assert Masking.objects.count() == 3


def test_open_data_holds_the_chain_and_nobody(client: StrictClient) -> None:
    inquiry = announced()
    first = observation(inquiry, "=1+1", name="Jeanne", email="jeanne@test.example")
    observation(inquiry, "Deux")

    data = json.loads(b"".join(client.get(f"{inquiry.url}observations.json").streaming_content))

    one, two = data["observations"]
    assert one["fingerprint"] == two["previous_fingerprint"] == first.fingerprint
    assert "jeanne" not in json.dumps(data).lower()
    csv = b"".join(client.get(f"{inquiry.url}observations.csv").streaming_content).decode()
    assert "jeanne" not in csv.lower()
