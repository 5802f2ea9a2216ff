"""Each security event that the code keeps is told in words to whoever reads the log."""

import re

from django.conf import settings

from portal.security.registry import known_events

ROOMS = ("portal", "engagements", "participation", "home")
_KEPT = re.compile(r"\brecord_event\(\s*\"([a-z_.]+)\"")


def test_each_event_is_told_in_words() -> None:
    modules = [path for room in ROOMS for path in (settings.BASE_DIR / room).rglob("*.py")]
    kept = {name for path in modules for name in _KEPT.findall(path.read_text(encoding="utf-8"))}
    assert len(kept) > 40
    assert kept - {*known_events()} == set(), "say these in words: register_events"
