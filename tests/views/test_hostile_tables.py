"""Every hostile table through the pages: refused, asked about or imported as said, and escaped."""

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from cancellations.domain.importing.columns import Column
from cancellations.models import Sim, SimImport, User
from tests.cases import carrier_of
from tests.conftest import ClientOf
from tests.files import keep_in
from tests.importing import AT, choose, counts, run, send

DATA = Path(__file__).parents[1] / "data"
ENTRIES = json.loads((DATA / "tables.json").read_text(encoding="utf-8"))["entries"]
BAD = re.compile(r"<script(?! (type|defer|src))|<img|<iframe|<svg on")
SECONDS = 5
# headings that name no number: what a person would say of the columns
TOLD = {"csv-no-header": {0: Column.NUMBER}, "csv-dup-header": {0: Column.NUMBER}}


@pytest.fixture
def client(client_of: ClientOf, owner: User, settings: Settings, tmp_path: Path) -> Client:
    keep_in(settings, tmp_path / "kept")
    carrier_of(owner, country="RU")
    client = client_of(owner)
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("entry", [pytest.param(one, id=one["id"]) for one in ENTRIES])
def test_a_hostile_table(client: Client, stranger: User, entry: dict[str, Any]) -> None:
    expected, path = entry, DATA / "tables" / entry["file"]
    began = time.perf_counter()
    answer = send(client, path.read_bytes(), path.name)
    assert time.perf_counter() - began < SECONDS
    if answer.status_code != 303:
        assert answer.status_code in expected["http"]
        assert expected["action"] != "accept"
        assert not SimImport.objects.exists()
        assert "errsum" in answer.content.decode()
        return
    one = SimImport.objects.get()
    page = client.get(f"{AT}{one.pk}/")
    assert not BAD.search(page.content.decode())
    if "columns-form" not in page.content.decode():
        page = client.get(f"{AT}{one.pk}/?encoding=gb18030")
    answer = choose(client, one, TOLD.get(entry["id"]), carrier="carrier-1", new_carriers="on")
    if answer.status_code == 303:
        assert not BAD.search(client.get(f"{AT}{one.pk}/").content.decode())
        created, updated, skipped, refused = counts(one)
        assert (updated, skipped) == (0, 0)
        if created:
            run(client, one)
        assert Sim.objects.count() == created
        assert created == expected.get("rows_ok", created)
        assert refused >= expected.get("rows_bad", 0)
        assert expected["action"] != "reject"
        assert {sim.workspace_id for sim in Sim.objects.all()} <= {one.workspace_id}
    else:
        assert answer.status_code == 422
        assert "ask" in expected["action"] or "reject" in expected["action"]
        assert not Sim.objects.exists()
    assert time.perf_counter() - began < 4 * SECONDS
