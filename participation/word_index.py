"""The index of words of contributions, kept by the database itself from the column `stems`.

PostgreSQL: a generated tsvector with a GIN index. SQLite: an FTS5 table fed by triggers, which
Django's table rebuilds drop: `ensure` puts them back after each migration.
"""

from typing import Any, ClassVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Lookup, TextField

TABLE = "participation_contribution"
LONGEST_STEM = 60
_FTS = "participation_stems"
_POSTGRES = (
    f"ALTER TABLE {TABLE} ADD COLUMN IF NOT EXISTS stems_vector tsvector "
    "GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, stems)) STORED",
    f"CREATE INDEX IF NOT EXISTS contribution_stems ON {TABLE} USING gin (stems_vector)",
)
_OLD = f"INSERT INTO {_FTS}({_FTS}, rowid, stems) VALUES ('delete', old.id, old.stems);"  # noqa: S608
_NEW = f"INSERT INTO {_FTS}(rowid, stems) VALUES (new.id, new.stems);"  # noqa: S608
_SQLITE = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {_FTS} USING fts5("
    f"stems, content='{TABLE}', content_rowid='id', detail=none, columnsize=0)",
    f"CREATE TRIGGER {_FTS}_added AFTER INSERT ON {TABLE} BEGIN {_NEW} END",
    f"CREATE TRIGGER {_FTS}_removed AFTER DELETE ON {TABLE} BEGIN {_OLD} END",
    f"CREATE TRIGGER {_FTS}_changed AFTER UPDATE OF stems ON {TABLE} "
    f"WHEN old.stems IS NOT new.stems BEGIN {_OLD} {_NEW} END",
    # Whatever was written while the triggers were missing.
    f"INSERT INTO {_FTS}({_FTS}) VALUES ('rebuild')",  # noqa: S608
)


def ensure(using: str = "default", **_signal: Any) -> None:
    """Makes sure that the database keeps its index; does nothing when it already does."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        if TABLE not in tables:
            return
        columns = connection.introspection.get_table_description(cursor, TABLE)
        if "stems" not in {column.name for column in columns}:
            return  # Going back to a migration before this index.
        if connection.vendor == "postgresql":
            statements: tuple[str, ...] = _POSTGRES
        else:
            cursor.execute(
                "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
                [TABLE],
            )
            statements = () if cursor.fetchone()[0] else _SQLITE
        for statement in statements:
            cursor.execute(statement)


def drop_old_words(using: str = "default") -> None:
    """Rewrites SQLite's index without the words of texts that changed; PostgreSQL's VACUUM does."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {_FTS}({_FTS}) VALUES ('optimize')")  # noqa: S608


class _WordsLookup(Lookup):  # type: ignore[type-arg]
    """Folded words, separated by spaces, looked for in the index."""

    prepare_rhs = False
    joiners: ClassVar[dict[str, str]]

    def _words(self) -> list[str]:
        words = [word for word in str(self.rhs).split() if len(word) <= LONGEST_STEM]
        if not words:
            raise EmptyResultSet
        return words

    def _column(self, compiler: Any, name: str) -> str:
        quote = compiler.connection.ops.quote_name
        return f"{quote(self.lhs.alias)}.{quote(name)}"

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[str]]:
        query = self.joiners["postgresql"].join(f"'{word}'" for word in self._words())
        return f"{self._column(compiler, 'stems_vector')} @@ to_tsquery('simple', %s)", [query]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[str]]:
        query = self.joiners["sqlite"].join(f'"{word}"' for word in self._words())
        found = f"SELECT rowid FROM {_FTS} WHERE {_FTS} MATCH %s"  # noqa: S608 - a constant
        return f"{self._column(compiler, 'id')} IN ({found})", [query]


@TextField.register_lookup
class AllWords(_WordsLookup):
    """Every one of these folded words: `.filter(stems__all_words="velo ecol")`."""

    lookup_name = "all_words"
    joiners: ClassVar[dict[str, str]] = {"postgresql": " & ", "sqlite": " AND "}


@TextField.register_lookup
class AnyWord(_WordsLookup):
    """At least one of these folded words: `.filter(stems__any_word="velo ecol")`."""

    lookup_name = "any_word"
    joiners: ClassVar[dict[str, str]] = {"postgresql": " | ", "sqlite": " OR "}


@TextField.register_lookup
class AllUsualWords(AllWords):
    """The same for words that many contributions hold, in a list with an order and a limit.

    SQLite would read all that match, then sort them; the unary plus hides the key from its planner,
    which then walks an index in the order of the list until the page is full.
    """

    lookup_name = "all_usual_words"

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[str]]:
        found, words = super().as_sqlite(compiler, connection)
        return f"+{found}", words
