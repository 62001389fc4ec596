"""Small queries that many pages ask: their SQL is written once.

Django writes the SQL of a query anew each time, and takes longer for it than the database to run a small one. Here
a query is built once, from stand-ins, and the real values take the stand-ins' places whenever it is asked. PostgreSQL
keeps its plan as well (see prepared.py).
"""

from collections.abc import Callable, Mapping
from datetime import date
from threading import local
from types import SimpleNamespace
from typing import Any, Generic, Protocol, TypeVar

from django.db import connection, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.base import ModelState
from django.db.models.query import QuerySet, get_related_populators

from cancellations.models.prepared import ask_kept

Row = TypeVar("Row", bound=models.Model)
Real = dict[int | str, Any]  # stand-in -> what stands for
Known = dict[tuple[str, Any], Any]  # a relation and a key -> the row: who stands beside twenty events is made once

# Ids and a text that nothing has: they stand in the statement where the real ones are put in.
_WORKSPACE, _USER, _ID = 8_070_450_532_247_928_832, 8_070_450_532_247_928_833, 8_070_450_532_247_928_834
_TEXT = "a text that is nowhere"
_NOBODY = SimpleNamespace(workspace_id=_WORKSPACE, pk=_USER)


class Owner(Protocol):
    """Whose rows are asked for: a user, or a row of the user's workspace."""

    @property
    def workspace_id(self) -> int | None: ...
    @property
    def pk(self) -> Any: ...


class Statement:
    """The columns that a query gives for a user, when nothing in it changes but the ids of user and workspace.

    `build` gives the query for a user's `workspace_id` and `pk`; its columns come as the database's driver gives
    them: a JSON column as text.
    """

    def __init__(self, build: Callable[[Any], QuerySet[Any, Any]]) -> None:
        self._build = build
        self._written: tuple[str, tuple[Any, ...]] | None = None

    def rows(self, user: Owner) -> list[tuple[Any, ...]]:
        """For somebody without a workspace: none."""
        if self._written is None:
            self._written = self._build(_NOBODY).query.sql_with_params()
        sql, parameters = self._written
        return _ask(connection, sql, parameters, _real(user))


class ColumnsOf:
    """The columns that a query gives for a user, made into Python's values as the query itself would make them.

    `build` gets a stand-in for the user; for each other value that changes it takes `stand_in` of the field that it is
    compared with.
    """

    def __init__(self, build: Callable[[Any], QuerySet[Any, Any]]) -> None:
        self._build = build
        self._kept = local()  # what makes values of columns belongs to one connection, and so to one thread

    def rows(self, user: Owner | None, values: "Mapping[models.Field[Any, Any], Any]") -> list[list[Any]]:
        """For somebody without a workspace: none. `values`: what stands for the stand-in of each field."""
        compiler, sql, parameters, converters = self._plan()
        database = compiler.connection
        real = _real(user)
        for told, value in values.items():
            real[_prepared(told, stand_in(told), database)] = _prepared(told, value, database)
        found = _ask(database, sql, parameters, real)
        return list(compiler.apply_converters(found, converters))

    def _plan(self) -> Any:
        if not hasattr(self._kept, "plan"):
            query = self._build(_NOBODY)
            compiler = query.query.get_compiler(connection=connections[query.db])
            sql, parameters = compiler.as_sql()
            converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
            self._kept.plan = compiler, sql, parameters, converters
        return self._kept.plan


def stand_in(told: "models.Field[Any, Any]") -> Any:
    """A value that no row has in this field."""
    match told.get_internal_type():
        case "DateField":
            return date(9876, 5, 4)
        case "PositiveSmallIntegerField":
            return 31_999  # PostgreSQL refuses to look for larger ones
        case "CharField":
            return _TEXT
        case _:
            return _ID if told.primary_key else _ID + 1


def _prepared(told: "models.Field[Any, Any]", value: Any, database: BaseDatabaseWrapper) -> Any:
    return told.get_db_prep_value(value, database)


class RowsOf(Generic[Row]):
    """The rows of a model that a query gives for an owner and a key, when nothing else in it changes.

    `build` gets both; the key is an id, or a text with `by_text`. Whatever is somebody's own is asked through
    `visible_to(owner)`, as everywhere.
    """

    def __init__(self, build: Callable[[Any, Any], QuerySet[Row]], *, by_text: bool = False) -> None:
        self._build = build
        self._stand_in: int | str = _TEXT if by_text else _ID
        self._kept = local()  # what makes rows of columns belongs to one connection, and so to one thread

    def rows(self, owner: Owner | None, key: int | str) -> list[Row]:
        """For an owner without a workspace: none."""
        plan: _Plan[Row] | None = getattr(self._kept, "plan", None)
        if plan is None:
            plan = self._kept.plan = _Plan(self._build(_NOBODY, self._stand_in))
        return plan.rows({**_real(owner), self._stand_in: key})

    def first(self, owner: Owner | None, key: int | str) -> Row | None:
        return next(iter(self.rows(owner, key)), None)


class _Plan(Generic[Row]):
    """A query as its database wants it, and how the columns of the answer become rows (as ModelIterable does it)."""

    def __init__(self, query: QuerySet[Row]) -> None:
        self._connection = connections[query.db]
        compiler = query.query.get_compiler(connection=self._connection)
        self._sql, self._parameters = compiler.as_sql()
        made, select = compiler.klass_info, compiler.select
        self._model: type[Row] = made["model"]
        self._own = slice(made["select_fields"][0], made["select_fields"][-1] + 1)
        self._names = [column.target.attname for column, _sql, _alias in select[self._own]]
        populators = get_related_populators(made, select, query.db)  # type: ignore[call-arg] # stubs of a later Django
        self._related = [
            (_kept_as(joined), related.cols_start + related.pk_idx, related)
            for joined, related in zip(made.get("related_klass_infos", ()), populators, strict=True)
        ]
        self._annotations = list((compiler.annotation_col_map or {}).items())
        self._converters = compiler.get_converters([column for column, _sql, _alias in select])
        self._convert = compiler.apply_converters

    def rows(self, real: Real) -> list[Row]:
        found = _ask(self._connection, self._sql, self._parameters, real)
        known: Known = {}
        return [self._row(columns, known) for columns in self._convert(found, self._converters)]

    def _row(self, columns: list[Any], known: Known) -> Row:
        row = self._model.__new__(self._model)  # its __init__ would give each column to the row one by one
        row.__dict__.update(zip(self._names, columns[self._own], strict=True))
        row._state = ModelState()
        row._state.adding, row._state.db = False, self._connection.alias
        for name, place, related in self._related:
            key = name, columns[place]
            if key in known:
                row._state.fields_cache[name] = known[key]
            else:
                related.populate(columns, row)
                known[key] = row._state.fields_cache[name]
        for name, place in self._annotations:
            setattr(row, name, columns[place])
        return row


def _kept_as(joined: Mapping[str, Any]) -> str:
    """Under which name a row keeps the row that a relation leads to."""
    field = joined["field"]
    return str((field.remote_field if joined["reverse"] else field).cache_name)


def _real(owner: Owner | None) -> Real:
    return {_WORKSPACE: owner.workspace_id, _USER: owner.pk} if owner else {}


def _ask(database: BaseDatabaseWrapper, sql: str, parameters: Any, real: Real) -> list[tuple[Any, ...]]:
    return ask_kept(database, sql, [real.get(value, value) for value in parameters])
