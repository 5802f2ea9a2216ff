"""How the database finds what a page asks: the plans of its slow queries."""

import time
from collections.abc import Callable

from django.db import connection


def explain(statements: list[str], slow: float, say: Callable[[str], None]) -> None:
    """Prints the plan of each statement that takes so many milliseconds."""
    for statement in statements:
        if not statement.startswith(("SELECT", "(SELECT", "WITH")):
            continue
        with connection.cursor() as cursor:
            started = time.perf_counter()
            cursor.execute(statement.replace("%", "%%"), [])
            cursor.fetchall()
            took = 1000 * (time.perf_counter() - started)
            if took < slow:
                continue
            say(f"--- {took:.1f} ms: {statement[:2000]}")
            how = (
                "EXPLAIN (ANALYZE, BUFFERS) "
                if connection.vendor == "postgresql"
                else "EXPLAIN QUERY PLAN "
            )
            cursor.execute(how + statement.replace("%", "%%"), [])
            for row in cursor.fetchall():
                say(f"    {row[-1]}")
