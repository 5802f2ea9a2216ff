"""What counted: the version of the portal and the fingerprint of the code of the count. Pure."""

import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path

_COUNTING = Path(__file__).parent / "counting"


@cache
def software() -> str:
    """For example `parvis 0.1.0, counting 1f0c…`: without git, the same wherever it runs."""
    digest = hashlib.sha256()
    for path in sorted(_COUNTING.rglob("*.py")):
        digest.update(path.relative_to(_COUNTING).as_posix().encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return f"parvis {_version()}, counting {digest.hexdigest()[:32]}"


def _version() -> str:
    try:
        return metadata.version("parvis")
    except metadata.PackageNotFoundError:
        return _written_version()


def _written_version() -> str:
    """The version in pyproject.toml, where the portal runs from its folder."""
    project = Path(__file__).parents[2] / "pyproject.toml"
    for line in project.read_text().splitlines() if project.exists() else ():
        if line.startswith("version"):
            return line.partition("=")[2].strip().strip('"')
    return "0"
