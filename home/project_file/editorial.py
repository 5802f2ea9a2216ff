"""The pages every portal has around its project: news, contact, obligations, plain pages."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from participation.models import ProcessIndexPage

from ..models import (
    AccessibilityPage,
    ContactPage,
    HomePage,
    LegalNoticePage,
    NewsIndexPage,
    PersonalDataPage,
    SiteMapPage,
    StandardPage,
)
from .bodies import rich_text, stream
from .source import Source
from .texts import (
    PAGE_SLUGS,
    AccessibilityText,
    LegalSection,
    PageText,
    SectionsText,
    TextsFile,
    parts_of,
)
from .wanted import Wanted
from .writer import Writer


def load_editorial(source: Source, writer: Writer, *, home: HomePage) -> None:
    """Indexes, contact, site map, obligatory and standard pages, under the home page."""
    texts = source.texts
    _page("processes", ProcessIndexPage, _("Processes"), texts, writer, home)
    _page("news", NewsIndexPage, _("News"), texts, writer, home)
    _page("sitemap", SiteMapPage, _("Site map"), texts, writer, home)
    _page("contact", ContactPage, _("Contact"), texts, writer, home, **_contact(texts))
    _page("legal", LegalNoticePage, _("Legal notice"), texts, writer, home, **_legal(texts))
    _page(
        "personal_data",
        PersonalDataPage,
        _("Personal data"),
        texts,
        writer,
        home,
        **_sections(texts.personal_data if texts else None),
    )
    accessibility = _statement(texts.accessibility) if texts else {}
    title = _("Accessibility statement")
    _page("accessibility", AccessibilityPage, title, texts, writer, home, **accessibility)
    for page in texts.standard_pages if texts else []:
        wanted = Wanted(
            key=f"standard/{page.slug}",
            texts={**page_texts(page), "body": stream(page.body)},
            defaults={"title": page.title},
        )
        writer.page("page", StandardPage, wanted, parent=home, slug=page.slug)


def page_texts(text: PageText | None) -> dict[str, Any]:
    """The title and introduction of a page, when the file writes them."""
    return {"title": text.title, "introduction": text.introduction} if text else {}


def _page(
    name: str,
    model: type[Page],
    title: str,
    texts: TextsFile | None,
    writer: Writer,
    home: HomePage,
    **more: Any,
) -> None:
    text = getattr(texts.pages, name) if texts else None
    wanted = Wanted(
        key=f"page/{name}", texts={**page_texts(text), **more}, defaults={"title": title}
    )
    writer.page("page", model, wanted, parent=home, slug=PAGE_SLUGS[name])


def _contact(texts: TextsFile | None) -> dict[str, Any]:
    if texts is None or texts.pages.contact is None:
        return {}
    return {
        "body": stream(texts.pages.contact.body),
        "thanks": texts.pages.contact.thanks,
    }


def _legal(texts: TextsFile | None) -> dict[str, Any]:
    return _sections(texts.legal if texts else None)


def _sections(text: SectionsText | None) -> dict[str, Any]:
    return {"sections": [_section(section) for section in text.sections]} if text else {}


def _section(section: LegalSection) -> dict[str, Any]:
    value = {
        "key": section.key.replace("_", "-"),
        "heading": section.heading,
        "identity": list(section.from_settings),
        "body": stream(section.body),
    }
    return {"type": "section", "value": value}


def _statement(text: AccessibilityText) -> dict[str, Any]:
    """The fields of the statement: its headings are mandated, so each text has its own place."""
    sections = {section.key: section.body for section in text.sections}
    results = parts_of(sections.get("non_accessible", []))
    made = parts_of(sections.get("establishment", []))
    fields: dict[str, Any] = {
        "commitment_text": rich_text(sections.get("commitment", [])),
        "plan_text": rich_text(sections.get("plan", [])),
        "scope_text": rich_text(sections.get("scope", [])),
        "results_text": rich_text(sections.get("results", [])),
        "feedback_text": rich_text(sections.get("feedback", [])),
    }
    names = ("non_conformities", "derogations", "exempt_content")
    fields |= {name: rich_text(part) for name, part in zip(names, results, strict=False)}
    if made:
        technologies, environment, tools, pages = made
        fields |= {"technologies": _lines(technologies), "tools": _lines(tools)}
        fields["test_environment"] = rich_text(environment)
        fields["pages_checked"] = rich_text(pages)
    return fields


def _lines(part: Any) -> str:
    return "\n".join(item for block in part for item in block.items or [])
