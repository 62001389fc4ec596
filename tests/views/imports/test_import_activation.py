"""Activation secrets under headings that say it by half: on no page, in no file, and dates of activation stay."""

import gzip
from pathlib import Path

import pytest
from django.test import Client

from cancellations.models import SimImport
from tests.files import in_folder
from tests.importing import AT, previewed
from tests.pages import text_of

SECRET = "QX7-43PLM"  # as a matching ID: nothing tells by the cell alone what it is


def everywhere(client: Client, one: SimImport, folder: Path) -> str:
    """The pages of columns and preview, the refused rows, what lies in the storage and in the database."""
    pages = [client.get(f"{AT}{one.pk}/{rest}").content for rest in ("?columns=1", "")]
    files = [gzip.decompress((folder / name).read_bytes()) for name in in_folder(folder)]
    refused = b"".join(client.get(f"{AT}{one.pk}/refused/"))
    assert b"broken" in refused
    return b"\n".join([*pages, *files, refused]).decode() + str(list(SimImport.objects.values()))


@pytest.mark.parametrize(
    "heading",
    [
        "Activation", "Активация", "激活信息", "激活", "Matching", "Matching ID", "AC token", "profile URL",
        "SM-DP+ address", "SMDP", "Код активации", "Код для активации", "Код на активацию", "КодАктивации",
    ],
)  # fmt: skip
def test_it_is_dropped(client: Client, folder: Path, heading: str) -> None:
    rows = f"broken,carrier-1,{SECRET},x\n+79161234567,carrier-1,{SECRET}2,y\n"
    one = previewed(client, f"Number,Carrier,{heading},Note\n{rows}")
    assert SECRET not in everywhere(client, one, folder)
    assert "2 cells held" in text_of(client.get(f"{AT}{one.pk}/"))


@pytest.mark.parametrize("heading", ["Activation date", "Дата активации", "激活日期", "Статус"])
def test_what_only_sounds_so_stays(client: Client, folder: Path, heading: str) -> None:
    rows = "broken,carrier-1,2026-03-09,x\n+79161234567,carrier-1,激活,y\n"
    one = previewed(client, f"Number,Carrier,{heading},Note\n{rows}")
    assert "2026-03-09" in everywhere(client, one, folder)
    assert "cells held" not in text_of(client.get(f"{AT}{one.pk}/"))
