"""The machine's time zone, where it can be told."""

from pathlib import Path

import pytest

from config.zone import machine_zone


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("usr/share/zoneinfo/Asia/Shanghai", "Asia/Shanghai"),
        ("usr/share/zoneinfo/Etc/UTC", "Etc/UTC"),
        ("usr/share/zoneinfo/Europe/Atlantis", "UTC"),
        ("usr/share/zoneinfo/", "UTC"),
        ("somewhere/else", "UTC"),
    ],
)
def test_the_name_is_read_from_the_link(tmp_path: Path, target: str, name: str) -> None:
    clock = tmp_path / "localtime"
    clock.symlink_to(tmp_path / target)
    assert machine_zone(clock) == name


def test_without_a_link_it_is_utc(tmp_path: Path) -> None:
    assert machine_zone(tmp_path / "nothing") == "UTC"
