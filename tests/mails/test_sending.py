"""Sending to real mail servers: good ones, and those that refuse, hang, hang up or speak half a line."""

import socket
import threading
import time
from collections.abc import Callable
from email.header import decode_header, make_header
from email.message import Message

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django.fixtures import Settings

from cancellations.domain.reminding import MailKind, MailState, MailText
from cancellations.mails import sending
from cancellations.mails.sending import send_waiting
from cancellations.models import OutgoingMail, User
from tests import smtp

HEADERS = {
    *("Content-Type", "Content-Transfer-Encoding", "MIME-Version"),
    *("Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted"),
}

Post = Callable[[int], None]


@pytest.fixture
def to_port(settings: Settings) -> Post:
    """Mail goes to a server on this port of this machine."""

    def use(port: int) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_TIMEOUT = 0.5

    return use


def put(owner: User | None, number: int = 1, **given: str) -> OutgoingMail:
    text = MailText(given.get("subject", "请求到期"), "Body\n.\nПривет", given.get("html", ""))
    address = given.get("address", "lin@lastcall.example")
    key = f"mail:{number}"
    OutgoingMail.objects.put(text, address=address, kind=MailKind.DIGEST, language="en", user=owner, key=key)
    return OutgoingMail.objects.get(key=key)


def at_once() -> None:
    """No mail has to wait for its turn."""
    OutgoingMail.objects.update(next_try_at=timezone.now())


def only_mail() -> OutgoingMail:
    return OutgoingMail.objects.get()


def text_of(message: Message) -> str:
    part = next(one for one in message.walk() if one.get_content_type() == "text/plain")
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode().replace("\r\n", "\n")


def test_a_mail_arrives_as_it_was_written(owner: User, to_port: Post) -> None:
    mail = put(owner)
    with smtp.taking() as (port, server):
        to_port(port)
        assert send_waiting() == sending.Run(sent=1)
        assert send_waiting() == sending.Run()
    [message] = server.taken
    assert str(make_header(decode_header(message["Subject"]))) == "请求到期"
    assert message["Message-ID"] == mail.message_id
    assert text_of(message).strip() == "Body\n.\nПривет"
    assert set(message.keys()) == HEADERS
    assert only_mail().state is MailState.SENT


def test_html_comes_beside_the_text(owner: User, to_port: Post) -> None:
    put(owner, html="<p>Body</p>")
    with smtp.taking() as (port, server):
        to_port(port)
        send_waiting()
    assert [part.get_content_type() for part in server.taken[0].walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


def test_nothing_written_becomes_another_header_or_receiver(owner: User, to_port: Post) -> None:
    put(owner, subject="Due\r\nBcc: victim@mail.example\r\n\r\nBody of mine")
    with smtp.taking() as (port, server):
        to_port(port)
        send_waiting()
    assert set(server.taken[0].keys()) == HEADERS
    assert server.receivers == ["lin@lastcall.example"]


@pytest.mark.parametrize(
    "talk",
    [smtp.says_nothing, smtp.half_a_line, smtp.half_a_line_and_waits, smtp.too_busy, smtp.no_smtp],
    ids=lambda talk: talk.__name__,
)
def test_a_server_that_fails_costs_one_try_and_the_mail_goes_out_once_it_is_back(
    owner: User, to_port: Post, talk: Callable[[socket.socket], None]
) -> None:
    put(owner), put(owner, 2)
    with smtp.speaking(talk) as port:
        to_port(port)
        began = time.monotonic()
        assert send_waiting() == sending.Run(failed=1)  # the second one would only wait for it too
        assert time.monotonic() - began < 2
    first, second = OutgoingMail.objects.order_by("pk")
    assert (first.state, first.attempts, second.attempts) == (MailState.WAITING, 1, 0)
    assert first.last_error
    at_once()
    with smtp.taking() as (port, server):
        to_port(port)
        assert send_waiting() == sending.Run(sent=2)
    assert len({message["Message-ID"] for message in server.taken}) == len(server.taken) == 2


def test_no_server_at_all(owner: User, to_port: Post) -> None:
    put(owner)
    to_port(smtp.free_port())
    assert send_waiting() == sending.Run(failed=1)
    assert only_mail().last_error.startswith("ConnectionRefusedError")


def test_a_server_that_gets_a_letter_out_now_and_then_is_cut_off(
    owner: User, to_port: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "TRY_SECONDS", 0.7)
    put(owner)
    with smtp.speaking(smtp.one_letter_at_a_time) as port:
        to_port(port)
        began = time.monotonic()
        send_waiting()
        assert time.monotonic() - began < 1.5
    assert only_mail().last_error.startswith("TookTooLong")


@pytest.mark.parametrize("answer", ["451 greylisted, come back later", "550 no such user"])
@pytest.mark.parametrize("at", ["rcpt_refusal", "data_refusal"])
def test_one_mail_that_is_refused_does_not_stop_the_others(owner: User, to_port: Post, at: str, answer: str) -> None:
    put(owner), put(owner, 2)
    with smtp.taking() as (port, server):
        to_port(port)
        setattr(server, at, answer)
        assert send_waiting() == sending.Run(failed=2)
        assert answer[:3] in OutgoingMail.objects.earliest("pk").last_error
        setattr(server, at, "")
        assert send_waiting() == sending.Run()  # not their turn yet
        at_once()
        assert send_waiting() == sending.Run(sent=2)
        assert len(server.taken) == 2


def test_a_server_that_hangs_at_goodbye_has_the_mail_already(owner: User, to_port: Post) -> None:
    taken: list[bytes] = []
    put(owner)
    with smtp.speaking(smtp.hangs_at_goodbye(taken)) as port:
        to_port(port)
        assert send_waiting() == sending.Run(sent=1)
    assert taken.count(b".\r\n") == 1
    assert only_mail().state is MailState.SENT


def test_an_address_that_is_none_stops_nobody(owner: User, to_port: Post) -> None:
    put(owner, address="нет адреса, <<>>"), put(owner, 2)
    with smtp.taking() as (port, server):
        to_port(port)
        assert send_waiting() == sending.Run(sent=1, failed=1)
    assert len(server.taken) == 1


def test_a_run_ends_in_time(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "RUN_SECONDS", -1.0)
    put(owner)
    assert send_waiting() == sending.Run()
    assert only_mail().attempts == 0


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_at_once_each_mail_is_sent_by_one(owner: User, to_port: Post) -> None:
    for number in range(12):
        put(owner, number)
    start = threading.Barrier(4)
    runs: list[sending.Run] = []

    def work() -> None:
        start.wait()
        runs.append(send_waiting())
        connection.close()

    with smtp.taking() as (port, server):
        to_port(port)
        workers = [threading.Thread(target=work) for _ in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    ids = [message["Message-ID"] for message in server.taken]
    assert len(ids) == len(set(ids)) == 12
    assert sum(run.sent for run in runs) == 12


def test_without_a_server_mails_are_files(owner: User, settings: Settings, tmp_path: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    put(owner)
    assert send_waiting() == sending.Run(sent=1)
    [file] = tmp_path.iterdir()  # type: ignore[attr-defined]
    assert "lin@lastcall.example" in file.read_text(encoding="utf-8")
