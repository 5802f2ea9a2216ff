"""The public pages and files of reviews, read as a visitor."""

import csv
import hashlib
import io
import json
import re
import shutil
import socket
import subprocess
import zlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import ImageFile

from engagements import pdf
from engagements.checks import pango_is_there
from engagements.queries.reviews import review_detail
from engagements.review_files import COLUMNS, pdf_name
from tests.factories.reviews import news, opened, plan, published
from tests.support.clock import NOW, days

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now", "portal_site")]

LIST = "/engagements/bilans/"
# Settings and menus of the site; then what the page itself reads.
LIST_QUERIES, PAGE_QUERIES = 7, 8


def text_of(response):
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_list_without_review_says_so(client):
    page = text_of(client.get(LIST))

    assert "Aucun bilan n’est encore publié" in page
    assert "aucune date n’est encore connue" in page


def test_list_says_when_the_next_one_is_due(client):
    plan(2)
    published(at=NOW)

    page = text_of(client.get(LIST))

    assert "Bilan n° 1" in page
    assert "Il est dû le 11 novembre 2026 au plus tard" in page


def test_late_review_is_said(client):
    plan(1)
    published(at=days(-200), starts_on=days(-400).date(), ends_on=days(-201).date())

    page = text_of(client.get(LIST))

    assert "status--late" in page
    assert "il y a" in page and "jours" in page


def test_list_shows_the_open_review(client):
    plan(1)
    opened()

    page = text_of(client.get(LIST))

    assert "Premier semestre" in page
    assert "30 mai 2026" in page


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_one_and_three(client, count, django_assert_num_queries):
    plan(1)
    for number in range(count):
        start = -1200 + number * 200
        published(
            at=days(start + 190),
            starts_on=days(start).date(),
            ends_on=days(start + 180).date(),
            title=f"Bilan {number}",
        )
    client.get(LIST)

    with django_assert_num_queries(LIST_QUERIES):
        response = client.get(LIST)

    assert len(response.context["reviews"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_for_one_and_three(client, count, django_assert_num_queries):
    news(plan(count, priorities=count))
    address = published().get_absolute_url()
    client.get(address)

    with django_assert_num_queries(PAGE_QUERIES):
        client.get(address)


def test_page_begins_with_the_sentence_and_lists_every_line(client):
    news(plan(3, priorities=2)[:2])
    review = published()

    page = text_of(client.get(review.get_absolute_url()))

    assert "2 engagements sur 3 ont reçu des nouvelles." in page
    assert [f'id="engagement-{number}"' in page for number in (1, 2, 3)] == [True] * 3
    assert page.count("line__silent") == 1 and "Aucune nouvelle reçue" in page
    assert "Avis favorable sur la 1." in page
    assert "Organisations syndicales" in page and "Ouverture" in page
    assert review.fingerprint in page and "sha256sum" in page
    assert 'href="/engagements/3/"' in page


def test_an_open_review_has_no_public_page(client):
    plan(1)
    review = opened()

    for name in ("review", "review_json", "review_csv", "review_pdf"):
        assert client.get(reverse(f"engagements:{name}", args=[review.slug])).status_code == 404


def test_json_is_the_canonical_bytes(client):
    news(plan(2))
    review = published()

    response = client.get(f"{review.get_absolute_url()}bilan.json")

    assert hashlib.sha256(response.content).hexdigest() == review.fingerprint
    assert response.headers["Content-Type"] == "application/json"
    assert json.loads(response.content)["review"]["number"] == 1
    again = client.get(
        f"{review.get_absolute_url()}bilan.json", HTTP_IF_NONE_MATCH=response.headers["ETag"]
    )
    assert again.status_code == 304


def test_csv_has_the_documented_columns_and_no_formula(client):
    news(plan(2)[:1], text="=1+1")
    review = published()

    response = client.get(f"{review.get_absolute_url()}bilan.csv")

    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["number"], row["text"]) for row in rows] == [("1", "'=1+1"), ("2", "")]
    assert rows[0]["fingerprint"] == review.lines.first().fingerprint


@pytest.mark.parametrize("end", ["", "bilan.json", "bilan.csv"])
def test_shared_caches_may_keep_what_a_visitor_reads(client, end):
    plan(1)
    address = published().get_absolute_url()

    assert "public" in client.get(f"{address}{end}").headers["Cache-Control"]


def test_commitment_page_tells_review_after_review(client):
    news(plan(1))
    review = published()

    page = text_of(client.get("/engagements/1/"))

    assert f'href="{review.get_absolute_url()}#engagement-1"' in page
    assert "Bilan après bilan" in page and "Figé le jour de sa publication, empreinte" in page


needs_pango = pytest.mark.skipif(pdf.engine() is None, reason="Pango is missing")


def objects_of(made: bytes) -> str:
    """What the PDF says of itself: its objects, streams of objects opened."""
    parts = [made]
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL):
        try:
            # The last byte of a stream may look like the end of its line: the sum at its end is
            # then missing, what it says is whole.
            parts.append(zlib.decompressobj().decompress(found[1]))
        except zlib.error:
            continue
    return b"\n".join(parts).decode("latin-1")


@needs_pango
def test_pdf_is_tagged_titled_and_made_once_without_network(client, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("the network was asked")

    news(plan(34, priorities=5)[:30])
    review = published()
    monkeypatch.setattr(socket.socket, "connect", refuse)

    response = client.get(f"{review.get_absolute_url()}bilan.pdf")

    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("inline")
    said = objects_of(response.content)
    for expected in ("/StructTreeRoot", "/MarkInfo", "/Marked true", "/Lang (fr", "pdfuaid:part"):
        assert expected in said, expected
    assert "/TH" in said and "/Table" in said
    assert "Atkinson" in said, "our own fonts are in it"
    assert default_storage.exists(pdf_name(review))
    again = client.get(f"{review.get_absolute_url()}bilan.pdf")
    assert again.content == response.content
    assert "PDF" in text_of(client.get(review.get_absolute_url()))


@needs_pango
def test_pdf_cut_short_by_a_kill_is_drawn_again(client):
    news(plan(1))
    review = published()
    address = f"{review.get_absolute_url()}bilan.pdf"
    whole = client.get(address).content
    default_storage.delete(pdf_name(review))
    default_storage.save(pdf_name(review), ContentFile(whole[:200]))

    assert client.get(address).content.rstrip().endswith(b"%%EOF")


@needs_pango
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is missing")
def test_pdf_says_all_34_lines(client, tmp_path):
    news(plan(34, priorities=5)[:30])
    review = published()
    file = tmp_path / "bilan.pdf"
    file.write_bytes(client.get(f"{review.get_absolute_url()}bilan.pdf").content)

    command = [shutil.which("pdftotext"), str(file), "-"]
    text = " ".join(
        subprocess.run(command, capture_output=True, check=True).stdout.decode().split()
    )

    for number in range(1, 35):
        assert f"Tenir la promesse {number}" in text
    assert text.count("Aucune nouvelle reçue") == 4
    assert review.fingerprint in text.replace(" ", "")


def test_without_pango_nothing_is_said_of_a_pdf(client, monkeypatch):
    monkeypatch.setattr("engagements.review_files.engine", lambda: None)
    monkeypatch.setattr("engagements.checks.engine", lambda: None)
    plan(1)
    review = published()

    assert "bilan.pdf" not in text_of(client.get(review.get_absolute_url()))
    assert client.get(f"{review.get_absolute_url()}bilan.pdf").status_code == 404
    assert [one.id for one in pango_is_there(None)] == ["engagements.I001"]


@needs_pango
def test_drawing_does_not_make_the_process_accept_pictures_cut_short():
    pdf.engine.cache_clear()

    assert pdf.engine() is not None
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False


@needs_pango
def test_a_document_may_ask_for_our_files_only():
    asked = pdf._fetcher()

    assert asked.fetch("static:engagements/css/review_pdf.css").read()
    for address in (
        "https://example.org/x.png",
        "file:" + "///etc/hostname",
        "static:../settings.py",
    ):
        with pytest.raises(Exception, match=r"."):
            asked.fetch(address)


def test_detail_counts_add_up():
    news(plan(5, priorities=2)[:3])
    review = published()

    detail = review_detail(review.slug, None, NOW)

    assert detail.total == sum(one.count for one in detail.counts) == 5
    assert (detail.with_news, len(detail.silent)) == (3, 2)
