"""Tags: made once however written, given and taken off by verbs; renamed, merged and deleted for all requests."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from cancellations.domain.errors import NotPossible, Stale
from cancellations.domain.tagging import LONGEST_NAME, MOST_ON_A_CASE, split_names
from cancellations.models import Cancellation, CaseTag, SavedView, Tag, User, tag
from cancellations.models.own_lists import lists_of
from tests.cases import case_of, fresh, kinds_of, refused

pytestmark = pytest.mark.usefixtures("a_saturday")


@pytest.fixture
def case(owner: User) -> Cancellation:
    return case_of(owner)


def names_on(case: Cancellation, user: User) -> list[str]:
    return lists_of(User.objects.get(pk=user.pk)).names(fresh(case).tag_ids)


def tagged(case: Cancellation, by: User, *names: str) -> Cancellation:
    with transaction.atomic():
        fresh(case).tag(by, names)
    return fresh(case)


def test_one_tag_however_it_is_written(case: Cancellation, owner: User) -> None:
    tagged(case, owner, "VIP", " vip ", "ＶＩＰ")
    tagged(case, owner, "Срочно", "СРОЧНО")
    assert names_on(case, owner) == ["VIP", "Срочно"]
    assert Tag.objects.count() == CaseTag.objects.count() == 2
    assert kinds_of(case)[-2:] == ["tagged", "tagged"]


def test_given_twice_it_is_one_event(case: Cancellation, owner: User) -> None:
    tagged(case, owner, "VIP")
    before = kinds_of(case)
    tagged(case, owner, "vip")
    assert kinds_of(case) == before


def test_taken_off(case: Cancellation, owner: User) -> None:
    tagged(case, owner, "VIP", "Urgent")
    fresh(case).untag(owner, ["vip", "never given"])
    assert names_on(case, owner) == ["Urgent"]
    assert CaseTag.objects.count() == 1
    event = fresh(case).events.order_by("id").last()
    assert event
    assert (event.kind, event.payload) == ("untagged", {"names": ["VIP"]})


def test_another_name_is_on_every_request_at_once(case: Cancellation, owner: User) -> None:
    tagged(case, owner, "VIP")
    Tag.objects.get().rename(owner, "Important")
    assert names_on(case, owner) == ["Important"]
    Tag.objects.get().rename(owner, "IMPORTANT")
    assert names_on(case, owner) == ["IMPORTANT"]
    assert kinds_of(case).count("tagged") == 1


def test_a_name_that_is_taken_is_to_be_merged_with(case: Cancellation, owner: User) -> None:
    tagged(case, owner, "VIP", "Urgent")
    with pytest.raises(NotPossible, match="Merge"):
        Tag.objects.get(name="VIP").rename(owner, "urgent")


def test_merged_they_are_one(case: Cancellation, owner: User) -> None:
    other = case_of(owner)
    tagged(case, owner, "VIP", "Important")
    tagged(other, owner, "VIP")
    Tag.objects.get(name="VIP").merge_into(owner, Tag.objects.get(name="Important"))
    assert names_on(case, owner) == names_on(other, owner) == ["Important"]
    tagged(other, owner, "vip")  # the old name is understood
    assert Tag.objects.count() == 2
    fresh(case).untag(owner, ["Important"])
    assert names_on(case, owner) == []
    assert not CaseTag.objects.filter(cancellation=case).exists()


def test_a_chain_of_mergers_ends_at_the_last(case: Cancellation, owner: User) -> None:
    tagged(case, owner, "a")
    tagged(case_of(owner), owner, "b", "c")
    first, second, third = Tag.objects.order_by("name")
    first.merge_into(owner, second)
    second.merge_into(owner, third)
    assert names_on(case, owner) == ["c"]


def test_a_merged_tag_is_merged_no_further(owner: User) -> None:
    one, other = Tag.objects.named(owner, ["a", "b"])
    one.merge_into(owner, other)
    for tags in ((one, other), (other, one), (other, other)):
        with pytest.raises(NotPossible):
            tags[0].merge_into(owner, tags[1])


def test_deleted_it_is_gone_and_comes_back_empty(case: Cancellation, owner: User) -> None:
    tagged(case, owner, "VIP")
    Tag.objects.get().remove(owner)
    assert names_on(case, owner) == []
    tagged(case_of(owner), owner, "VIP")
    assert names_on(case, owner) == []
    tagged(case, owner, "VIP")
    assert names_on(case, owner) == ["VIP"]


def test_one_deleted_at_the_same_moment_is_not_given(
    case: Cancellation, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who gives it has read it before it went; told as given, it would stand nowhere."""
    case.tag(owner, ["Spring"])
    case.untag(owner, ["Spring"])
    read = Tag.objects.named(owner, ["Spring"])
    Tag.objects.get(name="Spring").remove(owner)
    monkeypatch.setattr(type(Tag.objects), "named", lambda *_of: read)
    with refused(Stale):
        fresh(case).tag(owner, ["Spring"])
    assert not CaseTag.objects.exists()


def test_views_follow_their_tag(owner: User) -> None:
    one, other = Tag.objects.named(owner, ["a", "b"])
    view = SavedView.objects.add(owner, name="x", query=f"tag={one.pk}&sort=-fee")
    longer = SavedView.objects.add(owner, name="y", query=f"tag={one.pk}0")
    one.merge_into(owner, other)
    view.refresh_from_db()
    assert view.query == f"tag={other.pk}&sort=-fee"
    other.remove(owner)
    view.refresh_from_db()
    longer.refresh_from_db()
    assert (view.query, longer.query) == ("sort=-fee", f"tag={one.pk}0")


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "x" * (LONGEST_NAME + 1)])
def test_a_name_that_is_none_is_refused(case: Cancellation, owner: User, name: str) -> None:
    with pytest.raises(NotPossible):
        tagged(case, owner, name)
    assert not Tag.objects.exists()


def test_there_are_limits(case: Cancellation, owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    many = [f"tag {number}" for number in range(MOST_ON_A_CASE)]
    tagged(case, owner, *many)
    with pytest.raises(NotPossible):
        tagged(case, owner, "one more")
    monkeypatch.setattr(tag, "MOST_TAGS", 20)
    with pytest.raises(NotPossible, match="too many tags"):
        Tag.objects.named(owner, ["another"])


def test_viewers_give_none(case: Cancellation, owner: User, viewer: User) -> None:
    tagged(case, owner, "VIP")
    row = Tag.objects.get()
    with pytest.raises(PermissionDenied):
        fresh(case).tag(viewer, ["x"])
    with pytest.raises(PermissionDenied):
        fresh(case).untag(viewer, ["VIP"])
    with pytest.raises(PermissionDenied):
        row.rename(viewer, "x")
    with pytest.raises(PermissionDenied):
        row.remove(viewer)


def test_each_workspace_has_its_own(case: Cancellation, owner: User, stranger: User) -> None:
    tagged(case, owner, "VIP")
    theirs = case_of(stranger)
    tagged(theirs, stranger, "vip")
    assert Tag.objects.count() == 2
    assert names_on(theirs, stranger) == ["vip"]
    with pytest.raises(NotPossible):
        Tag.objects.visible_to(owner).get().merge_into(owner, Tag.objects.visible_to(stranger).get())


def test_names_in_a_text() -> None:
    assert split_names("a, b，c、d;e；f\n g h ,, ") == ["a", "b", "c", "d", "e", "f", "g h"]
