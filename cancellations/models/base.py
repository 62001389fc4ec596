"""What every row of the domain shares: its workspace, and the question that every query starts from."""

from collections.abc import Callable, Iterable
from copy import copy
from functools import reduce
from operator import or_
from typing import Any, Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.db.models.expressions import Col, Func, RawSQL

from cancellations.domain.roles import Right
from cancellations.domain.searching import search_terms
from cancellations.models import search_index
from cancellations.models.people import User, Workspace

# texts that one page reads where a search finds too many rows for the index; takes about as long as a page of the list
READ_AT_MOST = 2000

Row = TypeVar("Row", bound=models.Model, covariant=True)


class WorkspaceQuerySet(models.QuerySet[Row]):
    def visible_to(self, user: "User | AnonymousUser | WorkspaceRow") -> Self:
        """The rows of the user's workspace; none for strangers, guests and people who were removed.

        Where nobody is signed in, a row that was found by a secret stands for its workspace.
        """
        workspace_id = getattr(user, "workspace_id", None)
        return self.filter(workspace_id=workspace_id) if workspace_id else self.none()


class WorkspaceRow(models.Model):
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+", db_index=False)

    class Meta:
        abstract = True


class SearchedQuerySet(WorkspaceQuerySet[Row]):
    """`unread`: set when the index could not answer a search shortly: these rows before their texts are read.

    A page must not read a million texts for fifty hits, or for none, but stop at READ_AT_MOST.
    """

    unread: Self | None = None

    def search(self, term: str, by: User) -> Self:
        """The rows whose names, references or numbers contain `term`, in any case, width or script.

        Comes after all other filters. The index is asked at once. Where it knows too many rows, or the term is too
        short for it, the texts of the rows are to be read.
        """
        terms = search_terms(term)
        if not terms:
            return self
        column = self._column(by)
        ids = search_index.ids(self.model._meta.db_table, column, by.workspace_id or 0, terms)
        if ids == []:
            return self.none()
        found = self.filter(reduce(or_, (Q((f"{column}__contains", words)) for words in terms)))
        if ids is None:
            found.unread = self
            return found
        return found.found_by("pk", _written_out(ids))

    def if_few(self, column: str, keys: models.QuerySet[Any, Any]) -> Self:
        """These rows, all of which have one of `keys` in `column`; when the keys are few, found by them, then sorted.

        Else a database reads all rows in the order that is wanted, to find those: a million for twenty.
        """
        found = list(keys[: READ_AT_MOST + 1])
        if not found:
            return self.none()
        return self if len(found) > READ_AT_MOST else self.found_by(column, _written_out(found))

    def found_by(self, column: str, keys: models.QuerySet[Any, Any] | RawSQL) -> Self:
        """Those of these rows that have one of `keys` in `column`: found by them, then sorted."""
        return self._by_number().filter(**{f"{column}__in": keys})

    def _by_number(self) -> Self:
        """These rows, fetched by number: SQLite would rather read all of the workspace in the order that is wanted."""
        rows = self._chain()  # type: ignore[attr-defined] # no part of Django's stubs
        for place, condition in enumerate(rows.query.where.children):
            column = getattr(condition, "lhs", None)
            if isinstance(column, Col) and column.target.column == "workspace_id":
                rows.query.where.children[place] = copied = copy(condition)
                copied.lhs = Func(column, template="+%(expressions)s", output_field=column.output_field)
        found: Self = rows
        return found

    def read_until(self, order: str) -> int | None:
        """The row that a page in this order, `pk` or `-pk`, has to end at; None where it need not end early."""
        if self.unread is None:
            return None
        ahead = list(self.unread.order_by(order).values_list("pk", flat=True)[READ_AT_MOST - 1 : READ_AT_MOST + 1])
        return ahead[0] if len(ahead) > 1 else None

    def also(self, narrow: Callable[[Self], Self]) -> Self:
        """One more filter, after a search."""
        rows = narrow(self)
        rows.unread = self.unread if self.unread is None else narrow(self.unread)
        return rows

    def _column(self, by: User) -> str:
        """Who sees numbers masked finds by what the masks show: else a search would tell the rest digit by digit."""
        return "search_text" if by.may(Right.SEE_IDENTIFIERS) else "search_text_masked"

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc] # no part of Django's stubs
        clone.unread = self.unread
        return clone


def _written_out(keys: Iterable[int]) -> RawSQL:
    """Binding two thousand parameters takes longer than finding their rows."""
    return RawSQL(",".join(map(str, keys)), ())  # noqa: S611 - numbers


class SearchedRow(WorkspaceRow):
    """A row that is found by what people type; both texts are as `searchable` makes them."""

    search_text = models.TextField(blank=True)
    search_text_masked = models.TextField(blank=True, help_text="without what viewers may not see")

    class Meta:
        abstract = True


def changed_fields(row: models.Model, values: dict[str, Any]) -> dict[str, Any]:
    """The part of `values` that differs from what `row` holds."""
    return {name: value for name, value in values.items() if getattr(row, name) != value}
