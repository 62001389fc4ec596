"""Mail servers on this machine: one that takes mail, and all the ways in which one can fail."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller


class Taking:
    """Takes every mail and keeps it; answers DATA or RCPT with `refusal` instead while there is one."""

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.receivers: list[str] = []
        self.data_refusal = self.rcpt_refusal = ""

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if self.rcpt_refusal:
            return self.rcpt_refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if self.data_refusal:
            return self.data_refusal
        self.receivers += envelope.rcpt_tos
        self.taken.append(message_from_bytes(envelope.content))
        return "250 OK"


@contextmanager
def taking() -> Iterator[tuple[int, Taking]]:
    """A real mail server on a free port, with what it has taken."""
    handler = Taking()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield controller.port, handler
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def speaking(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server that does `talk` with everybody who connects, and then hangs up."""
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0.1)
    over = threading.Event()

    def serve() -> None:
        while not over.is_set():
            try:
                client, _ = listening.accept()
            except TimeoutError:
                continue
            with client:
                try:
                    talk(client)
                except OSError:
                    continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield int(listening.getsockname()[1])
    finally:
        over.set()
        thread.join(5)
        listening.close()


def says_nothing(client: socket.socket) -> None:
    client.settimeout(3)
    client.recv(1)


def half_a_line(client: socket.socket) -> None:
    client.sendall(b"220 mail.exam")


def half_a_line_and_waits(client: socket.socket) -> None:
    client.sendall(b"220 mail.exam")
    says_nothing(client)


def too_busy(client: socket.socket) -> None:
    client.sendall(b"421 come back later\r\n")


def no_smtp(client: socket.socket) -> None:
    client.sendall(b"HTTP/1.0 200 OK\r\n\r\nhello\r\n")


def one_letter_at_a_time(client: socket.socket) -> None:
    for _ in range(60):
        client.sendall(b"2")
        threading.Event().wait(0.05)


def hangs_at_goodbye(taken: list[bytes]) -> Callable[[socket.socket], None]:
    """Takes the mail in full and says so, then never answers QUIT."""

    def talk(client: socket.socket) -> None:
        client.settimeout(3)
        lines = client.makefile("rb")
        client.sendall(b"220 mail.example\r\n")
        in_data = False
        for line in lines:
            if in_data:
                in_data = line != b".\r\n"
                taken.append(line)
                if not in_data:
                    client.sendall(b"250 taken\r\n")
            elif line.upper().startswith(b"DATA"):
                in_data = True
                client.sendall(b"354 go on\r\n")
            elif line.upper().startswith(b"QUIT"):
                says_nothing(client)
            else:
                client.sendall(b"250 OK\r\n")

    return talk
