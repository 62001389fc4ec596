"""Statements reach SQLite with its own placeholders, however often and in whichever way they are asked."""

from typing import Any

import pytest
from django.db import connection

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="placeholders are those of SQLite"),
]
LONG = "SELECT %s, '" + "x" * 6_000 + "%%'"


@pytest.mark.parametrize("_time", [1, 2])
@pytest.mark.parametrize(
    ("statement", "values", "found"),
    [
        ("SELECT %s, %s", [1, "%s"], (1, "%s")),
        ("SELECT '100%%', %s", ["?"], ("100%", "?")),
        ("SELECT '%%s', %s", [2], ("%s", 2)),
        ("SELECT %(a)s, %(b)s, '%%'", {"a": 1, "b": 2}, (1, 2, "%")),
        ("SELECT '%s'", None, ("%s",)),
        (LONG, [3], (3, "x" * 6_000 + "%")),
    ],
)
def test_values_come_back_as_given(_time: int, statement: str, values: Any, found: tuple[object, ...]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.fetchone() == found


def test_many_at_once() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE kept (share TEXT, number INTEGER)")
        cursor.executemany("INSERT INTO kept VALUES ('100%%' || %s, %s)", [("a", 1), ("b", 2)])
        cursor.execute("SELECT share, number FROM kept ORDER BY number")
        assert cursor.fetchall() == [("100%a", 1), ("100%b", 2)]
        cursor.execute("DROP TABLE kept")
