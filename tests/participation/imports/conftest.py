"""Files of these tests, in a place of their own."""

from pathlib import Path

import pytest
from django.conf import LazySettings


@pytest.fixture(autouse=True)
def media(settings: LazySettings, tmp_path: Path) -> Path:
    """Where another process finds them with TMPDIR: sessions of tests at once share the usual one."""
    settings.MEDIA_ROOT = tmp_path / "parvis-test-media"
    return tmp_path
