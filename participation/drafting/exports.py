"""The files of a version: tagged PDF, OpenDocument text, and its words with their origins."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from engagements.pdf import engine, pdf_of
from portal.cms.french_dates import long_date

from .enums import PartKind
from .models import TextVersion, VersionParagraph
from .rules.provenance import INITIAL
from .rules.words import said

__all__ = ["engine", "odt_bytes", "pdf_bytes", "version_data"]

_ODT = "application/vnd.oasis.opendocument.text"
_NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
    'manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:version="1.3" '
    f'manifest:media-type="{_ODT}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
_STYLES = (
    '<office:styles><style:default-style style:family="paragraph">'
    '<style:text-properties fo:font-size="11pt" fo:language="fr" fo:country="FR"/>'
    '</style:default-style><style:style style:name="Heading_20_1" style:display-name="Heading 1" '
    'style:family="paragraph"><style:text-properties fo:font-size="18pt" fo:font-weight="bold"/>'
    '</style:style><style:style style:name="Heading_20_2" style:display-name="Heading 2" '
    'style:family="paragraph"><style:text-properties fo:font-size="14pt" fo:font-weight="bold"/>'
    '</style:style><style:style style:name="Body" style:family="paragraph">'
    '<style:paragraph-properties fo:margin-bottom="0.25cm"/></style:style></office:styles>'
)


def about(version: TextVersion) -> str:
    """What the file is, in one line: which version, of which day, with which fingerprint."""
    told = {
        "number": f"{version.number} – {_('final version')}"
        if version.is_final
        else version.number,
        "day": long_date(version.published_at),
        "fingerprint": version.fingerprint,
    }
    return _("Version %(number)s, %(day)s. Fingerprint: %(fingerprint)s") % told


def pdf_bytes(version: TextVersion, parts: list[VersionParagraph]) -> bytes | None:
    """The tagged PDF of a version, in French; None where the engine is missing."""
    if engine() is None:
        return None
    with translation.override("fr"):
        context = {"version": version, "activity": version.drafting, "parts": parts}
        context["address"] = settings.WAGTAILADMIN_BASE_URL + version.url
        return pdf_of(render_to_string("drafting/version_pdf.html", context))


def odt_bytes(version: TextVersion, parts: Iterable[VersionParagraph]) -> bytes:
    """The text of a version as an OpenDocument file, which any word processor opens.

    The same version gives the same bytes.
    """
    title = version.drafting.title
    rows = [_heading(title, 1), _paragraph(_xml(about(version)))]
    rows.append(_paragraph(_xml(_("Sentences without a note are those of the initial text."))))
    notes = count(1)
    for part in parts:
        if part.paragraph.kind == PartKind.HEADING:
            rows.append(_heading(f"{part.label}\u00a0– {part.text}", 2))
        else:
            rows.append(_paragraph(_xml(f"{part.label}\u00a0– ") + _told(part, notes)))
    made_at = timezone.localtime(version.published_at)
    files = {
        "mimetype": _ODT,
        "META-INF/manifest.xml": _MANIFEST,
        "content.xml": _document(
            "content", f"<office:body><office:text>{''.join(rows)}</office:text></office:body>"
        ),
        "styles.xml": _document("styles", _STYLES),
        "meta.xml": _document(
            "meta",
            f"<office:meta><dc:title>{_xml(title)}</dc:title><dc:language>fr</dc:language></office:meta>",
        ),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, made_at.timetuple()[:6])
            # The kind of a document comes first, as it is: readers look for it there.
            packed = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content.encode(), packed)
    return file.getvalue()


def _document(part: str, inside: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-{part} {_NAMESPACES} '
        f'office:version="1.3">{inside}</office:document-{part}>'
    )


def _xml(text: str) -> str:
    """Text for XML: escaped, without the characters that XML does not know."""
    known = (
        char for char in text if char in "\t\n" or (char >= " " and char not in "\ufffe\uffff")
    )
    return escape("".join(known)).replace("\n", "<text:line-break/>")


def _heading(text: str, level: int) -> str:
    style = f"Heading_20_{level}"
    return f'<text:h text:style-name="{style}" text:outline-level="{level}">{_xml(text)}</text:h>'


def _paragraph(inside: str) -> str:
    return f'<text:p text:style-name="Body">{inside}</text:p>'


def _told(part: VersionParagraph, notes: Iterator[int]) -> str:
    """The sentences of a paragraph, each with a footnote that says where it comes from."""
    told = []
    for sentence in part.sentences:
        words = sentence.text.rstrip()
        told.append(_xml(words))
        if any(origin != INITIAL for origin in sentence.origins):
            told.append(_note(next(notes), ", ".join(said(one) for one in sentence.origins)))
        told.append(_xml(sentence.text[len(words) :]))
    return "".join(told)


def _note(number: int, text: str) -> str:
    return (
        f'<text:note text:id="ftn{number}" text:note-class="footnote">'
        f"<text:note-citation>{number}</text:note-citation><text:note-body>"
        f"{_paragraph(_xml(text))}</text:note-body></text:note>"
    )


def version_data(version: TextVersion, parts: Iterable[VersionParagraph]) -> dict[str, Any]:
    """A version as open data: the contract of `versions/<n>.json` (docs/open-data.md)."""
    return {
        "text": version.drafting.title,
        "url": settings.WAGTAILADMIN_BASE_URL + version.url,
        "version": version.number,
        "published_on": timezone.localdate(version.published_at).isoformat(),
        "is_final": version.is_final,
        "note": version.note,
        "fingerprint": version.fingerprint,
        "parts": [
            {
                **part.facts,
                "sentences": [
                    {
                        "text": sentence.text,
                        "origins": [
                            {"kind": str(origin.kind), "amendment": origin.number}
                            for origin in sentence.origins
                        ],
                    }
                    for sentence in part.sentences
                ],
            }
            for part in parts
        ],
    }
