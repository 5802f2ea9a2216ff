"""The cache in a table of the database, for limits: counting there is short, and exact."""

import base64
import pickle
from datetime import UTC, datetime
from itertools import count
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router, transaction
from django.utils import timezone

# Entries are counted, and old ones dropped, once in so many: Django counts them all every time,
# which a hundred ballots a second would wait for once the table holds as many people.
_COUNTED_EVERY = 500
_added = count(1)


class CacheTable(DatabaseCache):
    """Django's, but for `add` and `incr`: exact when two ask at once, an entry keeps its delay."""

    _table: str  # given by Django's own __init__

    def add(
        self,
        key: str,
        value: Any,
        timeout: float | None = DEFAULT_TIMEOUT,  # type: ignore[assignment]
        version: int | None = None,
    ) -> bool:
        """Writes it unless it is there and still holds; whether it was written."""
        if next(_added) % _COUNTED_EVERY == 0:
            return bool(super().add(key, value, timeout, version))
        connection = connections[self._alias]
        end = self.get_backend_timeout(timeout)
        expires = datetime.max if end is None else datetime.fromtimestamp(end, tz=UTC)
        table = connection.ops.quote_name(self._table)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (cache_key, value, expires) VALUES (%s, %s, %s)"  # noqa: S608 - our table
                " ON CONFLICT (cache_key) DO UPDATE"
                " SET value = excluded.value, expires = excluded.expires"
                f" WHERE {table}.expires < %s",
                [
                    self.make_and_validate_key(key, version=version),
                    self._packed(value),
                    self._moment(expires),
                    self._moment(timezone.now()),
                ],
            )
            return bool(cursor.rowcount == 1)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """The number there and so many more, written back. Raises ValueError when none holds."""
        connection = connections[self._alias]
        name = self.make_and_validate_key(key, version=version)
        table = connection.ops.quote_name(self._table)
        held = " FOR UPDATE" if connection.features.has_select_for_update else ""
        with transaction.atomic(using=self._alias), connection.cursor() as cursor:
            cursor.execute(
                f"SELECT value FROM {table} WHERE cache_key = %s AND expires >= %s{held}",  # noqa: S608 - our table
                [name, self._moment(timezone.now())],
            )
            row = cursor.fetchone()
            if row is None:
                raise ValueError(key)
            # Ours alone, written by `add`: see Django's own reading of it.
            found = int(pickle.loads(base64.b64decode(row[0]))) + delta  # noqa: S301
            cursor.execute(
                f"UPDATE {table} SET value = %s WHERE cache_key = %s",  # noqa: S608 - our table
                [self._packed(found), name],
            )
        return found

    @property
    def _alias(self) -> str:
        return router.db_for_write(self.cache_model_class) or "default"

    def _packed(self, value: Any) -> str:
        return base64.b64encode(pickle.dumps(value, self.pickle_protocol)).decode("latin1")

    def _moment(self, value: datetime) -> Any:
        """A moment as this database takes it, in whole seconds as Django writes them."""
        return connections[self._alias].ops.adapt_datetimefield_value(value.replace(microsecond=0))
