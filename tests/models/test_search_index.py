"""The index finds what reading every text would find; whoever wrote the texts, and however they were changed."""

from collections.abc import Iterable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cancellations.domain.contact import ContactOutcome
from cancellations.domain.searching import search_terms
from cancellations.domain.text import fold
from cancellations.models import Cancellation, Carrier, Message, Sim, User, search_index
from cancellations.models.search_index import ids
from tests.cases import carrier_of, case_of, fresh, sim_of
from tests.hostile import hostile

CARDS, CASES = Sim._meta.db_table, Cancellation._meta.db_table
LETTERS = st.sampled_from("陈思远王北京иванёЯabcZzＺ0123456789+-*.%_\\\"' 한국ไทย日本カ𠀀𠮷🚀é")
TEXTS = st.text(LETTERS, max_size=24)


def add(carrier: Carrier, texts: Iterable[str]) -> list[Sim]:
    cards = [Sim(workspace=carrier.workspace, carrier=carrier, kind="esim", nickname=text) for text in texts]
    for card in cards:
        card.settle_texts()
    return Sim.objects.bulk_create(cards)


def found(term: str, by: User) -> set[str]:
    return set(Sim.objects.visible_to(by).search(term, by).values_list("nickname", flat=True))


def plain(term: str, texts: Iterable[str]) -> set[str]:
    """What anybody would say contains the term."""
    return {text for text in texts if any(words in fold(text) for words in search_terms(term))}


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXTS, min_size=1, max_size=6, unique=True), data=st.data())
def test_it_finds_exactly_what_reading_finds(owner: User, texts: list[str], data: st.DataObject) -> None:
    Sim.objects.all().delete()
    add(Carrier.objects.first() or carrier_of(owner), texts)
    whole = data.draw(st.sampled_from(texts))
    start = data.draw(st.integers(0, len(whole)))
    piece = whole[start : start + data.draw(st.integers(1, 6))]
    for term in (piece, piece.upper(), data.draw(TEXTS)):
        if search_terms(term):
            assert found(term, owner) == plain(term, texts), term


@pytest.mark.parametrize("term", ["陈", "思", "陈思", "思远", "陈思远", "𠮷", "𠮷野", "🚀", "한국", "日"])
def test_one_character_is_enough_where_it_is_a_word(owner: User, term: str) -> None:
    texts = ["上海陈思远", "𠮷野🚀 日 한국", "Anna"]
    add(carrier_of(owner), texts)
    assert found(term, owner) == plain(term, texts)
    if connection.vendor == "sqlite" or "🚀" not in term:
        assert Sim.objects.visible_to(owner).search(term, owner).unread is None  # the index knew


@pytest.mark.parametrize("term", ["z陈", "z陈z", "Ｚ", "陈z思", "z"])
def test_the_marks_of_the_index_cannot_be_typed(owner: User, term: str) -> None:
    add(carrier_of(owner), ["陈思远"])
    assert found(term, owner) == set()


@pytest.mark.parametrize(
    "term",
    ["%%%", "___", "a_c", "a%c", "\\\\\\", '"""', "abc*", "abc OR xyz", "NOT abc", "(abc", "search_text:abc", "'''"],
)
def test_signs_are_plain_text(owner: User, term: str) -> None:
    card_of = carrier_of(owner)
    add(card_of, ["abc", "xyz"])
    assert found(term, owner) == set()
    add(card_of, [f"so {term} it is"])
    assert found(term, owner) == {f"so {term} it is"}


def test_hostile_terms_are_answered(owner: User) -> None:
    add(carrier_of(owner), ["Anna"])
    for entry in hostile("text", "phone", "iccid", "url"):
        found(entry.value, owner)
        found(entry.value[:2], owner)


def test_what_changes_is_found_anew_and_what_goes_is_not(owner: User) -> None:
    case = case_of(owner, sim=sim_of(owner, holder="Ivanov"))
    case.sim.edit(owner, version=case.sim.version, holder="陈思远")
    terms = {"ivanov": 0, "陈思": 1}
    for term, count in terms.items():
        assert len(found(term, owner)) == count
        assert Cancellation.objects.visible_to(owner).search(term, owner).count() == count
    Sim.objects.filter(pk=case.sim_id).update(search_text="something else")
    assert Sim.objects.visible_to(owner).search("thing", owner).exists()
    assert not Sim.objects.visible_to(owner).search("陈思", owner).exists()
    lost = sim_of(owner, holder="Petrova")
    lost.delete()
    assert found("petrova", owner) == set()


def test_others_rows_are_neither_found_nor_counted(
    owner: User, stranger: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_index, "HITS_AT_MOST", 3)
    add(carrier_of(stranger), [f"Ivanov {number}" for number in range(9)])
    assert ids(CARDS, "search_text", stranger.workspace_id or 0, ["ivanov"]) is None  # too many to be fetched
    assert ids(CARDS, "search_text", owner.workspace_id or 0, ["ivanov"]) == []
    [own] = add(carrier_of(owner), ["Ivanov"])
    assert ids(CARDS, "search_text", owner.workspace_id or 0, ["ivanov"]) == [own.pk]
    assert found("ivanov", owner) == {"Ivanov"}


def test_many_are_read_instead_and_found_all_the_same(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "HITS_AT_MOST", 3)
    texts = [f"Ivanov {number}" for number in range(9)]
    add(carrier_of(owner), texts)
    rows = Sim.objects.visible_to(owner).search("ivanov", owner)
    assert rows.unread is not None
    assert rows.order_by("pk").filter(pk__gt=0).unread is not None  # it is not lost on the way
    assert found("ivanov", owner) == set(texts)
    assert Sim.objects.visible_to(owner).search("ivanov 7", owner).unread is None


def test_nothing_found_costs_one_query(owner: User) -> None:
    add(carrier_of(owner), ["Anna"])
    with CaptureQueriesContext(connection) as asked:
        assert list(Sim.objects.visible_to(owner).search("nobody", owner)) == []
    assert len(asked) == 1


def test_a_contact_is_found_by_what_was_said(owner: User, viewer: User) -> None:
    case = case_of(owner)
    said = case.log_contact(
        owner, outcome=ContactOutcome.OTHER, agent="Ольга", note="Она сказала: 陈思", request_number="N-77"
    )
    other = case.log_contact(owner, outcome=ContactOutcome.OTHER, note="Nothing new")
    for term in ("ольга", "СКАЗАЛА", "陈思", "n-77"):
        for user in (owner, viewer):
            assert list(Message.objects.visible_to(user).search(term, user)) == [said], term
    assert list(Message.objects.visible_to(owner).search("nothing", owner)) == [other]
    assert fresh(case).messages.count() == 2


def test_making_it_again_finds_the_same(owner: User) -> None:
    add(carrier_of(owner), ["Anna", "Boris"])
    connection.check_constraints()  # PostgreSQL makes no index while rows wait to be checked
    search_index.make(connection)
    assert found("anna", owner) == {"Anna"}
    add(Carrier.objects.all()[0], ["Annabel"])
    assert found("anna", owner) == {"Anna", "Annabel"}


def test_rows_that_come_at_once_are_found_as_if_one_by_one(owner: User) -> None:
    carrier = carrier_of(owner)
    add(carrier, ["Anna"])
    with search_index.filled_at_once(CARDS):
        add(carrier, [f"Boris {number}" for number in range(200)])
    add(carrier, ["Boris after"])
    assert len(found("boris", owner)) == 201
    assert found("anna", owner) == {"Anna"}
    Sim.objects.filter(nickname="Boris 7").delete()
    assert found("boris 7", owner) == {f"Boris 7{number}" for number in range(10)}


def test_what_was_rolled_back_is_not_found_and_the_next_is(owner: User) -> None:
    carrier = carrier_of(owner)

    def add_and_fail() -> None:
        with search_index.filled_at_once(CARDS):
            add(carrier, ["Anna"])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        add_and_fail()
    assert found("anna", owner) == set()
    add(carrier, ["Annabel"])
    assert found("anna", owner) == {"Annabel"}


@pytest.mark.parametrize(
    ("term", "hits"),
    [("+79161234567", 1), ("9161234567", 2), ("5551234567", 0), ("8 916 123-45-67", 2), ("+7 916 123-45-67", 1)],
)
def test_of_a_long_number_all_digits_count(owner: User, term: str, hits: int) -> None:
    carrier = carrier_of(owner)
    for number in ("+79161234567", "+89161234567", "+79031234567"):
        sim_of(owner, carrier=carrier, msisdn=number)
    assert Sim.objects.visible_to(owner).search(term, owner).count() == hits
