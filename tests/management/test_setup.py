"""manage.py setup: everything a fresh checkout lacks, and nothing twice."""

import os
from pathlib import Path

import polib
import pytest
from django.conf import settings
from pytest_django.fixtures import Settings

from cancellations.management.commands import setup
from tests.management.running import manage

CATALOGUE = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Today"\nmsgstr "Сегодня"\n'


def test_twice_from_nothing(tmp_path: Path) -> None:
    first = manage(tmp_path, "setup")
    assert (first.returncode, first.stdout, first.stderr) == (0, "", "")
    database = tmp_path / "lastcall.sqlite3"
    assert database.exists()
    second = manage(tmp_path, "setup")
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    assert manage(tmp_path, "check", "--database", "default").returncode == 0


def test_a_translation_is_compiled_when_its_source_is_newer(tmp_path: Path, settings: Settings) -> None:
    source = tmp_path / "ru" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(CATALOGUE, encoding="utf-8")
    settings.LOCALE_PATHS = [tmp_path]
    assert setup.compile_translations() == [source.with_suffix(".mo")]
    assert polib.mofile(str(source.with_suffix(".mo")))[0].msgstr == "Сегодня"
    assert setup.compile_translations() == []
    os.utime(source, (source.stat().st_mtime + 10, source.stat().st_mtime + 10))
    assert setup.compile_translations() == [source.with_suffix(".mo")]


def test_a_fuzzy_translation_is_not_used(tmp_path: Path, settings: Settings) -> None:
    source = tmp_path / "ru" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(CATALOGUE.replace('msgid "Today', '#, fuzzy\nmsgid "Today'), encoding="utf-8")
    settings.LOCALE_PATHS = [tmp_path]
    setup.compile_translations()
    assert not list(polib.mofile(str(source.with_suffix(".mo"))))


def test_static_files_are_collected_when_one_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = tmp_path / "static", tmp_path / "collected"
    source.mkdir()
    (source / "app.css").write_text("a {}")
    monkeypatch.setattr(settings, "STATICFILES_DIRS", [source])
    monkeypatch.setattr(settings, "STATIC_ROOT", target)
    calls: list[str] = []

    def collect(name: str, **options: object) -> None:
        calls.append(name)
        target.mkdir(exist_ok=True)

    monkeypatch.setattr(setup, "call_command", collect)
    assert setup.collect_static_files()
    assert not setup.collect_static_files()
    (source / "app.css").write_text("b {}")
    assert setup.collect_static_files()
    assert calls == ["collectstatic"] * 2
