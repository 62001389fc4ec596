"""Exports of a hundred thousand rows: when the first byte comes, and how little memory the server needs for them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.torture
ROWS = 100_000
SECONDS_TO_FIRST_BYTE, MEGABYTES = 1.0, 150


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "tests.export_load", "--rows", str(ROWS)]
    command += ["--keep", str(tmp_path_factory.mktemp("exports"))]
    told = subprocess.run(command, cwd=Path(__file__).parents[2], check=True, capture_output=True, text=True)
    print(told.stdout)
    found: list[dict[str, Any]] = json.loads(told.stdout)
    return found


def test_the_first_byte_comes_at_once(measured: list[dict[str, Any]]) -> None:
    assert [one["rows"] for one in measured] == [ROWS] * len(measured)
    assert max(one["first_byte"] for one in measured) <= SECONDS_TO_FIRST_BYTE


def test_little_is_held_in_memory(measured: list[dict[str, Any]]) -> None:
    assert max(one["memory"][1] for one in measured) <= MEGABYTES
