"""What a form on a page without a cookie sends (portal.page_tokens)."""

from typing import Any

from django.utils import timezone

from portal.page_tokens import FIELD, page_token


def from_page(**data: Any) -> dict[str, Any]:
    """The data, with today's token."""
    return {FIELD: page_token(timezone.localdate()), **data}
