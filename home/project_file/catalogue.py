"""Values, axes, priorities, objectives, commitments and periods: facts that follow the file."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from engagements.actions import record_wording
from engagements.models import (
    AxisIndexPage,
    AxisPage,
    Commitment,
    Objective,
    Period,
    PriorityIndexPage,
    PriorityPage,
    ValueIndexPage,
    ValuePage,
)

from . import schema
from .bodies import stream
from .editorial import page_texts
from .source import Source
from .texts import PAGE_SLUGS, EntryText
from .wanted import Wanted
from .writer import Writer


def load_values(source: Source, writer: Writer, *, home: Page) -> dict[str, int]:
    """The index of values and its pages; gives the page of each key."""
    index = _index("values", ValueIndexPage, _("Our values"), source, writer, home)
    return {
        value.key: writer.page(
            "value",
            ValuePage,
            Wanted(
                key=f"value/{value.key}",
                facts={"title": value.label, "number": value.number},
                texts=_entry_texts(source, "values", value.key),
            ),
            parent=index,
            slug=value.key,
        ).pk
        for value in source.facts.values
    }


def load_axes(source: Source, writer: Writer, *, home: Page, values: dict[str, int]) -> None:
    """The index of axes and its pages."""
    index = _index("axes", AxisIndexPage, _("Our axes"), source, writer, home)
    for axis in source.facts.axes:
        wanted = Wanted(
            key=f"axis/{axis.key}",
            facts={
                "title": axis.label,
                "number": axis.number,
                "challenges": _items(axis.challenges),
                "under_way": _items(axis.already_under_way),
            },
            texts=_entry_texts(source, "axes", axis.key),
            relations={"values": [values[key] for key in axis.values]},
        )
        writer.page("axis", AxisPage, wanted, parent=index, slug=axis.key)


def load_priorities(
    source: Source, writer: Writer, *, home: Page, values: dict[str, int]
) -> dict[str, PriorityPage]:
    """The index of priorities and its pages, then objectives and commitments."""
    index = _index("priorities", PriorityIndexPage, _("Our priorities"), source, writer, home)
    pages = {}
    for priority in source.facts.priorities:
        texts = _entry_texts(source, "priorities", priority.key)
        wanted = Wanted(
            key=f"priority/{priority.key}",
            facts={"title": priority.label, "number": priority.number},
            texts=texts,
            defaults={"short_name": _("Priority %(number)d") % {"number": priority.number}},
            relations={"values": [values[key] for key in priority.values]},
        )
        page = writer.page("priority", PriorityPage, wanted, parent=index, slug=priority.key)
        pages[priority.key] = page
        for objective in priority.objectives:
            _load_objective(source, writer, priority, page, objective)
    return pages


def load_periods(source: Source, writer: Writer) -> None:
    """The columns of the public calendar; no commitment is put in one, the file does not say."""
    known = {period.key: period for period in Period.objects.all()}
    for position, period in enumerate(source.facts.schedule_periods):
        key = f"period/{period.key}"
        facts = {"label": period.label, "sort_order": position, "import_key": key}
        found = known.get(period.key)
        writer.row("period", Wanted(key=key, facts=facts), found, Period(key=period.key))


def _load_objective(
    source: Source,
    writer: Writer,
    priority: schema.Priority,
    page: PriorityPage,
    objective: schema.Objective,
) -> None:
    key = f"objective/{priority.key}/{objective.number}"
    found = (
        Objective.objects.filter(import_key=key).first()
        or Objective.objects.filter(priority=page, number=objective.number).first()
    )
    row = writer.row(
        "objective",
        Wanted(key=key, facts={"label": objective.label, "import_key": key}),
        found,
        Objective(priority=page, number=objective.number),
    )
    summaries = source.texts.commitments if source.texts else {}
    known = Commitment.objects.in_bulk(list(objective.commitments), field_name="number")
    for number, wording in objective.commitments.items():
        commitment_key = f"commitment/{number}"
        wanted = Wanted(
            key=commitment_key,
            facts={
                "wording": wording,
                "objective_id": row.pk,
                "import_key": commitment_key,
            },
            texts={"summary": summaries[number]} if number in summaries else {},
        )
        _write_commitment(writer, wanted, known.get(number), Commitment(number=number))


def _write_commitment(
    writer: Writer, wanted: Wanted, found: Commitment | None, new: Commitment
) -> None:
    """The commitment as wanted; its official wordings stay, one after another."""
    former = found.wording if found else ""
    record_wording(
        commitment=writer.row("commitment", wanted, found, new),
        former=former,
        at=timezone.now(),
        by=None,
        reason=_("The project file was corrected."),
    )


def _index(
    name: str, model: type[Page], title: str, source: Source, writer: Writer, home: Page
) -> Page:
    text = getattr(source.texts.pages, name) if source.texts else None
    wanted = Wanted(key=f"page/{name}", texts=page_texts(text), defaults={"title": title})
    return writer.page("page", model, wanted, parent=home, slug=PAGE_SLUGS[name])


def _entry_texts(source: Source, group: str, key: str) -> dict[str, Any]:
    entries: dict[str, EntryText] = getattr(source.texts, group) if source.texts else {}
    if key not in entries:
        return {}
    text = entries[key]
    texts: dict[str, Any] = {"introduction": text.introduction, "body": stream(text.body)}
    if short_name := getattr(text, "short_name", ""):
        texts["short_name"] = short_name
    return texts


def _items(lines: list[str]) -> list[dict[str, Any]]:
    return [{"type": "item", "value": line} for line in lines]
