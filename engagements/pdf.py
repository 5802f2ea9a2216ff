"""HTML made into a tagged PDF (PDF/UA-1), without asking anybody on the network for anything.

WeasyPrint draws with Pango, a library of the system, and takes a second to load: it is imported on
first use, here and nowhere else.
"""

import importlib
import logging
import mimetypes
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from PIL import ImageFile

# What our documents may ask for: static files of the portal, by `static:portal/…`.
SCHEME = "static:"
VARIANT = "pdf/ua-1"


@cache
def engine() -> Any:
    """Return the library, or None where Pango (or the library itself) is missing."""
    truncated = ImageFile.LOAD_TRUNCATED_IMAGES
    try:
        library = importlib.import_module("weasyprint")
    except (ImportError, OSError):
        return None
    finally:
        # The library would have the whole process accept pictures cut short, uploads included.
        ImageFile.LOAD_TRUNCATED_IMAGES = truncated
    # Each font and each page would fill the log of the server.
    for name in ("weasyprint", "weasyprint.progress", "fontTools"):
        logging.getLogger(name).setLevel(logging.WARNING)
    return library


def pdf_of(html: str) -> bytes:
    """Return the tagged PDF of a whole HTML document; its title and language become the PDF's.

    Raises RuntimeError where the engine is missing: ask `engine()` first.
    """
    made: bytes = _document(html).write_pdf(pdf_variant=VARIANT)
    return made


def pdf_on_one_page(html: str, sheets: Sequence[str]) -> bytes:
    """The same under the first of these style sheets that holds it on one page; else the last one.

    A poster is one sheet of paper: its text becomes smaller. `sheets` go from the largest text to
    the smallest, so that a few of them are tried.
    """
    document, low, high = _document(html), 0, len(sheets) - 1
    kept = _laid_out(document, sheets[high])
    while low < high:
        middle = (low + high) // 2
        drawn = _laid_out(document, sheets[middle])
        if len(drawn.pages) == 1:
            kept, high = drawn, middle
        else:
            low = middle + 1
    made: bytes = kept.write_pdf(pdf_variant=VARIANT)
    return made


def _laid_out(document: Any, sheet: str) -> Any:
    css = _library().CSS(string=sheet, base_url="about:blank", url_fetcher=_fetcher())
    return document.render(stylesheets=[css], pdf_variant=VARIANT)


def _document(html: str) -> Any:
    return _library().HTML(string=html, base_url="about:blank", url_fetcher=_fetcher())


def _library() -> Any:
    library = engine()
    if library is None:
        raise RuntimeError("Pango is missing: see docs/operations.md")
    return library


def _fetcher() -> Any:
    """Return a fetcher that gives our static files and refuses every other address."""
    urls = importlib.import_module("weasyprint.urls")

    class StaticOnly(urls.URLFetcher):  # type: ignore[misc,name-defined]
        """Refuses whatever is not `static:`, files of the machine and the network alike."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            path = _static_file(url)
            if path is None:
                raise ValueError(f"a document may not ask for {url}")
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            return urls.URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    return StaticOnly()


def _static_file(url: str) -> Path | None:
    if not url.startswith(SCHEME):
        return None
    found = finders.find(url.removeprefix(SCHEME))
    return Path(found) if isinstance(found, str) else None
