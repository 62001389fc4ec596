"""Dossiers of a selection: a folder each, noted once in every timeline, and what could not be made is named."""

import io
import subprocess
import zipfile
from pathlib import Path

import pytest
from django.test import Client

from cancellations.domain.errands import ErrandState
from cancellations.domain.evidence import EvidenceKind
from cancellations.domain.roles import Role
from cancellations.errands import dossiers as making
from cancellations.errands.dossiers import KIND, dossiers_asked
from cancellations.errands.parts import PARTS
from cancellations.errands.running import work_off
from cancellations.exchange.bundle import TooLarge, bundle
from cancellations.exchange.reading import CaseRows
from cancellations.models import Cancellation, Errand, Event, Membership, User
from cancellations.models.exporting import latest_exports
from cancellations.models.storage import evidence_storage
from cancellations.views import dossiers
from tests.cases import case_of, kinds_of, sim_of
from tests.conftest import ClientOf
from tests.files import PDF, in_folder
from tests.pages import text_of

pytestmark = pytest.mark.usefixtures("a_saturday", "folder")
NUMBER = "+79161234567"


@pytest.fixture
def cases(owner: User) -> list[Cancellation]:
    """Two, each with a receipt; the first with a passport."""
    found = [case_of(owner, sim=sim_of(owner, msisdn=NUMBER)) for _ in range(2)]
    for case in found:
        case.attach_bytes(owner, "receipt.pdf", PDF, kind=EvidenceKind.RECEIPT, note="")
    found[0].attach_bytes(owner, "passport.pdf", PDF, kind=EvidenceKind.IDENTITY, note="")
    return found


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


def made(by: User, cases: list[Cancellation], *, identity: bool = False) -> Errand:
    what = dossiers_asked([case.pk for case in cases], identity=identity)
    errand = Errand.objects.ask(by, KIND, what=what, title="Dossiers")
    work_off(PARTS)
    errand.refresh_from_db()
    return errand


def archive_of(errand: Errand) -> zipfile.ZipFile:
    with evidence_storage().open(errand.stored) as file:
        return zipfile.ZipFile(io.BytesIO(file.read()))


def test_each_has_a_folder_that_can_be_checked_alone(owner: User, cases: list[Cancellation], tmp_path: Path) -> None:
    errand = made(owner, cases)
    assert (errand.state, errand.done, errand.missed) == (ErrandState.DONE, 2, 0)
    archive = archive_of(errand)
    assert archive.testzip() is None
    archive.extractall(tmp_path / "out")
    for case in cases:
        here = tmp_path / "out" / case.reference
        assert {path.name for path in here.iterdir()} >= {"dossier.pdf", "dossier.html", "timeline.csv", "evidence"}
        subprocess.run(
            ["/usr/bin/sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=here, check=True, capture_output=True
        )


def test_each_timeline_tells_of_it_once(owner: User, cases: list[Cancellation]) -> None:
    made(owner, cases, identity=True)
    for case in cases:
        assert kinds_of(case).count("dossier_made") == 1
    told = Event.objects.get(cancellation=cases[0], kind="dossier_made").payload
    assert (told["form"], told["identity"], len(told["sha256"])) == ("zip", 1, 64)
    assert latest_exports(owner).get().payload == {"what": "dossiers", "form": "zip", "rows": 2, "identity": True}


def test_identity_documents_only_when_asked_for_and_by_whom_may(
    owner: User, viewer: User, cases: list[Cancellation]
) -> None:
    def passports(errand: Errand) -> int:
        return sum("passport" in name for name in archive_of(errand).namelist())

    assert passports(made(owner, cases)) == 0
    assert passports(made(owner, cases, identity=True)) == 1
    assert passports(made(viewer, cases, identity=True)) == 0


def test_what_cannot_be_made_is_named_and_the_rest_goes_on(
    owner: User, cases: list[Cancellation], monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = case_of(owner)

    def some_fail(rows: CaseRows) -> object:
        if rows.case.pk == cases[0].pk:
            raise TooLarge(2_000_000_000)
        if rows.case.pk == odd.pk:
            raise ValueError("a fault of ours")
        return bundle(rows)

    monkeypatch.setattr(making, "bundle", some_fail)
    errand = made(owner, [*cases, odd])
    assert (errand.state, errand.done, errand.missed) == (ErrandState.DONE, 3, 2)
    misses = {miss.label: miss.why for miss in errand.misses.all()}
    assert misses[cases[0].reference].startswith("The files are 2")
    assert "the log has the cause" in misses[odd.reference]
    assert {name.partition("/")[0] for name in archive_of(errand).namelist()} == {cases[1].reference}
    assert "dossier_made" not in kinds_of(cases[0])


def test_a_worker_that_died_leaves_nothing_behind(
    owner: User, cases: list[Cancellation], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_args: object, **_more: object) -> None:
        raise SystemExit

    before = in_folder(folder)
    what = dossiers_asked([*(case.pk for case in cases), 10**9], identity=False)
    Errand.objects.ask(owner, KIND, what=what, title="")
    with monkeypatch.context() as patched:
        patched.setattr(making, "dossiers_made", dies)
        with pytest.raises(SystemExit):
            work_off(PARTS)
    assert in_folder(folder) == before
    Errand.objects.update(claimed_until=None)
    work_off(PARTS)
    errand = Errand.objects.get()
    assert (errand.state, errand.missed, errand.misses.count()) == (ErrandState.DONE, 1, 1)
    assert kinds_of(cases[0]).count("dossier_made") == 1


def test_masked_for_who_may_not_see_numbers(owner: User, colleague: User, cases: list[Cancellation]) -> None:
    Membership.objects.filter(user=colleague).update(role=Role.VIEWER)
    archive = archive_of(made(colleague, cases))
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"916 123" not in everything
    assert NUMBER.encode() not in everything


# --- the page -----------------------------------------------------------------------------------------------


def test_the_page_asks_and_leads_to_the_errand(client: Client, cases: list[Cancellation]) -> None:
    ticked = {"case": [str(case.pk) for case in cases]}
    assert "2 requests" in text_of(client.get("/requests/dossiers/", ticked))
    answer = client.post("/requests/dossiers/", {**ticked, "identity": "1"})
    errand = Errand.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/errands/{errand.pk}/")
    assert errand.what == {"cases": sorted(case.pk for case in cases), "identity": True}


def test_too_many_or_none_are_refused(
    client: Client, cases: list[Cancellation], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dossiers, "MOST", 1)
    for sent, said in (({"all": "1"}, "of 1 requests at most"), ({}, "Nothing is selected")):
        for answer in (client.get("/requests/dossiers/", sent), client.post("/requests/dossiers/", sent)):
            assert answer.status_code == 422
            assert said in text_of(answer)
    assert not Errand.objects.exists()


def test_a_stranger_selects_nothing_of_it(client_of: ClientOf, stranger: User, cases: list[Cancellation]) -> None:
    sent = {"case": str(cases[0].pk)}
    assert client_of(stranger).post("/requests/dossiers/", sent).status_code == 422
    errand = made(stranger, cases)
    assert (errand.state, errand.stored) == (ErrandState.FAILED, "")
