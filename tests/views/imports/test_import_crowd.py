"""Many tables at once: two are read, the others are asked to wait, and the pages go on."""

from pathlib import Path

import pytest
from pytest_django import Settings

from cancellations.models import SimImport, User
from cancellations.views import sim_import
from tests.conftest import ClientOf
from tests.files import keep_in
from tests.importing import HEADING, ICCIDS, send


def test_the_third_is_asked_to_wait(
    owner: User, client_of: ClientOf, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_in(settings, tmp_path / "files")
    monkeypatch.setattr(sim_import, "_PATIENCE", 0.01)
    table = HEADING + f"+79161234567,{ICCIDS[0]},MTS,first\n"
    with sim_import._READING, sim_import._READING:
        answer = send(client_of(owner), table)
        assert answer.status_code == 422
        assert b"Send yours again in a minute." in answer.content
        assert not SimImport.objects.exists()
    assert send(client_of(owner), table).status_code == 303
