"""The tags of a workspace, and how many more it takes, while the rows of a file name them one after the other."""

from collections.abc import Iterable

from cancellations.domain.tagging import MOST_TAGS, read_ids
from cancellations.domain.text import fold
from cancellations.models.people import User
from cancellations.models.tag import Tag, tag_name

_NEW = 0


class KnownTags:
    def __init__(self, by: User) -> None:
        rows = Tag.objects.visible_to(by).exclude(folded=None).values_list("pk", "folded", "same_as")
        tags = [(pk, str(folded), same_as or pk) for pk, folded, same_as in rows]
        self._ids = {folded: stands_for for _pk, folded, stands_for in tags}
        self._stands_for = {pk: stands_for for pk, _folded, stands_for in tags}

    def take(self, names: Iterable[str]) -> bool:
        """Count these among the tags; False, and nothing is counted, when there would be too many."""
        new = set(map(_key, names)) - self._ids.keys()
        if len(self._ids) + len(new) > MOST_TAGS:
            return False
        self._ids |= dict.fromkeys(new, _NEW)
        return True

    def are_on(self, tag_ids: str, names: Iterable[str]) -> bool:
        """Whether a case with these `tag_ids` has all of them."""
        on = {self._stands_for.get(pk) for pk in read_ids(tag_ids)}
        return all(self._ids.get(_key(name)) in on for name in names)


def _key(name: str) -> str:
    return fold(tag_name(name))
