"""What the browser tests bring along from others stays what they published."""

import hashlib
from pathlib import Path

VENDOR = Path(__file__).parent / "vendor"


def test_axe_is_unchanged() -> None:
    lines = (VENDOR / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    recorded = {name: digest for digest, name in (line.split("  ") for line in lines)}
    files = [path for path in VENDOR.iterdir() if path.name != "SHA256SUMS"]
    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files} == recorded


def test_axe_comes_with_its_licence() -> None:
    assert "Mozilla Public License, version 2.0" in (VENDOR / "axe-LICENSE").read_text(encoding="utf-8")
    assert "axe v4.14.1" in (VENDOR / "axe.min.js").read_text(encoding="utf-8")[:200]
