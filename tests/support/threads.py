"""The same work done at once by several people, each with a connection of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection

from portal.decisions import Refused


def together(count: int, work: Callable[[int], Any]) -> list[Any]:
    """What each thread returned, or the reason for which it was refused."""

    def run(number: int) -> Any:
        try:
            return work(number)
        except Refused as refused:
            return refused.reason
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))
