"""Which files are taken as evidence: by what is in them, and never against their name."""

import io
import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cancellations.domain.errors import NotPossible
from cancellations.domain.evidence import MOST_BYTES, EvidenceKind, Visibility, visibility_of
from cancellations.domain.file_types import FileType, recognise
from tests.files import ACCEPTED, PDF, SentFile, file_params, heic, office, picture

MAIL = b"From: a@b.example\r\nSubject: Hi\r\nDate: Mon, 2 Nov 2026 10:00:00 +0300\r\n\r\nText"
META = (b"meta", b"\0" * 12)


def kind_of(content: bytes, name: str) -> FileType:
    return recognise(io.BytesIO(content), name, len(content))


def refusal(content: bytes, name: str) -> str:
    with pytest.raises(NotPossible) as refused:
        kind_of(content, name)
    return str(refused.value.message)


def in_words(content: bytes, name: str) -> str:
    """The name of the type, or the refusal."""
    try:
        return kind_of(content, name).label
    except NotPossible as refused:
        return str(refused.message)


@pytest.mark.parametrize("sent", file_params("upload"))
def test_the_corpus(sent: SentFile) -> None:
    """Taken where it must be, refused where it must be, and quickly in both cases."""
    began = time.perf_counter()
    taken = "is not" not in in_words(sent.content, sent.name)
    assert time.perf_counter() - began < 1
    assert sent.action != ("reject" if taken else "accept")


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (PDF, "a.pdf", "application/pdf"),
        (PDF, "no extension", "application/pdf"),
        (PDF, "A.PDF", "application/pdf"),
        (picture("JPEG"), "photo.jpeg", "image/jpeg"),
        (picture("WEBP"), "from a messenger.jpg", "image/webp"),
        (picture("PNG"), "Screenshot.png", "image/png"),
        (picture("TIFF"), "scan.tif", "image/tiff"),
        (heic(META, (b"mdat", b"x" * 40)), "IMG_1.HEIC", "image/heic"),
        (heic((b"mdat", b"x" * 40), META), "IMG_2.heic", "image/heic"),
        ("Оператор: да".encode(), "chat.txt", "text/plain"),
        ("Оператор: да".encode("cp1251"), "chat.txt", "text/plain"),
        ("Оператор: да".encode("utf-16"), "notepad.txt", "text/plain"),
        ("客服：好".encode("gb18030"), "chat.txt", "text/plain"),
        (b"<script>alert(1)</script>", "chat.txt", "text/plain"),
        (MAIL, "reply.eml", "message/rfc822"),
        (b"From sender Mon Nov  2\n" + MAIL, "reply.eml", "message/rfc822"),
        (b"\xef\xbb\xbf" + MAIL, "reply.eml", "message/rfc822"),
        (b"Received: from a\n\tby b\nTo: c@d.example\n\nHi", "reply.eml", "message/rfc822"),
        (office(), "form.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (
            office("xl/workbook.xml"),
            "bill.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    ],
)
def test_taken(content: bytes, name: str, media_type: str) -> None:
    assert kind_of(content, name).media_type == media_type


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "logo.svg"),
        (b"<svg onload='alert(1)'/>", "logo.png"),
        (b"<!doctype html><script>alert(1)</script>", "chat.htm"),
        (b"\xef\xbb\xbf<html>", "a.xhtml"),
        (b"GIF89a" + b"\0" * 20, "a.gif"),
        (b"\0\0\1\0" + b"\0" * 20, "favicon.ico"),
        (b"\n%PDF-1.4", "late.pdf"),
        (b"MZ" + b"\0" * 60, "setup.pdf"),
        (b"MZ program", "setup.txt.exe"),
        (b"#!/bin/sh\nrm -rf /", "run.sh"),
        (b"@echo off", "run.bat"),
        (b"<?php system($_GET[0]);", "shell.php"),
        (b"BEGIN:VCARD", "a.vcf"),
        (b"a,b\n1,2", "a.csv"),
        (b"Rar!\x1a\x07\0", "a.rar"),
        (b"7z\xbc\xaf\x27\x1c", "a.7z"),
        (b"\x1f\x8b\x08", "a.svgz"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old.doc"),
        (b"text\0with a NUL", "a.txt"),
        (b"\xff\xfe" + b"a\0\0\0", "utf16-with-nul.txt"),
        (b"\xff\xfea", "half-a-character.txt"),
        (b"just text", "not a mail.eml"),
        (b"Foo: bar\n\nNo header that mails have", "not a mail.eml"),
        (heic(), "no-picture-in-it.heic"),
        (heic(META)[:-4], "cut-off.heic"),
        (heic((b"meta", b""), (b"mdat", b"x"))[:-1], "cut-off.heic"),
        (b"\0\0\0\x18ftypisom\0\0\0\0mp41mp42", "video.mp4"),
        (office("ppt/presentation.xml"), "slides.docx"),
        (office(more={"../../evil": b"x"}), "slip.docx"),
        (office(more={"/etc/passwd": b"x"}), "absolute.docx"),
        (office()[:-8], "cut-off.docx"),
        (b"PK\x03\x04" + b"\0" * 100, "nothing.docx"),
    ],
)
def test_refused(content: bytes, name: str) -> None:
    assert name[:8] in refusal(content, name)


@pytest.mark.parametrize(
    ("content", "name", "found"),
    [
        (PDF, "receipt.pdf.exe", "PDF"),
        (PDF, "photo.jpg", "PDF"),
        (picture("PNG"), "shot.html", "PNG"),
        (picture("JPEG"), "letter.pdf", "JPEG"),
        (office(), "sheet.xlsx", "Word"),
        (office(), "archive.zip", "Word"),
        (PDF, "chat.txt", "PDF"),
    ],
)
def test_a_name_that_says_something_else_is_told_apart(content: bytes, name: str, found: str) -> None:
    assert found in refusal(content, name)


def test_macros_bombs_and_endless_lists_are_refused() -> None:
    assert "macros" in refusal(office(more={"word/vbaProject.bin": b"x"}), "a.docx")
    assert "too large when opened" in refusal(office(more={"word/media/a": b"\0" * 40_000_000}), "a.docx")
    assert refusal(office(more={f"word/{number}": b"" for number in range(1100)}), "a.docx")


def test_size_is_said_in_both_directions() -> None:
    assert "empty" in refusal(b"", "a.pdf")
    with pytest.raises(NotPossible, match="25 MB"):
        recognise(io.BytesIO(PDF), "a.pdf", MOST_BYTES + 1)
    assert recognise(io.BytesIO(PDF), "a.pdf", MOST_BYTES).label == "PDF"


def test_a_large_text_is_read_in_pieces() -> None:
    file = io.BytesIO(b"line of a chat\n" * 1_000_000)
    tracemalloc.start()
    try:
        assert recognise(file, "chat.txt", 15_000_000).label == "text"
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()


@given(st.binary(max_size=300), st.sampled_from(["a.pdf", "a.jpg", "a.docx", "a.heic", "a.txt", "a.eml", "a.svg", "a"]))
def test_whatever_comes_is_taken_or_refused_in_words(content: bytes, name: str) -> None:
    assert in_words(content, name)


@given(
    st.sampled_from([b"PK\x03\x04", b"\0\0\0\x10ftypheic", b"PK\x03\x04PK\x05\x06"]),
    st.binary(max_size=200),
    st.sampled_from(["a.docx", "a.heic"]),
)
def test_broken_containers_are_refused_in_words(head: bytes, rest: bytes, name: str) -> None:
    assert in_words(head + rest, name)


def test_identity_documents_never_leave_the_team() -> None:
    assert visibility_of(EvidenceKind.IDENTITY, Visibility.DOSSIER) is Visibility.TEAM
    assert visibility_of(EvidenceKind.BILL, Visibility.DOSSIER) is Visibility.DOSSIER


def test_there_are_controls_among_the_corpus() -> None:
    assert sum(bool(one.values[0].http & ACCEPTED) for one in file_params("upload")) > 10
