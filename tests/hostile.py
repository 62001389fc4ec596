"""The hostile inputs of tests/data/hostile.json, each with the behaviour to expect."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

_FILE = Path(__file__).parent / "data" / "hostile.json"


@dataclass(frozen=True)
class Hostile:
    id: str
    kind: str
    value: str
    expect: dict[str, Any]

    @property
    def action(self) -> str:
        return str(self.expect["action"])


@cache
def hostile(*kinds: str) -> list[Hostile]:
    """The entries of these kinds (text, phone, iccid, url, next), in file order."""
    entries = json.loads(_FILE.read_text(encoding="ascii"))["entries"]
    return [_read(entry) for entry in entries if entry["kind"] in kinds]


def hostile_params(*kinds: str) -> list[Any]:
    """For pytest.mark.parametrize."""
    return [pytest.param(entry, id=entry.id) for entry in hostile(*kinds)]


def _read(entry: dict[str, Any]) -> Hostile:
    if "value_surrogatepass_hex" in entry:
        value = bytes.fromhex(entry["value_surrogatepass_hex"]).decode("utf-8", "surrogatepass")
    else:
        value = entry["value"]
    return Hostile(entry["id"], entry["kind"], value, entry["expect"])
