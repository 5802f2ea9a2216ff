"""Files of these tests, in a place of their own."""

from pathlib import Path

import pytest
from django.conf import LazySettings


@pytest.fixture(autouse=True)
def media(settings: LazySettings, tmp_path: Path) -> Path:
    """Another process finds them by TMPDIR: the place of this run is known to this one alone."""
    settings.MEDIA_ROOT = tmp_path / "parvis-test-media"
    return tmp_path
