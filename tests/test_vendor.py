"""What others wrote stays what they published."""

import hashlib
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"
OURS = {"make_icons.py", "SHA256SUMS"}


def test_vendored_files_are_unchanged() -> None:
    lines = (VENDOR / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    recorded = {name: digest for digest, name in (line.split("  ") for line in lines)}
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.iterdir()
        if path.is_file() and path.name not in OURS
    }
    assert found == recorded


def test_each_part_comes_with_its_licence() -> None:
    assert "Zero-Clause BSD" in (VENDOR / "htmx-LICENSE").read_text(encoding="utf-8")
    assert "ISC License" in (VENDOR / "lucide-LICENSE").read_text(encoding="utf-8")
