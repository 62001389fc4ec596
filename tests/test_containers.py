"""Containerfile and compose.yaml name files, commands, addresses and settings of the project: they must be there."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import load_command_class
from django.urls import resolve

from cancellations.database_checks import OLDEST_POSTGRESQL

ROOT = Path(__file__).resolve().parent.parent
CONTAINERFILE = (ROOT / "Containerfile").read_text(encoding="utf-8").replace("\\\n", "")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = ("setup", "web", "worker")
TABLE = (ROOT / "config" / "settings.py").read_text(encoding="utf-8")
KNOWN = {name for row in re.findall(r"^\| ([A-Z_0-9…, ]+) \|", TABLE, re.MULTILINE) for name in row.split(", ")}
OF_LIBRARIES = {"PYTHONDONTWRITEBYTECODE", "AWS_ACCESS_KEY_ID", "AWS_DEFAULT_REGION", "AWS_SECRET_ACCESS_KEY"}


def instructions(name: str) -> list[str]:
    return re.findall(rf"^{name} (.+)$", CONTAINERFILE, re.MULTILINE)


def assert_is_a_command(words: list[str]) -> None:
    assert words[:2] == [".venv/bin/python", "manage.py"]
    command = load_command_class("cancellations", words[2])
    command.create_parser("manage.py", words[2]).parse_args(words[3:])


def test_the_image_holds_what_runs_and_nothing_else() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    let_in = {line.removeprefix("!") for line in lines if line.startswith("!")}
    assert "*" in lines
    assert {name for name in let_in if not (ROOT / name).exists()} == set()
    run = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert let_in == run | {"static", "templates", "manage.py", "requirements-s3.txt", "LICENSE"}


def test_what_is_copied_is_let_in() -> None:
    copied = [words.split()[0] for words in instructions("COPY") if not words.startswith("--from")]
    assert copied == ["requirements-s3.txt", "."]


def test_its_settings_are_known() -> None:
    named = {pair.split("=")[0] for line in instructions("ENV") for pair in line.split()}
    for service in OURS:
        named |= set(SERVICES[service]["environment"])
    assert named - KNOWN - OF_LIBRARIES == set()
    assert "DATABASE_URL" in KNOWN


@pytest.mark.parametrize("service", OURS)
def test_the_commands_of_the_services_exist(service: str) -> None:
    assert_is_a_command(SERVICES[service]["command"])


def test_the_command_of_the_image_exists() -> None:
    (words,) = instructions("CMD")
    started = re.findall(r"\.venv/bin/python manage\.py [\w -]+", json.loads(words)[2])
    assert len(started) == 2
    for line in started:
        assert_is_a_command(line.split())


def test_the_health_check_asks_for_a_page_that_there_is() -> None:
    (line,) = instructions("HEALTHCHECK")
    (path,) = re.findall(r"'(/\w+)'", line)
    assert resolve(path).url_name == "healthz"


def test_nobody_is_root_and_nothing_is_written_but_data() -> None:
    assert instructions("USER") == ["10001:10001"]
    assert instructions("VOLUME") == ["/data"]
    for service in OURS:
        assert SERVICES[service]["read_only"]
        assert SERVICES[service]["volumes"] == ["data:/data"]
        assert SERVICES[service]["tmpfs"] == ["/tmp"]  # noqa: S108 - of the container


def test_the_database_is_one_that_is_supported() -> None:
    name, version = SERVICES["postgres"]["image"].split(":")
    assert name == "postgres"
    assert int(version) * 10_000 >= OLDEST_POSTGRESQL
