"""The tags of a workspace and the saved views of a user: small lists that pages show, read once until they change.

Every change of one of them gives the workspace a new stamp (Workspace.lists_changed), in its transaction. The
stamp is read with the user, at every request; as long as it is the same, what this process has read is still so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Case, CharField, Value, When

from cancellations.domain.tagging import read_ids
from cancellations.domain.text import fold
from cancellations.models.people import User
from cancellations.models.saved_view import SavedView
from cancellations.models.statement import Statement
from cancellations.models.tag import Tag


class ViewLink(NamedTuple):
    pk: int
    name: str
    query: str
    is_shared: bool
    listing: str


@dataclass(frozen=True)
class OwnLists:
    """`tags`: the id that a case may carry -> the id and the name that it stands for; other names included.

    `stamp` is another one whenever anything in here is.
    """

    stamp: str
    tags: Mapping[int, tuple[int, str]]
    views: tuple[ViewLink, ...]

    def offered(self) -> tuple[tuple[int, str], ...]:
        """The tags to choose from, by name."""
        return tuple(sorted(set(self.tags.values()), key=lambda one: (fold(one[1]), one[0])))

    def ids_of(self, tag: int) -> list[int]:
        """All that cases may carry for one tag: its own id, and those of what was merged into it."""
        return [pk for pk, (stands_for, _name) in self.tags.items() if stands_for == tag]

    def names(self, tag_ids: str) -> list[str]:
        """The names for what a case carries (`Cancellation.tag_ids`), in their order."""
        return [name for _pk, name in self.on(tag_ids)]

    def on(self, tag_ids: str) -> list[tuple[int, str]]:
        """The same with their ids; each once."""
        if not tag_ids:
            return []
        found = {self.tags[pk] for pk in read_ids(tag_ids) if pk in self.tags}
        return sorted(found, key=lambda one: (fold(one[1]), one[0]))


_NOTHING = OwnLists("", {}, ())


def lists_of(user: User) -> OwnLists:
    """For somebody without a workspace, and before the first tag or view is made: nothing. One query, or none."""
    workspace = user.workspace
    if workspace is None or not workspace.lists_stamp:
        return _NOTHING
    return _kept(workspace.lists_stamp, workspace.pk, user.pk)


class _Owner(NamedTuple):
    workspace_id: int
    pk: int


@lru_cache(maxsize=1024)
def _kept(stamp: str, workspace_id: int, user_id: int) -> OwnLists:
    rows = _ROWS.rows(_Owner(workspace_id, user_id))
    names = {pk: name for kind, pk, name, *_ in rows if kind == _TAG}
    tags = {pk: (other or pk, names.get(other or pk, "")) for kind, pk, _n, _q, other, *_ in rows if kind == _TAG}
    found = sorted((row for row in rows if row[0] != _TAG), key=lambda row: (row[0] != _SHARED, row[5], row[1]))
    views = tuple(ViewLink(pk, name, query, kind == _SHARED, of) for kind, pk, name, query, _o, _p, of in found)
    return OwnLists(stamp, tags, views)


_TAG, _SHARED, _OWN = "tag", "shared", "own"
_TEXT = CharField()


def _union(user: User) -> Any:
    """Both lists in one statement: what it is, id, name, query, which tag it is the same as, position, list."""
    kind = Case(When(is_shared=True, then=Value(_SHARED, _TEXT)), default=Value(_OWN, _TEXT))
    tags = Tag.objects.visible_to(user).exclude(folded=None)
    views = SavedView.objects.visible_to(user)
    nothing = Value("", _TEXT)
    return tags.values_list(Value(_TAG, _TEXT), "id", "name", nothing, "same_as_id", Value(0), nothing).union(
        views.values_list(kind, "id", "name", "query", Value(0), "position", "listing"), all=True
    )


_ROWS = Statement(_union)
