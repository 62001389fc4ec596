"""The dossier as an archive: what is in it, that it can be checked offline, and what never leaves the house."""

import csv
import io
import json
import subprocess
import zipfile
from html import unescape
from pathlib import Path

import pytest
from pytest_django import Settings

from cancellations.domain.evidence import EvidenceKind, Visibility
from cancellations.domain.identifiers import mask_digits
from cancellations.domain.situation import Outcome
from cancellations.exchange import bundle as bundling
from cancellations.exchange.bundle import TooLarge, bundle
from cancellations.exchange.reading import read_case
from cancellations.models import Cancellation, Evidence, User
from cancellations.models.storage import evidence_storage
from tests.cases import case_of
from tests.exchange.long_case import ICCID, MASKED, NUMBER, SHOWN, contact, file, long_case
from tests.files import PDF, keep_in

pytestmark = pytest.mark.usefixtures("a_saturday")
PAPERS = ["dossier.html", "dossier.pdf", "timeline.csv", "timeline.json", "SHA256SUMS"]


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    return keep_in(settings, tmp_path / "kept")


@pytest.fixture
def case(owner: User) -> Cancellation:
    return long_case(owner, events=30)


def archive_of(case: Cancellation, by: User, *, identity: bool = False) -> dict[str, bytes]:
    """Every file by its name below the archive's folder."""
    with bundle(read_case(case, by, identity=identity)) as made, zipfile.ZipFile(made) as archive:
        assert archive.testzip() is None
        return {name.removeprefix(f"{case.reference}/"): archive.read(name) for name in archive.namelist()}


def test_what_is_in_it_in_its_order(case: Cancellation, owner: User) -> None:
    files = archive_of(case, owner)
    evidence = ["evidence/001-receipt-11.pdf", "evidence/002-no7.pdf", "evidence/003-chaser.pdf"]
    assert list(files) == [*evidence, *PAPERS]
    assert files["evidence/001-receipt-11.pdf"] == PDF + b"% receipt-11.pdf\n"


def test_it_can_be_checked_without_a_network(case: Cancellation, owner: User, tmp_path: Path) -> None:
    with bundle(read_case(case, owner)) as made, zipfile.ZipFile(made) as archive:
        archive.extractall(tmp_path)
    checked = subprocess.run(
        ["/usr/bin/sha256sum", "--strict", "-c", "SHA256SUMS"],
        cwd=tmp_path / case.reference,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout
    assert checked.stdout.count(": OK") == 7


def test_a_file_that_is_not_what_was_filed_fails_the_check(case: Cancellation, owner: User, folder: Path) -> None:
    row = Evidence.objects.get(name="receipt-11.pdf")
    (folder / row.stored).write_bytes(b"something else")
    files = archive_of(case, owner)
    assert row.sha256 in files["SHA256SUMS"].decode()
    assert "The stored file is not the one that was filed" in files["dossier.html"].decode()


def test_a_missing_file_is_named(case: Cancellation, owner: User) -> None:
    evidence_storage().delete(Evidence.objects.get(name="receipt-11.pdf").stored)
    files = archive_of(case, owner)
    assert not any("receipt-11" in name for name in files)
    assert "Missing in the storage" in files["dossier.html"].decode()


def test_a_removed_file_leaves_its_hash_and_why(case: Cancellation, owner: User) -> None:
    page = archive_of(case, owner)["dossier.html"].decode()
    assert Evidence.objects.get(name="wrong-bill.pdf").sha256 in page
    assert "Removed on 21 Nov: Somebody else's bill" in unescape(page)


def test_the_same_rows_at_the_same_time_give_the_same_bytes(case: Cancellation, owner: User) -> None:
    with bundle(read_case(case, owner)) as one, bundle(read_case(case, owner)) as other:
        assert one.read() == other.read()


def test_what_is_only_for_the_team_is_not_even_named(case: Cancellation, owner: User) -> None:
    files = archive_of(case, owner)
    team = Evidence.objects.get(name="talk-in-the-team.pdf")
    case.describe_evidence(owner, team, kind=EvidenceKind.OTHER, note="Canary of the team", visibility=Visibility.TEAM)
    everything = b"".join(archive_of(case, owner).values()).decode("utf-8", "replace")
    assert "talk-in-the-team" not in everything
    assert "Canary of the team" not in everything
    assert "2 more files are not for the dossier" in files["dossier.html"].decode()


def test_identity_documents_only_when_asked_for_and_by_whom_may(case: Cancellation, owner: User, viewer: User) -> None:
    assert not any("passport" in name for name in archive_of(case, owner))
    assert any("passport" in name for name in archive_of(case, owner, identity=True))
    seen = archive_of(case, viewer, identity=True)
    assert not any("passport" in name or "chaser" in name for name in seen)


def test_a_document_whose_time_is_over_leaves_no_name_behind(case: Cancellation, owner: User) -> None:
    row = case.attach_bytes(owner, "scan-Ivanov.pdf", PDF, kind=EvidenceKind.OTHER, note="Canary")
    case.describe_evidence(owner, row, kind=EvidenceKind.IDENTITY, note="Canary of Ivanov", visibility=Visibility.TEAM)
    row.refresh_from_db()
    assert row.expire()
    everything = b"".join(archive_of(case, owner, identity=True).values()).decode("utf-8", "replace")
    assert ("Ivanov" in everything, "Canary" in everything, row.sha256 in everything) == (False, False, True)


def test_who_may_not_see_numbers_gets_masks(case: Cancellation, owner: User, viewer: User) -> None:
    full, masked = archive_of(case, owner), archive_of(case, viewer)
    assert SHOWN in full["dossier.html"].decode()
    page = masked["dossier.html"].decode()
    assert MASKED in page
    assert mask_digits(ICCID) in page
    assert "Numbers of the SIM card are masked" in page
    for content in masked.values():
        assert SHOWN.encode() not in content
        assert NUMBER.encode() not in content
        assert ICCID.encode() not in content


def test_the_timeline_for_machines(case: Cancellation, owner: User) -> None:
    files = archive_of(case, owner)
    told = json.loads(files["timeline.json"])
    assert told["reference"] == case.reference
    assert len(told["events"]) == case.events.count()
    assert {one["kind"] for one in told["events"]} == set(case.events.values_list("kind", flat=True))
    rows = list(csv.DictReader(io.StringIO(files["timeline.csv"].decode("utf-8-sig"))))
    assert [row["kind"] for row in rows] == [one["kind"] for one in told["events"]]


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_cell_is_a_formula(owner: User, start: str) -> None:
    case = case_of(owner)
    case.reason = start
    case.assign(owner, to=None)
    file(case, owner, f"{start}.pdf")
    case.close(owner, outcome=Outcome.WITHDRAWN, reason=f"{start} because")
    rows = csv.reader(io.StringIO(archive_of(case, owner)["timeline.csv"].decode("utf-8-sig")))
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row)


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("../../etc/passwd.pdf", "001-passwd.pdf"),
        ("C:\\CON.pdf", "001-con.pdf"),
        ("确认函.pdf", "001.pdf"),
        ("a b\nc;d`e`.pdf", "001-a-b-c-d-e.pdf"),
        ("x" * 200 + ".pdf", f"001-{'x' * 60}.pdf"),
        ("...pdf", "001-file.pdf"),
    ],
)
def test_names_in_the_archive_are_plain(owner: User, name: str, inside: str) -> None:
    case = case_of(owner)
    file(case, owner, name)
    assert next(iter(archive_of(case, owner))) == f"evidence/{inside}"


def test_too_much_is_said_before_anything_is_written(
    case: Cancellation, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundling, "MOST_BYTES", 100)
    with pytest.raises(TooLarge):
        bundle(read_case(case, owner))


def test_nothing_is_left_on_the_disk(case: Cancellation, owner: User, settings: Settings, tmp_path: Path) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "tmp"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    bundle(read_case(case, owner)).close()
    assert list(settings.FILE_UPLOAD_TEMP_DIR.iterdir()) == []


def test_the_page_in_it_needs_nothing_else(case: Cancellation, owner: User) -> None:
    page = archive_of(case, owner)["dossier.html"].decode()
    assert "<script" not in page
    assert "default-src 'none'" in page
    assert "http://" not in page
    assert 'href="evidence/001-receipt-11.pdf"' in page
    assert 'src="' not in page


def test_planted_markup_stays_text(owner: User) -> None:
    case = case_of(owner)
    contact(case, owner, 1)
    file(case, owner, "a.pdf", note="<script>alert(1)</script> #panic() $x$ *b* \\u{1F600}")
    page = archive_of(case, owner)["dossier.html"].decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script" not in page
