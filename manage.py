#!/usr/bin/env python
"""Entry point of the management commands."""

import os
import sys

_SETTINGS = "DJANGO_SETTINGS_MODULE"


def main() -> None:
    """Runs the command that is asked for."""
    if sys.argv[1:2] == ["tally"] and _SETTINGS not in os.environ:
        # Anybody counts a vote again: no secret, no database, no settings.
        from participation.budgets.counting.cli import main as tally  # noqa: PLC0415

        sys.exit(tally(sys.argv[2:]))
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    # Production first: a forgotten variable must never start a relaxed site.
    os.environ.setdefault(_SETTINGS, "portal.settings.production")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
