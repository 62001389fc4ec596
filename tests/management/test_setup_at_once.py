"""manage.py setup, started by several hosts or containers in the same second."""

import subprocess
import sys
from pathlib import Path

import psycopg

from tests.management.running import ROOT, environment, manage
from tests.management.test_serve_apart import database, on_postgresql  # noqa: F401 - a fixture

HOW_MANY = 3


def started(data: Path, **more: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "manage.py", "setup"],
        cwd=ROOT,
        env=environment(data, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def assert_all_went_well(setups: "list[subprocess.Popen[str]]") -> None:
    assert [(one.communicate(timeout=120)[0], one.returncode) for one in setups] == [("", 0)] * len(setups)


def test_in_one_folder(tmp_path: Path) -> None:
    assert_all_went_well([started(tmp_path) for _ in range(HOW_MANY)])
    assert manage(tmp_path, "check", "--database", "default").returncode == 0


@on_postgresql
def test_of_one_database(database: str, tmp_path: Path) -> None:  # noqa: F811
    assert_all_went_well([started(tmp_path / str(number), DATABASE_URL=database) for number in range(HOW_MANY)])
    with psycopg.connect(database) as there:
        applied = there.execute("SELECT app, name FROM django_migrations").fetchall()
    assert len(applied) == len(set(applied)) > 0
