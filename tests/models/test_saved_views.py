"""Saved views: whose they are, in which order, and who may change them."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from cancellations.domain.errors import NotPossible
from cancellations.models import SavedView, User, saved_view
from cancellations.models.own_lists import lists_of

pytestmark = pytest.mark.django_db


def seen_by(user: User) -> list[str]:
    """As the sidebar has them."""
    return [view.name for view in lists_of(User.objects.get(pk=user.pk)).views]


def add(by: User, name: str, *, is_shared: bool = False) -> SavedView:
    return SavedView.objects.add(by, name=name, query="view=overdue", is_shared=is_shared)


def test_ones_own_and_what_is_shared(owner: User, colleague: User, viewer: User, stranger: User) -> None:
    add(owner, "mine")
    add(owner, "ours", is_shared=True)
    add(viewer, "just looking")
    assert seen_by(owner) == ["ours", "mine"]
    assert seen_by(colleague) == ["ours"]
    assert seen_by(viewer) == ["ours", "just looking"]
    assert seen_by(stranger) == []


def test_moved_up_and_down(owner: User) -> None:
    views = [add(owner, name) for name in "abc"]
    views[2].move(owner, up=True)
    assert seen_by(owner) == ["a", "c", "b"]
    views[0].move(owner, up=True)
    assert seen_by(owner) == ["a", "c", "b"]
    views[0].move(owner, up=False)
    assert seen_by(owner) == ["c", "a", "b"]


def test_shared_it_is_the_last_of_the_shared(owner: User, colleague: User) -> None:
    add(owner, "first", is_shared=True)
    view = add(colleague, "second")
    view.change(colleague, is_shared=True)
    assert seen_by(owner) == ["first", "second"]
    view.change(colleague, is_shared=False)
    assert seen_by(owner) == ["first"]


def test_a_shared_view_is_changed_by_its_maker_and_by_the_owner(owner: User, colleague: User, viewer: User) -> None:
    theirs, ours = add(colleague, "theirs", is_shared=True), add(owner, "ours", is_shared=True)
    theirs.change(owner, name="corrected")
    for by, view in ((viewer, theirs), (colleague, ours)):
        with pytest.raises(PermissionDenied):
            view.change(by, name="x")
        with pytest.raises(PermissionDenied):
            view.move(by, up=True)
        with pytest.raises(PermissionDenied):
            view.remove(by)
    assert seen_by(viewer) == ["corrected", "ours"]


def test_nobody_changes_what_is_somebody_elses_own(owner: User, colleague: User) -> None:
    with pytest.raises(PermissionDenied):
        add(colleague, "private").change(owner, name="x")


def test_viewers_share_nothing(viewer: User) -> None:
    with pytest.raises(PermissionDenied):
        add(viewer, "x", is_shared=True)
    with pytest.raises(PermissionDenied):
        add(viewer, "x").change(viewer, is_shared=True)


def test_there_are_limits(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_view, "MOST_VIEWS", 1)
    add(owner, "a")
    with pytest.raises(NotPossible):
        add(owner, "b")
    with pytest.raises(NotPossible):
        SavedView.objects.get().change(owner, query="q=" + "x" * 3000)


def test_deleted_it_is_gone(owner: User) -> None:
    add(owner, "a").remove(owner)
    assert seen_by(owner) == []


def test_what_was_rolled_back_was_never_kept(owner: User) -> None:
    add(owner, "a")
    with transaction.atomic():
        SavedView.objects.get().change(owner, name="b")
        assert [view.name for view in lists_of(owner).views] == ["b"]
        transaction.set_rollback(True)
    assert seen_by(owner) == ["a"]
