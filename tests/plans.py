"""How the database would answer a question: which indexes it reads."""

from collections.abc import Sequence
from typing import Any

from django.db import connection


def plan_of(sql: str, params: Sequence[Any] = ()) -> str:
    """The plan in the words of the database.

    PostgreSQL would rather read a small table whole and sort it: here it does so only where no index helps.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
            cursor.execute(f"EXPLAIN {sql}", params or None)
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params or None)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def reads_whole_table(plan: str) -> bool:
    return "Seq Scan" in plan or "SCAN" in plan.replace("SCAN CONSTANT", "")


def starts_among_alike(plan: str) -> bool:
    """Whether a page that begins among rows that are alike is read in order, and from its first row on."""
    if connection.vendor == "postgresql":
        return "Sort" not in plan and "Index Cond" in plan and "ROW(" in plan
    return "TEMP B-TREE" not in plan and " AND id" in plan
