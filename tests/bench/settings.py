"""What the measures run with: the tests' settings, with templates and disks as in production."""

from portal.settings.test import *  # noqa: F403
from portal.settings.test import DATABASES, TEMPLATES

TEMPLATES[0]["OPTIONS"]["debug"] = False  # type: ignore[index]
_options = DATABASES["default"]["OPTIONS"]
if "init_command" in _options:
    _options["init_command"] = _options["init_command"].replace("=OFF", "=FULL")
