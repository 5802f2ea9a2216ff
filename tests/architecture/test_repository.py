"""What is committed installs anywhere: no address of an index, no path of a machine, all pinned."""

import re
import shutil
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = sorted(ROOT.glob("requirements*.txt"))
LARGEST_FILE = 1_000_000
# The catalogue grows with the portal, and is one file.
LARGEST_CATALOGUE = 3_000_000

# One character in brackets: a pattern must not find itself.
FORBIDDEN = re.compile(
    r"""/roo[t]/ | /work/mai[n] | /tmp/bash_job[s] | file:/[/]/ | --(extra-)?index[-]url
    | --find[-]links | (?<![\w.])/home/\w+/\w | py[p]i\.org | pythonhoste[d] | npmj[s]\.
    | "resolve[d]":\s*"https?: """,
    re.VERBOSE,
)
PRIVATE_KEY = re.compile(r"-----BEGIN [A-Z ]*PRIVATE[ ]KEY-----")


@cache
def repository_files() -> list[Path]:
    """Every file that is or may be committed, or nothing to look at outside a checkout."""
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("not a git checkout: there is no list of committed files to read")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    names = sorted(set(filter(None, listed.split("\0"))))
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def text_of(path: Path) -> str:
    """The text of a file, empty when it is an image or a font."""
    content = path.read_bytes()
    return "" if b"\0" in content else content.decode("utf-8", errors="replace")


def found_in_repository(pattern: re.Pattern[str]) -> list[str]:
    """Where a pattern occurs, as file:line."""
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in repository_files()
        for number, line in enumerate(text_of(path).splitlines(), start=1)
        if pattern.search(line)
    ]


def pins(path: Path) -> dict[str, str]:
    """Requirement (with its marker) to the whole of what is asked, hashes included."""
    logical = re.sub(r"\\\n\s*", " ", path.read_text(encoding="utf-8"))
    lines = [line for line in logical.splitlines() if line.strip() and not line.startswith(" ")]
    return {line.split(" --hash=")[0].strip(): line for line in lines if not line.startswith("#")}


def test_files_name_no_index_and_no_machine():
    assert found_in_repository(FORBIDDEN) == []


def test_files_hold_no_private_key():
    assert found_in_repository(PRIVATE_KEY) == []


def test_files_stay_small():
    large = [
        path.name
        for path in repository_files()
        if path.stat().st_size
        > (LARGEST_CATALOGUE if path.parent.name == "LC_MESSAGES" else LARGEST_FILE)
    ]

    assert large == []


def test_compiled_catalogue_is_not_ignored():
    catalogue = ROOT / "locale/fr/LC_MESSAGES/django.mo"

    assert catalogue in repository_files(), "a machine that installs has no gettext to compile it"


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.name)
def test_requirements_name_no_host(path):
    assert re.findall(r"https?://\S+|file:\S+|^-\S+", path.read_text(), re.MULTILINE) == []


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.name)
def test_requirements_are_pinned_with_hashes(path):
    found = pins(path)

    assert found
    assert [name for name in found if "==" not in name] == []
    assert [name for name, line in found.items() if "--hash=sha256:" not in line] == []


@pytest.mark.parametrize("name", ["requirements-dev.txt", "requirements-browser.txt"])
def test_tests_run_on_what_is_served(name):
    runtime, tested = pins(ROOT / "requirements.txt"), pins(ROOT / name)

    assert {pin: tested.get(pin) for pin in runtime} == runtime


def test_every_dependency_is_pinned_and_justified():
    source = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(source)
    declared = [
        *project["project"]["dependencies"],
        *[item for group in project["dependency-groups"].values() for item in group],
    ]
    lines = {line.strip().split('",')[0].strip('"'): line for line in source.splitlines()}
    unjustified = [name for name in declared if isinstance(name, str) and "#" not in lines[name]]

    assert unjustified == []


def test_readme_commands_exist():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    commands = set(re.findall(r"\bmake ([a-z-]+)", readme))
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))

    assert {"demo", "test"} <= commands
    assert commands - targets == set()


def test_every_variable_of_the_settings_is_explained():
    settings = "".join(
        (ROOT / "portal" / "settings" / f"{name}.py").read_text(encoding="utf-8")
        for name in ("base", "production")
    )
    read = set(re.findall(r"\b(?:env(?:\.\w+)?|required)\(\s*\"([A-Z_]+)\"", settings))
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    explained = set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE))

    assert read - explained == set()
