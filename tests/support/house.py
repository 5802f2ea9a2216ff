"""The files of the house and the drawing of its rooms, for the architecture tests."""

import ast
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
# From the base to the top: a room may import those before it, never those after.
ROOMS = ("portal", "engagements", "participation", "home")
CORE = "participation"
# Django apps, each a house of floors; the base has five.
APPS = (
    "portal.accounts",
    "portal.agents",
    "portal.cms",
    "portal.notifications",
    "portal.security",
    "portal.privacy",
    "portal.owndata",
    "portal.subscriptions",
    "portal.identity",
    "engagements",
    "participation",
    *settings.PARTICIPATION_MECHANISMS,
    "home",
)


def python_files(*folders: str) -> list[Path]:
    """Python files of these folders, without migrations."""
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


def source_files() -> list[Path]:
    """Every Python file of the rooms."""
    return python_files(*ROOMS)


def template_files() -> list[Path]:
    """Every template of ours: those of the shell, then those of the rooms."""
    shell = (ROOT / "templates").rglob("*")
    rooms = (path for room in ROOMS for path in (ROOT / room).glob("**/templates/**/*"))
    return sorted(path for path in (*shell, *rooms) if path.is_file())


def relative(path: Path) -> str:
    """A path as one writes it in a message."""
    return path.relative_to(ROOT).as_posix()


def module_of(path: Path) -> str:
    """The dotted name of a Python file."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def app_of(module: str) -> str | None:
    """The innermost app a module belongs to; None for the project's own modules."""
    homes = [app for app in APPS if module == app or module.startswith(f"{app}.")]
    return max(homes, key=len) if homes else None


def room_of(module: str) -> str:
    """The room a module belongs to."""
    return module.split(".")[0]


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=relative(path))


def listing(found: list[object]) -> str:
    """What a test found, one a line, for its message."""
    return "".join(f"\n  {item}" for item in found)
