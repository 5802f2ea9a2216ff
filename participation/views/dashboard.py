"""The dashboard of a call at the officers' desk, and its figures as files."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.tables import write_csv

from ..mechanism import takes_contributions
from ..queries.dashboard import CHARTS, chart
from ..queries.kept_figures import kept_desk
from ..registry import desk_links
from .call_screens import CallScreen


class DashboardView(CallScreen):
    """What came in, what became of it, and the way to everything one does about a call."""

    template_name = "participation/desk/dashboard.html"
    title = _("Dashboard")

    def trail(self) -> list[dict[str, str]]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        desk = kept_desk(self.activity, timezone.now())
        return super().get_context_data(
            takes_contributions=takes_contributions(self.activity),
            figures=desk.figures,
            charts=desk.charts,
            links=desk_links(self.activity, self.officer),
            **kwargs,
        )

    def get_page_title(self) -> str:
        return self.activity.title

    def get_page_subtitle(self) -> str:
        return str(self.title)


class ChartFileView(CallScreen):
    """One chart as CSV."""

    def get(  # type: ignore[override]
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        kind = kwargs["kind"]
        if kind not in CHARTS:
            raise Http404
        return csv_file(f"{self.activity.slug}-{kind}", *_lines(chart(self.activity, kind)))


def _lines(found: Any) -> tuple[list[Any], Iterator[list[Any]]]:
    headings = [found.heading, found.note, _("In the address, or the day")]
    return headings, ([bar.label, bar.count, bar.value] for bar in found.bars)


def csv_file(name: str, headings: list[Any], rows: Any) -> StreamingHttpResponse:
    """A table sent as a CSV file of this name and of today."""
    response = StreamingHttpResponse(
        write_csv(headings, rows), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = (
        f'attachment; filename="{name}-{timezone.localdate():%Y-%m-%d}.csv"'
    )
    return response
