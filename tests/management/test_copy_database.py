"""manage.py copy-database: everything arrives, there and back, and nothing is said to be copied that is not."""

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from cancellations.management import copying
from cancellations.management.commands import copy_database
from cancellations.management.copying import Content, content_of, copied_models
from cancellations.models import Event, OutgoingMail, Sim, User
from tests.cases import case_of
from tests.management.running import manage
from tests.people import someone

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = ["Мария Ёлкина", "李小龙", 'O\'Neill \\ "x" \t%s', "Å ﷽ 🂡"]


@pytest.fixture
def filled(owner: User) -> User:
    """Rows with all that databases write in their own ways."""
    case = case_of(owner)
    for number, name in enumerate(NAMES):
        Sim.objects.create(
            workspace_id=case.workspace_id,
            carrier=case.carrier,
            kind="esim",
            nickname=name,
            monthly_fee=Decimal("1234.50") + number,
            currency="CNY",
            devices=[name],
        )
    Event.objects.create(
        workspace_id=case.workspace_id,
        kind="sim_edited",
        by=None,
        payload={"b": 1, "a": ["中文", None, True, 1.5, 1e3, -0.25, {"я": "\u2028"}]},
        at=datetime(2026, 2, 28, 23, 59, 59, 999999, tzinfo=UTC),
    )
    return owner


@pytest.fixture(autouse=True)
def target(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Tests may open no database but their own; here, the command opens another one."""

    def ensure_connection(self: BaseDatabaseWrapper) -> None:
        if self.connection is None:
            with self.wrap_database_errors:
                self.connect()

    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", ensure_connection)
    yield
    if "copy" in connections.settings:
        connections["copy"].close()
        del connections["copy"], connections.settings["copy"]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database without rows."""
    folder = tmp_path_factory.mktemp("prepared")
    assert manage(folder, "setup").returncode == 0
    return folder / "lastcall.sqlite3"


@pytest.fixture
def other(prepared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(prepared, tmp_path / "other.sqlite3"))


def copy(target: Path, *words: str) -> str:
    out = StringIO()
    call_command("copy_database", "--to", f"sqlite:///{target}", *words, stdout=out)
    return out.getvalue()


def contents(alias: str) -> dict[str, Content]:
    return {model._meta.db_table: content_of(model, alias) for model in copied_models()}


def test_everything_arrives_and_the_source_is_as_before(filled: User, tmp_path: Path) -> None:
    before = contents("default")
    said = copy(tmp_path / "copy.sqlite3")
    assert contents("default") == before == contents("copy")
    assert "the same in both" in said
    assert "DIFFERS" not in said
    sims = next(line for line in said.splitlines() if line.startswith("cancellations_sim "))
    assert str(before["cancellations_sim"].rows) in sims
    assert before["cancellations_sim"].digest in sims
    assert before["cancellations_sim"].rows == 1 + len(NAMES)


def test_texts_sums_and_days_are_kept(filled: User, other: Path) -> None:
    copy(other)
    there = Sim.objects.using("copy")
    assert list(there.filter(currency="CNY").order_by("pk").values_list("nickname", flat=True)) == NAMES
    assert there.get(nickname=NAMES[0]).monthly_fee == Decimal("1234.50")
    event = Event.objects.using("copy").get(by=None, kind="sim_edited")
    assert event.payload["a"] == ["中文", None, True, 1.5, 1000, -0.25, {"я": "\u2028"}]
    assert event.at == datetime(2026, 2, 28, 23, 59, 59, 999999, tzinfo=UTC)


def test_and_back(filled: User, other: Path) -> None:
    """Of a copy nothing differs from the source, and new rows get new keys where it was copied to."""
    copy(other)
    before, last = contents("copy"), Sim.objects.order_by("-pk").first()
    assert last
    with transaction.atomic():
        copying.empty("default")
        for model in copied_models():
            copying.copy_rows(model, "copy", "default")
        copying.go_on_counting("default")
    assert contents("default") == before
    assert Sim.objects.create(workspace_id=last.workspace_id, carrier=last.carrier, kind="esim").pk > last.pk


def test_a_target_with_rows_is_left_alone_unless_told(filled: User, other: Path) -> None:
    copy(other)
    someone("late@lastcall.example", filled.workspace)
    with pytest.raises(CommandError, match="not empty"):
        copy(other)
    assert not User.objects.using("copy").filter(email="late@lastcall.example").exists()
    copy(other, "--overwrite")
    assert contents("default") == contents("copy")


def test_a_copy_that_differs_is_not_kept(filled: User, other: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = copying.copy_rows

    def forgetful(model: type[Sim], source: str, target: str) -> Content:
        content = honest(model, source, target)
        if model is Sim:
            Sim.objects.using(target).filter(nickname=NAMES[1]).update(nickname="Li")
        return content

    monkeypatch.setattr(copy_database, "copy_rows", forgetful)
    with pytest.raises(CommandError, match="differs"):
        copy(other)
    assert not Sim.objects.using("copy").exists()


def test_chunks_leave_nothing_out(filled: User, other: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = contents("default")
    monkeypatch.setattr(copying, "CHUNK", 2)
    assert contents("default") == whole
    copy(other)
    assert contents("copy") == whole


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL is asked who is connected instead")
def test_a_running_server_is_noticed(filled: User, other: Path) -> None:
    server = sqlite3.connect(connection.settings_dict["NAME"])
    server.execute("SELECT count(*) FROM cancellations_sim").fetchall()
    try:
        with pytest.raises(CommandError, match="Stop the server first"):
            copy(other)
    finally:
        server.close()
    copy(other)


def test_unknown_databases_and_the_same_one_are_refused(filled: User) -> None:
    with pytest.raises(CommandError, match="SQLite"):
        call_command("copy_database", "--to", "mysql://x/y")
    with pytest.raises(CommandError):
        call_command("copy_database", "--to", "what")
    if connection.vendor == "sqlite":
        with pytest.raises(CommandError, match="database in use"):
            copy(Path(connection.settings_dict["NAME"]))


def test_the_address_may_stand_in_the_environment(filled: User, other: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match="COPY_TO="):
        call_command("copy_database")
    monkeypatch.setenv("COPY_TO", f"sqlite:///{other}")
    call_command("copy_database", stdout=StringIO())
    assert contents("default") == contents("copy")


@pytest.mark.parametrize("url", ["postgres://me:secret@127.0.0.1:1/x", "postgres://me@127.0.0.1:1/x?password=secret"])
def test_a_password_is_not_taken_from_the_command_line(filled: User, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match="put the address into COPY_TO") as refused:
        call_command("copy_database", "--to", url)
    assert "secret" not in str(refused.value)
    monkeypatch.setenv("COPY_TO", url)
    with pytest.raises(CommandError) as unreachable:
        call_command("copy_database")
    assert "put the address" not in str(unreachable.value)


def test_what_a_column_holds_is_written_in_one_way() -> None:
    """The hash tells rows apart, and does not tell databases apart."""
    payload = Event._meta.get_field("payload")
    assert copying._canonical(payload, {"a": 1e3}) == copying._canonical(payload, {"a": 1000})
    day = OutgoingMail._meta.get_field("key")
    assert copying._canonical(day, date(2026, 1, 2)) == "2026-01-02"
    assert copying._canonical(day, Decimal("1.50")) != copying._canonical(day, Decimal("1.5"))
    assert copying._canonical(day, None) is None
