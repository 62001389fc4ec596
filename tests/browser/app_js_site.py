"""A site as small as can be that keeps the contract of app.js: what forms, answers and attributes must be."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from django.conf import settings

HERE = Path(__file__).resolve().parent
STATIC = HERE.parents[1] / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
UNCACHED = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"}

STEP = """<li class="step" id="step-balance" data-step="4">
<details name="step"{open}><summary>4</summary>{inside}</details></li>"""
BILLS = """<li class="step" id="step-bills" data-step="12">
<details name="step" open><summary>12</summary>bills</details></li>"""
FORM = """<form id="balance" action="/save" method="post" hx-post="/save" novalidate
  hx-target="closest .step" hx-swap="outerHTML" hx-sync="this:drop">
<input type="hidden" name="csrfmiddlewaretoken" value="{token}"><div id="conflict-balance"></div>{errors}
<label for="amount">Amount</label><input class="input" id="amount" name="amount" value="{amount}">
<button class="btn primary-btn" id="save">Save</button></form>"""
ERRORS = '<div class="errsum" tabindex="-1" autofocus><a href="#amount">Amount is missing</a></div>'
CONFLICT = '<p id="card" tabindex="-1" autofocus>theirs</p>'
SAVED = '<div id="live" hx-swap-oob="innerHTML">Saved</div>'
SIGN_IN = """<form id="again" hx-post="/again" hx-target="#dialog" hx-sync="this:drop">
<input type="hidden" name="csrfmiddlewaretoken" value="old">
<input id="password" name="password" type="password" autofocus><button>Sign in</button></form>"""

Fields = dict[str, str]
Answer = tuple[int, dict[str, str], str]


class Site:
    """Where it listens, what came in, and what the next request is answered with."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}/"
        self.seen: list[tuple[str, Fields]] = []
        self.token = "old"
        self.next_status = 200
        self.delay = 0.0
        self.shortcuts = "on"

    def saved(self, path: str = "/save") -> list[Fields]:
        """The fields of each request to `path`."""
        return [fields for where, fields in self.seen if where == path]

    def page(self) -> str:
        """The one page, its step shut."""
        step = STEP.format(open="", inside=FORM.format(token="old", errors="", amount=""))
        text = (HERE / "app_js.html").read_text(encoding="utf-8")
        return text.replace("STEP", step).replace("SHORTCUTS", self.shortcuts)

    def answer(self, path: str, fields: Fields) -> Answer:
        """Status, headers and text, as the contract asks."""
        self.seen.append((path, fields))
        time.sleep(self.delay)
        status, self.next_status = self.next_status, 200
        if path == "/again":
            self.token = "new"
            return 204, {"HX-Trigger": '{"csrf":"new","signed-in":true}'}, ""
        if status == 401:
            return 401, {"HX-Retarget": "#dialog", "HX-Reswap": "innerHTML"}, SIGN_IN
        if status == 409:
            return 409, {"HX-Retarget": "#conflict-balance", "HX-Reswap": "innerHTML"}, CONFLICT
        if status == 422:
            form = FORM.format(token=self.token, errors=ERRORS, amount=fields["amount"])
            return 422, {}, STEP.format(open=" open", inside=form)
        if path == "/save":
            return status, {}, STEP.format(open=" open", inside="done") + SAVED
        if path == "/bills":
            return status, {}, BILLS
        return status, {}, f"<li>{path}</li>"


@contextmanager
def running() -> Iterator[Site]:
    """The site on a free port, until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            if address.path == "/":
                self.reply(200, {"Content-Security-Policy": _policy()}, site.page())
            elif address.path.startswith("/static/"):
                file = STATIC / address.path.removeprefix("/static/")
                self.reply(200, {"Content-Type": TYPES[file.suffix]}, file.read_text(encoding="utf-8"))
            else:
                self.reply(*site.answer(address.path, _last(address.query)))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.reply(*site.answer(self.path, _last(body)))

        def reply(self, status: int, headers: dict[str, str], text: str) -> None:
            self.send_response(status)
            for name, value in {**UNCACHED, **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Say nothing: the tests look at `seen`."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = Site(server.server_port)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield site
    server.shutdown()
    server.server_close()
    thread.join()


def _policy() -> str:
    return "; ".join(f"{name} {' '.join(values)}" for name, values in settings.SECURE_CSP.items())


def _last(encoded: str) -> Fields:
    return {name: values[-1] for name, values in parse_qs(encoded).items()}
