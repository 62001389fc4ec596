"""What people search for, names and numbers, is written nowhere: neither by the server nor by browsers in Referer."""

import http.client
import re
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from tests.management.running import free_port, manage
from tests.management.test_serve import link_of, start

WORDS = "Zimorodok 5557788"  # stands nowhere else
LISTS = ("/search/", "/requests/", "/sims/", "/carriers/")


@pytest.fixture(scope="module")
def said_and_answers(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, http.client.HTTPResponse], Path]:
    """All that a server wrote while it was asked for the words in every way, and what it answered."""
    data = tmp_path_factory.mktemp("data")
    assert manage(data, "setup").returncode == 0
    assert manage(data, "demo", "--size", "20", "--email", "owner@lastcall.example").returncode == 0
    port = free_port()
    process = start(data, port)
    answers = {}
    try:
        session = sign_in(port, urlsplit(link_of(process)).path)
        for path in LISTS:
            for cookie in (session, ""):
                address = f"{path}?q={quote(WORDS)}"
                answers[f"{path} {bool(cookie)}"] = ask(
                    port, address, Cookie=cookie, Referer=f"http://localhost{address}"
                )
        ask(port, f"/requests/?q={quote(WORDS)}&after=%00&size={'9' * 5000}", Cookie=session)
        ask(port, f"/nowhere/?q={quote(WORDS)}", Cookie=session)
        ask(port, f"/search/?q={quote(WORDS)}", Host="evil.example")
    finally:
        process.terminate()
        said, _nothing = process.communicate(timeout=30)
    return said, answers, data


def sign_in(port: int, path: str) -> str:
    """The cookie of a session."""
    page = ask(port, path)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())
    cookies = "; ".join(re.findall(r"^([^;]+)", one)[0] for one in page.headers.get_all("Set-Cookie") or [])
    if token is None:
        return cookies
    body = f"csrfmiddlewaretoken={token[1]}"
    kind = "application/x-www-form-urlencoded"
    answer = ask(port, path, "POST", body, Cookie=cookies, **{"Content-Type": kind})
    return "; ".join(re.findall(r"^([^;]+)", one)[0] for one in answer.headers.get_all("Set-Cookie") or [])


def ask(port: int, path: str, method: str = "GET", body: str = "", **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request(method, path, body or None, {name: value for name, value in headers.items() if value})
    return connection.getresponse()


def test_the_server_writes_no_words(
    said_and_answers: tuple[str, dict[str, http.client.HTTPResponse], Path],
) -> None:
    said, answers, data = said_and_answers
    assert all(answer.status in {200, 302} for answer in answers.values())
    logs = [path.read_text(errors="replace") for path in data.rglob("*.log")]
    for text in (said, *logs):
        assert "5557788" not in text
        assert "Zimorodok" not in text


def test_the_pages_keep_their_words_out_of_referer(
    said_and_answers: tuple[str, dict[str, http.client.HTTPResponse], Path],
) -> None:
    _said, answers, _data = said_and_answers
    for path in LISTS:
        assert answers[f"{path} True"].headers["Referrer-Policy"] == "strict-origin"
        redirected = answers[f"{path} False"].headers.get("Location", "")
        assert "5557788" not in redirected
