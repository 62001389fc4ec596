"""Everything of a workspace in one archive: readable by itself, whole, and without a secret in it."""

import csv
import io
import subprocess
import zipfile
from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client
from pytest_django import Settings

from cancellations.domain.cell_text import unmarked
from cancellations.domain.errands import ErrandState
from cancellations.domain.roles import Role
from cancellations.errands import archive as archiving
from cancellations.errands.archive import KIND, archive_asked
from cancellations.errands.parts import PARTS
from cancellations.errands.running import work_off
from cancellations.exchange.archive import tables
from cancellations.exchange.archive.tables import LEFT_OUT, TABLES
from cancellations.models import Errand, Event, Membership, SenderDetails, User
from cancellations.models.exporting import latest_exports
from cancellations.models.storage import evidence_storage
from tests.conftest import ClientOf
from tests.exports import body_of
from tests.files import keep_in
from tests.pages import fields_of, text_of
from tests.people import PASSWORD
from tests.strangers import CANARY, Scene, scene_of

pytestmark = pytest.mark.usefixtures("a_saturday")


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    return keep_in(settings, tmp_path / "kept")


@pytest.fixture
def scene(owner: User) -> Scene:
    return scene_of(owner)


def made(by: User, *, identity: bool = False) -> Errand:
    errand = Errand.objects.ask(by, KIND, what=archive_asked(identity=identity), title="Everything")
    work_off(PARTS)
    errand.refresh_from_db()
    return errand


def files_of(errand: Errand) -> dict[str, bytes]:
    with evidence_storage().open(errand.stored) as file, zipfile.ZipFile(io.BytesIO(file.read())) as archive:
        assert archive.testzip() is None
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def table(files: dict[str, bytes], name: str) -> list[dict[str, str]]:
    text = files[f"tables/{name}.csv"].decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return [{key: unmarked(cell) for key, cell in row.items()} for row in rows]


def test_every_table_is_in_it_or_left_out_on_purpose() -> None:
    with_workspace = {
        model.__name__
        for model in apps.get_app_config("cancellations").get_models()
        if any(field.name == "workspace" for field in model._meta.concrete_fields)
    }
    assert with_workspace | {"Workspace"} == {one.model.__name__ for one in TABLES} | LEFT_OUT


def test_what_is_pointed_to_is_written_later() -> None:
    """So that it is there, however busy the workspace is meanwhile."""
    places = {one.model: place for place, one in enumerate(TABLES)}
    for one in TABLES:
        for field in one.model._meta.concrete_fields:
            other = field.related_model
            if other in places and other is not one.model and field.name not in one.without:
                assert places[one.model] < places[other], (one.name, field.name)


def test_it_has_everything(owner: User, scene: Scene) -> None:
    errand = made(owner)
    assert (errand.state, errand.missed, errand.done) == (ErrandState.DONE, 0, errand.total)
    files = files_of(errand)
    cases, events = table(files, "requests"), table(files, "events")
    assert [row["reference"] for row in cases] == [scene.case.reference]
    assert len(events) == Event.objects.exclude(kind="exported").count()
    assert {row["cancellation_id"] for row in events} - {""} == {cases[0]["id"]}
    assert table(files, "sims")[0]["msisdn"] == scene.case.sim.msisdn
    assert table(files, "people")[0]["user__email"] == owner.email
    with scene.picture.open() as original:
        assert original.read() in files.values()
    assert latest_exports(owner).get().payload["what"] == "archive"


def test_it_explains_itself_in_three_languages_and_can_be_checked(owner: User, scene: Scene, tmp_path: Path) -> None:
    files = files_of(made(owner))
    readme = files["README.md"].decode()
    assert [line for line in readme.splitlines() if line.startswith("# ")] == [
        "# Lastcall (简体中文)",
        "# Lastcall (English)",
        "# Lastcall (Русский)",
    ]
    for name, content in files.items():
        (tmp_path / "out" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "out" / name).write_bytes(content)
    check = ["/usr/bin/sha256sum", "--strict", "-c", "SHA256SUMS"]
    told = subprocess.run(check, cwd=tmp_path / "out", check=True, capture_output=True, text=True)
    assert told.stdout.count(": OK") == len(files) - 1


def test_no_secret_is_in_it(owner: User, scene: Scene) -> None:
    everything = b"".join(files_of(made(owner, identity=True)).values()).decode("utf-8", "replace")
    sealed = SenderDetails.objects.get().sealed
    tokens = [scene.holder, scene.calendar, owner.password, sealed]
    assert [secret for secret in tokens if secret in everything] == []
    for digest in ("token_hash", "sealed", "calendar_hash", f"Body {CANARY}"):
        assert digest not in everything


def test_identity_documents_only_when_asked_for(owner: User, scene: Scene) -> None:
    assert not any("pdf" in name for name in files_of(made(owner)))
    assert any("pdf" in name for name in files_of(made(owner, identity=True)))


def test_nothing_of_other_workspaces(owner: User, stranger: User, scene: Scene) -> None:
    everything = b"".join(files_of(made(stranger)).values())
    assert CANARY.encode() not in everything


def test_tables_are_read_in_chunks(owner: User, scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = files_of(made(owner))
    monkeypatch.setattr(tables, "ROWS_AT_ONCE", 2)
    in_parts = files_of(made(owner))
    assert in_parts["tables/steps.csv"] == whole["tables/steps.csv"]


def test_a_missing_file_is_named(owner: User, scene: Scene) -> None:
    evidence_storage().delete(scene.picture.stored)
    errand = made(owner)
    assert (errand.state, errand.missed) == (ErrandState.DONE, 1)
    assert files_of(errand)["missing.txt"].decode().startswith(f"evidence/{scene.case.reference}/")


def test_a_disk_without_room_is_told_before(owner: User, scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archiving, "amount", lambda *_args, **_more: (1, 10**18))
    errand = made(owner)
    assert errand.state is ErrandState.FAILED
    assert "are free" in errand.error


def test_an_owner_who_is_one_no_more_gets_nothing(owner: User, scene: Scene) -> None:
    errand = Errand.objects.ask(owner, KIND, what=archive_asked(identity=False), title="")
    Membership.objects.filter(user=owner).update(role=Role.COORDINATOR)
    work_off(PARTS)
    errand.refresh_from_db()
    assert (errand.state, errand.stored) == (ErrandState.FAILED, "")


# --- the page -----------------------------------------------------------------------------------------------


def test_the_password_is_asked_for_first(client_of: ClientOf, owner: User) -> None:
    client = client_of(owner)
    asked = client.post("/settings/data/", {"identity": "1"}, follow=True)
    assert "Confirm that it is you" in text_of(asked)
    assert not Errand.objects.exists()
    form = {name: values[0] for name, values in fields_of(asked, "/account/reauthenticate/").items()}
    answer = client.post("/account/reauthenticate/", {**form, "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (303, f"/errands/{Errand.objects.get().pk}/")
    assert Errand.objects.get().what == {"identity": True}


def test_only_the_owner_is_offered_everything(client_of: ClientOf, colleague: User, viewer: User) -> None:
    for person in (colleague, viewer):
        page = client_of(person).get("/settings/data/")
        assert page.status_code == 200
        assert "Everything as one archive" not in text_of(page)
        assert client_of(person).post("/settings/data/").status_code == 403
    assert not Errand.objects.exists()


def test_the_owner_sees_who_took_what_and_others_what_they_took(
    client_of: ClientOf, owner: User, colleague: User
) -> None:
    def get(client: Client, path: str) -> None:
        body_of(client.get(path))

    get(client_of(owner), "/sims/export/csv/")
    get(client_of(colleague), "/requests/export/csv/")
    page = text_of(client_of(owner).get("/settings/data/"))
    assert "SIM cards · CSV · 0 rows" in page
    assert "Requests · CSV · 0 rows" in page
    assert "SIM cards · CSV" not in text_of(client_of(colleague).get("/settings/data/"))
