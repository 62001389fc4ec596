"""Static files as they are collected: the style sheet is whole, scripts import each other by their fingerprints."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from pytest_django import Settings

from config import settings as installed
from config.static import COMMENT, PART, joined

CSS = settings.BASE_DIR / "static" / "css"
SHEET = (CSS / "app.css").read_text(encoding="utf-8")


@pytest.fixture
def collected(tmp_path: Path, settings: Settings) -> Path:
    """The folder of the static files, collected as an installation does it."""
    settings.STATIC_ROOT = tmp_path / "static-root"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": installed.STORAGES["staticfiles"]}
    call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=["*.py", "SHA256SUMS"])
    return tmp_path / "static-root"


def test_one_file_with_all_rules_in_order(collected: Path) -> None:
    address = staticfiles_storage.url("css/app.css")
    assert re.fullmatch(r"/static/css/app\.[0-9a-f]{12}\.css", address)
    text = (collected / address.removeprefix("/static/")).read_text(encoding="utf-8")
    assert "@import" not in text
    parts = [COMMENT.sub("", part.read_text(encoding="utf-8")) for part in in_order()]
    layers = [layer for _, layer in PART.findall(SHEET)]
    wrapped = [f"@layer {layer} {{\n{part}}}" for layer, part in zip(layers, parts, strict=True)]
    assert text.split() == " ".join([SHEET.splitlines()[0], *wrapped]).split()
    assert (collected / f"{address.removeprefix('/static/')}.gz").exists()


def test_scripts_share_one_instance_of_what_they_import(collected: Path) -> None:
    shared = staticfiles_storage.url("js/app.js").rpartition("/")[2]
    for name in ("saving", "case", "evidence"):
        address = staticfiles_storage.url(f"js/{name}.js").removeprefix("/static/")
        text = (collected / address).read_text(encoding="utf-8")
        imports = re.findall(r"""^import .* from ["'](.*)["'];$""", text, re.MULTILINE)
        assert imports == [f"./{shared}"], name


def test_a_part_stands_in_its_place(tmp_path: Path) -> None:
    storage = FileSystemStorage(tmp_path)
    (tmp_path / "all.css").write_text('@layer a;\n@import "parts/a.css" layer(a);\n')
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "a.css").write_text("/* about */\np { margin: 0 }\n")
    assert joined(storage, "all.css") == "@layer a;\n@layer a {\np { margin: 0 }\n}\n"


def test_every_part_is_named_once() -> None:
    assert sorted(in_order()) == sorted((CSS / "app").glob("*.css"))
    assert SHEET.count("@import") == len(in_order())


def test_layers_come_as_they_are_ordered() -> None:
    """What browsers make of the parts alone must not depend on the line above them."""
    order = SHEET.splitlines()[0].removeprefix("@layer ").rstrip(";").split(", ")
    assert list(dict.fromkeys(layer for _, layer in PART.findall(SHEET))) == order


def in_order() -> list[Path]:
    return [CSS / path for path, _ in PART.findall(SHEET)]
