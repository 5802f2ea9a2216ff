"""Whether a pinned dependency has a known weakness; says “not reached” where the service is not.

pip-audit lives in an environment of its own, made anew: what audits is no part of what is audited.
"""

import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PINS = "requirements.txt"
_MINUTES = 5


def not_reached(why: str) -> int:
    """Offline is no fault of the change that is checked."""
    print(f"Not reached: {why}. Nothing is known of the pins; run it again with a network.")
    return 0


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=_MINUTES * 60
    )


def findings(report: Path) -> list[str]:
    """One line for each weakness of the report."""
    found = []
    for package in json.loads(report.read_text())["dependencies"]:
        for weakness in package.get("vulns", []):
            fixed = ", ".join(weakness.get("fix_versions", [])) or "no version yet"
            names = " ".join([weakness["id"], *weakness.get("aliases", [])])
            found.append(f"{package['name']} {package['version']}: {names}, mended in {fixed}")
    return found


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = str(Path(folder) / "bin" / "python")
        report = Path(folder) / "report.json"
        try:
            made = run(python, "-m", "pip", "install", "--quiet", "pip-audit")
            if made.returncode:
                return not_reached("pip-audit could not be installed")
            options = ["--require-hashes", "--disable-pip", "--progress-spinner", "off"]
            options += ["--format", "json", "--output", str(report)]
            asked = run(python, "-m", "pip_audit", "--requirement", PINS, *options)
        except subprocess.TimeoutExpired:
            return not_reached(f"no answer within {_MINUTES} minutes")
        if not report.exists():
            last = (asked.stderr.strip().splitlines() or ["no answer"])[-1]
            return not_reached(f"the advisory service ({last[:200]})")
        found = findings(report)
        count = len(json.loads(report.read_text())["dependencies"])
    if found:
        print("\n".join(found), file=sys.stderr)
        return 1
    print(f"{count} pins, no known weakness.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
