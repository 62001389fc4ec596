"""Slow readers: each holds a thread, so only some may take a file at the same moment; the pages have the others."""

import gc
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.signals import request_finished
from django.db import close_old_connections
from django.urls import reverse
from pytest_django import Settings

from cancellations.domain.errands import ErrandKind
from cancellations.models import Errand, User
from cancellations.models.exporting import latest_exports
from cancellations.models.storage import evidence_storage
from cancellations.views import downloads
from cancellations.views.downloads import (
    AT_ONCE,
    OF_ONE,
    Crowded,
    Places,
    SentFile,
    SentStream,
    handed_out,
    only_with,
    streamed,
)
from config.database import THREADS
from tests.conftest import HTMX, ClientOf
from tests.exports import body_of
from tests.files import keep_in
from tests.pages import text_of

CSV = "/sims/export/csv/"
SOMEBODY = User(pk=10**9)


@pytest.fixture(autouse=True)
def places(monkeypatch: pytest.MonkeyPatch, room_for_files: None) -> Places:
    made = Places(2, of_one=2)
    monkeypatch.setattr(downloads, "_PLACES", made)
    return made


def a_file(by: User = SOMEBODY) -> SentFile:
    return handed_out(by, io.BytesIO(b"rows"), "rows.csv", "text/csv")


def a_stream(by: User = SOMEBODY) -> SentStream:
    def chunks() -> Iterator[bytes]:
        yield b"rows"

    return streamed(by, chunks(), "rows.csv", "text/csv")


def test_half_of_the_threads_are_left_to_the_pages() -> None:
    assert 1 <= AT_ONCE <= THREADS // 2
    assert 1 <= OF_ONE <= AT_ONCE // 2


def test_a_place_is_given_back_when_the_answer_is_closed() -> None:
    request_finished.disconnect(close_old_connections)  # the end of an answer is the end of its request
    for make in (a_file, a_stream):
        slow = [make(), make()]
        with pytest.raises(Crowded):
            make()
        slow[0].close()
        slow[0].close()
        third = make()
        with pytest.raises(Crowded):
            make()
        for one in (slow[1], third):
            one.close()
    request_finished.connect(close_old_connections)


def test_a_place_comes_back_from_an_answer_that_nobody_closed() -> None:
    for make in (a_file, a_stream, a_file, a_stream):
        make()
        gc.collect()


def test_what_could_not_be_noted_is_not_handed_out() -> None:
    for _time in range(3):
        with pytest.raises(RuntimeError), only_with(a_file()):
            raise RuntimeError


def test_who_comes_too_late_is_told_to_try_again(client_of: ClientOf, owner: User) -> None:
    User.objects.filter(pk=owner.pk).update(language="ru")
    client = client_of(owner)
    slow = [a_file(), a_file()]
    for headers in ({}, HTMX):
        answer = client.get(CSV, headers=headers)
        assert (answer.status_code, bool(answer["Retry-After"])) == (503, True)
        assert "Не сейчас" in text_of(answer)
    assert latest_exports(owner).count() == 0  # nothing was taken
    assert client.get("/sims/").status_code == 200
    slow[0].place.close()
    assert body_of(client.get(CSV))
    assert latest_exports(owner).count() == 1
    assert body_of(client.get(CSV))  # the place came back


def test_what_the_worker_made_counts_too(client_of: ClientOf, owner: User, settings: Settings, tmp_path: Path) -> None:
    keep_in(settings, tmp_path / "kept")
    errand = Errand.objects.ask(owner, ErrandKind.EXPORT, what={}, title="")
    errand.stored, errand.file_name = evidence_storage().save("made", ContentFile(b"rows")), "rows.csv"
    errand.save()
    slow = [a_file(), a_file()]
    assert client_of(owner).get(reverse("errand_file", args=[errand.pk])).status_code == 503
    slow[0].place.close()
    assert client_of(owner).get(reverse("errand_file", args=[errand.pk])).status_code == 200


def test_whoever_reads_slowly_leaves_room_for_others(
    client_of: ClientOf, owner: User, colleague: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "_PLACES", Places(AT_ONCE, OF_ONE))
    _slow, other = a_file(owner), a_stream(owner)
    refused = client_of(owner).get(CSV)
    assert (refused.status_code, bool(refused["Retry-After"])) == (503, True)
    assert "Not now: you are downloading several files already" in text_of(refused)
    assert "many files" not in text_of(refused)  # others download none
    assert body_of(client_of(colleague).get(CSV))
    other.place.close()
    assert body_of(client_of(owner).get(CSV))


def test_nobody_is_remembered_who_downloads_nothing(places: Places) -> None:
    for user in (User(pk=1), User(pk=2)):
        a_file(user).place.close()
    assert not places.taken
