"""Exports that the worker makes: the file, how far it is, what stops it, and that it is noted once."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import OperationalError
from pytest_django import Settings

from cancellations.domain.errands import ErrandState
from cancellations.domain.export_words import Exported, FileForm
from cancellations.errands import export as exporting
from cancellations.errands import files
from cancellations.errands.export import KIND, export_asked
from cancellations.errands.parts import PARTS
from cancellations.errands.running import work_off
from cancellations.models import Errand, Membership, User
from cancellations.models.exporting import latest_exports
from cancellations.models.storage import evidence_storage
from tests.cases import sim_of
from tests.exports import by_heading, csv_rows, xlsx_rows
from tests.files import in_folder

pytestmark = pytest.mark.usefixtures("folder")


def asked(by: User, form: FileForm = FileForm.XLSX, query: str = "") -> Errand:
    what = export_asked(Exported.SIMS, form, all_columns=True)
    return Errand.objects.ask(by, KIND, what=what, secret=query, title="SIM cards")


def content_of(errand: Errand) -> bytes:
    with evidence_storage().open(errand.stored) as file:
        return bytes(file.read())


@pytest.mark.parametrize("form", list(FileForm))
def test_the_file_is_there_afterwards(owner: User, form: FileForm) -> None:
    for number in range(3):
        sim_of(owner, nickname=f"Card {number}")
    errand = asked(owner, form, "q=card+1")
    assert "card" not in str(Errand.objects.values("what", "place", "result").get()).lower()
    work_off(PARTS)
    errand.refresh_from_db()
    assert (errand.state, errand.total, errand.done) == (ErrandState.DONE, 1, 1)
    assert errand.file_name.endswith(form)
    rows = (csv_rows if form is FileForm.CSV else xlsx_rows)(content_of(errand))
    assert [row["Nickname"] for row in by_heading(rows)] == ["Card 1"]
    assert latest_exports(owner).get().payload == {"what": "sims", "form": form, "rows": 1}


def test_what_goes_wrong_leaves_no_file_and_is_noted_by_nobody(
    owner: User, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_more: object) -> None:
        raise RuntimeError

    sim_of(owner, nickname="x")
    errand = asked(owner)
    with monkeypatch.context() as patched:
        patched.setattr(exporting, "note_export", broken)
        exporting_once(errand)
    assert in_folder(folder) == []
    assert latest_exports(owner).count() == 0
    work_off(PARTS)
    assert len(in_folder(folder)) == latest_exports(owner).count() == 1


def test_a_commit_whose_answer_is_lost_loses_no_file(
    owner: User, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    true_part = Errand.part

    @contextmanager
    def unheard(errand: Errand) -> Iterator[None]:
        with true_part(errand):
            yield
        if errand.stored:
            raise OperationalError("server closed the connection unexpectedly")

    sim_of(owner, nickname="x")
    errand = asked(owner, FileForm.CSV)
    with monkeypatch.context() as patched:
        patched.setattr(Errand, "part", unheard)
        work_off(PARTS)
    errand.refresh_from_db()
    assert errand.state is ErrandState.DONE
    assert b"x" in content_of(errand)
    assert len(in_folder(folder)) == latest_exports(owner).count() == 1


def exporting_once(errand: Errand) -> None:
    claimed = Errand.objects.claim_next()
    assert claimed == errand
    with pytest.raises(RuntimeError):
        exporting.make_export(claimed)
    claimed.failed_once()


def test_it_says_how_far_it_is_and_can_be_stopped(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_SECONDS", 0)
    for number in range(5):
        sim_of(owner, nickname=f"Card {number}")
    errand, seen = asked(owner), list[int]()
    true_alive = files.alive

    def watched(errand: Errand, things: Iterator[object], **more: bool) -> Iterator[object]:
        for one in true_alive(errand, things, **more):
            yield one
            seen.append(Errand.objects.get(pk=errand.pk).done)
            if len(seen) == 3:
                Errand.objects.get(pk=errand.pk).stop(owner)

    monkeypatch.setattr(exporting, "alive", watched)
    work_off(PARTS)
    errand.refresh_from_db()
    assert seen == [0, 1, 2]
    assert (errand.state, errand.stored) == (ErrandState.STOPPED, "")


def test_a_text_that_no_cell_holds_ends_it_with_a_sentence(owner: User, settings: Settings) -> None:
    sim_of(owner, nickname="x", note="\U0001f600" * 20_000)
    errand = asked(owner)
    work_off(PARTS)
    errand.refresh_from_db()
    assert errand.state is ErrandState.FAILED
    assert "too long for an XLSX file" in errand.error
    assert in_folder(settings.FILE_UPLOAD_TEMP_DIR) == []


def test_who_was_removed_meanwhile_gets_nothing(owner: User, colleague: User) -> None:
    sim_of(owner, nickname="x")
    errand = asked(colleague)
    Membership.objects.filter(user=colleague).delete()
    work_off(PARTS)
    errand.refresh_from_db()
    assert (errand.state, errand.stored) == (ErrandState.FAILED, "")


def test_who_may_not_see_numbers_by_now_gets_masks(owner: User, colleague: User) -> None:
    sim_of(owner, msisdn="+79161234567")
    errand = asked(colleague, FileForm.CSV)
    Membership.objects.filter(user=colleague).update(role="viewer")
    work_off(PARTS)
    errand.refresh_from_db()
    assert "masked" in errand.file_name
    assert b"9161234567" not in content_of(errand)
