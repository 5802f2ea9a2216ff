"""What the room tells operators when they ask `check --deploy`."""

from typing import Any

from django.core.checks import CheckMessage, Info, register

from .pdf import engine


@register("engagements", deploy=True)
def pango_is_there(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Reviews have no PDF where the library that draws it is missing; everything else works."""
    if engine() is not None:
        return []
    return [
        Info(
            "Pango is missing: half-yearly reviews are offered without PDF.",
            hint="On Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0.",
            id="engagements.I001",
        )
    ]
