"""The bill of materials: what runs in production, from our pins, in CycloneDX 1.5; no network."""

import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def components(pins: str) -> list[dict[str, Any]]:
    """Each pinned package, with the hashes of the files that may be installed."""
    found: list[dict[str, Any]] = []
    for line in pins.splitlines():
        if pin := _PIN.match(line):
            name, version = pin[1].lower(), pin[2]
            purl = f"pkg:pypi/{name}@{version}"
            found.append(
                {
                    "type": "library",
                    "bom-ref": purl,
                    "name": name,
                    "version": version,
                    "purl": purl,
                    "hashes": [],
                }
            )
        elif (digest := _HASH.search(line)) and found:
            found[-1]["hashes"].append({"alg": "SHA-256", "content": digest[1]})
    return found


def main() -> int:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    listed = components((ROOT / "requirements.txt").read_text())
    us = {
        "type": "application",
        "bom-ref": project["name"],
        "name": project["name"],
        "version": project["version"],
        "licenses": [{"license": {"id": project["license"]}}],
    }
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": us},
        "components": listed,
        "dependencies": [{"ref": us["bom-ref"], "dependsOn": [one["bom-ref"] for one in listed]}],
    }
    json.dump(bill, sys.stdout, indent=2)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
