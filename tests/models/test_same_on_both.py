"""What SQLite and PostgreSQL do in their own ways is done in one way: these tests run on both."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from cancellations.models import Event, OutgoingMail, Sim, User, Workspace
from cancellations.models.holder_link import HolderLink
from cancellations.models.sim import SameCard
from cancellations.models.statement import RowsOf
from tests.cases import case_of, sim_of

# as code points put them: capitals, small letters, accents, Cyrillic (with Ё outside of the alphabet), Chinese, emoji
IN_ORDER = ["", "A", "Z", "a", "z", "~", "Å", "Ё", "А", "Я", "а", "я", "ё", "一", "龙", "🂡"]
TEXTS = [
    "李小龙",
    "Ёлка и ёж",
    "  spaces kept  ",
    "O'Neill \\ % _ \" ; --",
    "a\tb\r\nc",
    "e\u0301 is not \u00e9",
    "\U0001f600",
]


def workspace_of(user: User) -> int:
    assert user.workspace_id
    return user.workspace_id


def test_text_is_sorted_by_its_code_points(owner: User) -> None:
    workspaces = Workspace.objects.bulk_create([Workspace(name=name) for name in reversed(IN_ORDER)])
    mine = Workspace.objects.filter(pk__in=[one.pk for one in workspaces])
    assert list(mine.order_by("name").values_list("name", flat=True)) == IN_ORDER
    assert list(mine.filter(name__gt="a").order_by("-name").values_list("name", flat=True)) == IN_ORDER[:3:-1]


@pytest.mark.parametrize("text", TEXTS)
def test_text_is_kept_as_it_came(owner: User, text: str) -> None:
    sim = sim_of(owner, nickname=text, devices=[text])
    kept = Sim.objects.get(pk=sim.pk)
    assert (kept.nickname, kept.devices) == (text, [text])
    assert Sim.objects.filter(nickname=text).count() == 1
    assert Sim.objects.filter(nickname__contains=text[1:]).count() == 1


@pytest.mark.parametrize(("stored", "asked"), [("Ёлка", "ёлка"), ("STRASSE", "strasse"), ("Москва", "МОСКВА")])
def test_case_counts_where_it_is_not_folded(owner: User, stored: str, asked: str) -> None:
    sim_of(owner, nickname=stored)
    """Searches ask folded texts alone: of others SQLite's LIKE would take ASCII, and nothing else, in any case."""
    assert not Sim.objects.filter(nickname=asked).exists()
    assert Sim.objects.visible_to(owner).search(asked, owner).count() == 1


def test_signs_of_patterns_are_letters(owner: User) -> None:
    sim_of(owner, nickname="100% _x_")
    assert Sim.objects.filter(nickname__contains="% _").count() == 1
    assert not Sim.objects.filter(nickname__contains="%x").exists()


def test_json_comes_back_as_it_was(owner: User) -> None:
    payload = {"z": 1, "aa": [None, True, 0.1, -7, "中", {"ж": ""}], "a": {}}
    event = Event.objects.create(workspace_id=workspace_of(owner), kind="sim_edited", by=owner, payload=payload)
    assert Event.objects.get(pk=event.pk).payload == payload


def test_json_read_by_a_statement_is_the_same(owner: User) -> None:
    """Rows whose SQL is written once are made of the same values as Django's own."""
    sim = sim_of(owner, devices=["Pixel", "手机"], monthly_fee=Decimal("10.50"), currency="CNY")
    read = RowsOf[Sim](lambda user, pk: Sim.objects.visible_to(user).filter(pk=pk)).first(owner, sim.pk)
    own = Sim.objects.get(pk=sim.pk)
    assert read
    fields = [field.attname for field in Sim._meta.concrete_fields]
    assert [getattr(read, name) for name in fields] == [getattr(own, name) for name in fields]
    assert str(read.monthly_fee) == "10.50"


def test_a_moment_is_kept_to_the_microsecond(owner: User) -> None:
    at = datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=UTC)  # an hour that clocks in Europe leave out
    event = Event.objects.create(workspace_id=workspace_of(owner), kind="sim_edited", by=owner, at=at)
    assert Event.objects.get(pk=event.pk).at == at
    assert Event.objects.filter(at__gte=at, at__lte=at).count() == 1


def test_a_refused_row_leaves_the_rest_of_the_transaction(owner: User) -> None:
    """PostgreSQL ends a transaction at its first error: whoever expects one has a savepoint."""
    first = sim_of(owner, iccid="8970101234567890123")
    other = sim_of(owner)
    with transaction.atomic():
        with pytest.raises(SameCard), other.alone_with_its_iccid():
            Sim.objects.filter(pk=other.pk).update(iccid=first.iccid)
        assert Sim.objects.filter(pk=other.pk, iccid="").exists()


def test_a_second_open_case_is_refused_by_the_database(owner: User) -> None:
    case = case_of(owner)
    case.pk, case.reference = None, "LC-AAAAAA"
    case._state.adding = True
    with pytest.raises(IntegrityError, match=r"one_open_case_for_a_sim|sim_id"), transaction.atomic():
        case.save(force_insert=True)


def test_ids_from_outside_may_be_of_any_size(owner: User) -> None:
    for pk in (2**31, 2**63, 10**30, -1):
        assert not Sim.objects.visible_to(owner).filter(pk=pk).exists()


def test_a_session_of_any_name_is_looked_for(db: None) -> None:
    Session.objects.create(session_key="a" * 32, session_data="", expire_date=timezone.now())
    for name in ("a" * 31 + "\0", "\0" * 40, "x" * 400, "%s" * 20, "a' OR '1'='1"):
        client = Client()
        client.cookies["sessionid"] = name
        assert client.get("/").status_code == 302, name


def test_counts_are_kept(db: None) -> None:
    assert cache.add("ключ-键", {"n": 1})
    assert not cache.add("ключ-键", {"n": 2})
    assert cache.get("ключ-键") == {"n": 1}
    cache.delete("ключ-键")
    assert cache.get("ключ-键") is None


def test_nulls_are_never_the_same_in_a_unique_column(owner: User, other_workspace: Workspace) -> None:
    User.objects.create(email=None)
    User.objects.create(email=None)
    assert User.objects.filter(email=None).count() == 2
    assert OutgoingMail.objects.filter(user=None).count() == HolderLink.objects.count() == 0
