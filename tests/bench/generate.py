"""`python -m tests.bench.generate`: fills the empty database of TEST_DATABASE_URL, for measures.

BENCH_IDEAS (default 1000000) says how many ideas; each has ten supports. Refuses a database that
holds contributions. `BENCH_KEPT=1 make bench` then measures on it as often as one likes.
"""

import io
import os
import resource
import sys
import time
from contextlib import redirect_stdout

import django


def main() -> None:
    """Prepares the tables, loads the model city, then the call, and says how long it took."""
    if not os.environ.get("TEST_DATABASE_URL"):
        raise SystemExit("TEST_DATABASE_URL: which database shall be filled?")
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from participation.models import Contribution  # noqa: PLC0415

    from .volume import make_call  # noqa: PLC0415

    count = int(os.environ.get("BENCH_IDEAS", "1000000"))
    call_command("migrate", verbosity=0)
    if Contribution.objects.exists():
        raise SystemExit("This database holds contributions already: it is left as it is.")
    with redirect_stdout(io.StringIO()):
        call_command("load_demo")
    started = time.perf_counter()
    figures = make_call(count).figures
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    took = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(
        f"{connection.vendor}: {count} ideas, {figures.published_count} of them published, "
        f"{figures.support_count} supports, {figures.comment_count} comments "
        f"in {took:.0f} s; {memory:.0f} MB at most\n"
    )


if __name__ == "__main__":
    main()
