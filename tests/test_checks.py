"""What must be right before the first request, and what is said when it is not."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from cancellations.checks import (
    debug_stays_at_home,
    hosts_are_named,
    is_loopback,
)
from tests.management.running import manage


def ids(messages: list[object]) -> list[str]:
    return [message.id for message in messages]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("debug", "host", "found"),
    [
        (True, "0.0.0.0", ["lastcall.E004"]),
        (True, "192.168.1.5", ["lastcall.E004"]),
        (True, "lastcall.example", ["lastcall.E004"]),
        (True, "127.0.0.1", []),
        (True, "::1", []),
        (True, "localhost", []),
        (False, "0.0.0.0", []),
    ],
)
def test_debug_stays_at_home(settings: Settings, debug: bool, host: str, found: list[str]) -> None:
    settings.DEBUG, settings.HOST = debug, host
    assert ids(debug_stays_at_home()) == found  # type: ignore[arg-type]


def test_hosts_are_named(settings: Settings) -> None:
    assert hosts_are_named() == []
    settings.ALLOWED_HOSTS = ["*"]
    assert ids(hosts_are_named()) == ["lastcall.E005"]  # type: ignore[arg-type]


def test_every_message_says_how_to_mend_it(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    settings.DEBUG, settings.HOST = True, "0.0.0.0"
    assert all(message.hint for message in [*hosts_are_named(), *debug_stays_at_home()])


@pytest.mark.parametrize("site", ["http://localhost:8000", "https://lastcall.example.org"])
def test_deployment_has_no_warnings(tmp_path: Path, site: str) -> None:
    done = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", SITE_URL=site)
    assert (done.returncode, done.stderr) == (0, "")


def test_loopback() -> None:
    assert is_loopback("127.8.9.1")
    assert is_loopback("[::1]")
    assert not is_loopback("::")
