"""The page of the follow-up body and the index of department projects, from the project's facts."""

from typing import Any

from django.utils.translation import gettext as _

from engagements.models import DepartmentProjectIndexPage, FollowUpBodyPage

from ..models import HomePage
from .bodies import Block, stream
from .editorial import page_texts
from .schema import FollowUpBody
from .source import Source
from .texts import PAGE_SLUGS
from .wanted import Wanted
from .writer import Writer


def load_body_pages(source: Source, writer: Writer, *, home: HomePage) -> None:
    """The two pages, for a project whose file says that there is a body or such projects."""
    steering = source.facts.steering
    pages = source.texts.pages if source.texts else None
    if steering and (body := steering.follow_up_body):
        text = pages.follow_up if pages else None
        texts: dict[str, Any] = page_texts(text)
        defaults: dict[str, Any] = {"title": _("The follow-up body")}
        if text:
            texts |= {"body": stream([*_facts(body), *text.body]), "call": text.call}
        else:
            # Without a texts file, what a former one wrote stays.
            defaults["body"] = stream(_facts(body))
        wanted = Wanted(key="page/follow_up", texts=texts, defaults=defaults)
        slug = PAGE_SLUGS["follow_up"]
        writer.page("page", FollowUpBodyPage, wanted, parent=home, slug=slug)
    if steering and steering.department_projects:
        wanted = Wanted(
            key="page/department_projects",
            texts=page_texts(pages.department_projects if pages else None),
            defaults={"title": _("The projects of the departments")},
        )
        slug = PAGE_SLUGS["department_projects"]
        writer.page("page", DepartmentProjectIndexPage, wanted, parent=home, slug=slug)


def _facts(body: FollowUpBody) -> list[Block]:
    """What the project file says of the body: who sits in it, its duties, what it publishes."""
    blocks: list[Block] = []
    if body.members:
        blocks += [
            Block(heading=_("Who sits in it")),
            Block(paragraph=_sentence(body.members)),
        ]
    if body.duties:
        blocks += [
            Block(heading=_("Its duties")),
            Block(paragraph=_("The follow-up body:")),
            Block(list=body.duties),
        ]
    if body.publishes:
        blocks += [
            Block(heading=_("What it publishes")),
            Block(paragraph=_sentence(body.publishes)),
        ]
    return blocks


def _sentence(words: str) -> str:
    """The words with a capital and a full stop."""
    return f"{words[:1].upper()}{words[1:].rstrip('.')}."
