"""Rows to be copied thousands of times: what is the same in every copy is made ready for the database once.

bulk_create() prepares every value of every row anew, which is most of its time; steps and events are nine
tenths of the rows of a case, and nobody needs their new ids.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

Values = dict[str, Any]  # the columns of one row by their names
Names = dict[str, Any]  # what stands for a name or a number in a story -> what it is in one case


class Pattern:
    """One row of a life. Whatever is equal to a key of the names is replaced when it is filled in."""

    def __init__(self, model: type[models.Model], values: Values, placeholders: Iterable[str]) -> None:
        self.model, self.values = model, values
        told = set(placeholders)
        self._named = [name for name, value in values.items() if _mentions(value, told)]
        self._ready = {field.attname: _prepared(field, values[field.attname]) for field in columns(model)}

    def filled(self, names: Names, **keys: int | None) -> list[Any]:
        """The values for the database, in the order of `columns`. `keys`: the foreign keys of this copy."""
        row = {**self._ready, **keys}
        for name in self._named:
            row[name] = _prepared(self.model._meta.get_field(name), renamed(self.values[name], names))
        return list(row.values())


def columns(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    """Those that a new row is written with: all but the key, which the database gives."""
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def insert(model: type[models.Model], rows: Sequence[list[Any]]) -> None:
    """Write rows that `Pattern.filled` has made."""
    quote = connection.ops.quote_name
    names = [quote(str(field.column)) for field in columns(model)]
    places = ", ".join(["%s"] * len(names))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(names)}) VALUES ({places})",  # noqa: S608 - our own names
            rows,
        )


def renamed(value: Any, names: Names) -> Any:
    """A copy of `value` with everything replaced that `names` knows."""
    match value:
        case dict():
            return {name: renamed(one, names) for name, one in value.items()}
        case list():
            return [renamed(one, names) for one in value]
        case str():
            return names.get(value, value)
        case _:
            return value


def _mentions(value: Any, told: set[str]) -> bool:
    match value:
        case dict():
            return any(_mentions(one, told) for one in value.values())
        case list():
            return any(_mentions(one, told) for one in value)
        case str():
            return value in told
        case _:
            return False


def _prepared(field: Any, value: Any) -> Any:
    return field.get_db_prep_save(value, connection)
