"""A StreamField whose block definitions stay out of migrations."""

from collections.abc import Sequence
from typing import Any

from wagtail import fields


class StreamField(fields.StreamField):
    """Wagtail's StreamField, small in migrations: a new block needs none."""

    def __init__(self, block_types: Any = (), *args: Any, **kwargs: Any) -> None:
        super().__init__(block_types, *args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        kwargs.pop("verbose_name", None)
        return name, path, [], kwargs
