"""`python -m participation.budgets.counting FILE.pb`: the count without the portal."""

import sys

from .cli import main

if __name__ == "__main__":
    sys.exit(main())
