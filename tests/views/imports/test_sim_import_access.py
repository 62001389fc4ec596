"""Who imports, and what of a file is kept for how long: nothing secret, and nothing that was discarded."""

import gzip
from pathlib import Path

from django.test import Client

from cancellations.domain.importing.course import ImportState
from cancellations.models import Sim, SimImport, User
from tests.conftest import ClientOf
from tests.files import in_folder
from tests.importing import AT, key, previewed, send, table
from tests.pages import text_of


def test_a_viewer_imports_nothing(client_of: ClientOf, viewer: User, owner: User, client: Client) -> None:
    one = previewed(client, table("+79161234567,,MTS,x"))
    looking = client_of(viewer)
    assert looking.get(AT).status_code == 403
    assert send(looking, table("+79161234567,,MTS,x")).status_code == 403
    for address in ("", "run/", "undo/", "discard/"):
        assert looking.post(f"{AT}{one.pk}/{address}", key()).status_code == 403
    assert looking.get(f"{AT}{one.pk}/refused/").status_code == 403
    assert not Sim.objects.exists()


def test_a_stranger_finds_nothing(client_of: ClientOf, stranger: User, client: Client) -> None:
    one = previewed(client, table("+79161234567,,MTS,x", "bad,,MTS,y"))
    for address in ("", "refused/"):
        assert client_of(stranger).get(f"{AT}{one.pk}/{address}").status_code == 404
    for address in ("", "run/", "undo/", "discard/"):
        assert client_of(stranger).post(f"{AT}{one.pk}/{address}", key()).status_code == 404


SECRETS = "Number,Carrier,PIN,PUK1,Note,Code\n+79161234567,MTS,4711,87654321,LPA:1$smdp.example.com$ABC-123-XYZ,0451\n"


def test_secrets_are_stored_nowhere_and_that_is_said(client: Client, folder: Path) -> None:
    one = previewed(client, SECRETS.replace("+79161234567", "broken"))
    page = client.get(f"{AT}{one.pk}/?columns=1").content.decode()
    assert "dropped before anything was stored" in page
    assert "3 cells held" in text_of(client.get(f"{AT}{one.pk}/")) or "4 cells held" in page
    kept = b"".join((folder / name).read_bytes() for name in in_folder(folder))
    unpacked = everything(folder)
    refused = b"".join(client.get(f"{AT}{one.pk}/refused/"))
    for secret in (b"4711", b"87654321", b"ABC-123-XYZ"):
        assert secret not in unpacked + kept + refused
        assert secret.decode() not in page
    assert "4711" not in str(list(SimImport.objects.values()))


def everything(folder: Path) -> bytes:
    return b"".join(gzip.decompress((folder / name).read_bytes()) for name in in_folder(folder))


def test_discarded_means_that_its_rows_are_gone(client: Client, folder: Path) -> None:
    one = previewed(client, table("+79161234567,,MTS,x"))
    assert in_folder(folder)
    assert client.post(f"{AT}{one.pk}/discard/", key()).status_code == 303
    one.refresh_from_db()
    assert one.state == ImportState.DROPPED
