"""Every address of the site, asked by everybody who must not see or change what is behind it.

An address that is not named in tests/stranger_addresses.py fails the first test: say there what its ids are.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from cancellations.models import Sim, User, Workspace
from config import urls
from tests.cases import case_of, url_of
from tests.conftest import HTMX, ClientOf
from tests.files import keep_in
from tests.stranger_addresses import KEYS, OPEN, OWN, Place, places
from tests.strangers import CANARY, EID, ICCID, MSISDN, PASSPORT, Scene, rows_of, scene_of

SECRETS = [CANARY.encode(), MSISDN.encode(), ICCID.encode(), EID.encode(), PASSPORT.encode()]
NUMBERS = [MSISDN, MSISDN[1:], ICCID, EID, PASSPORT]
METHODS = ["get", "post"]
# pictures, small pages that ask for one thing, and what takes nothing but a POST
WITHOUT_WORDS = {
    "evidence_preview",
    "case_mine",
    "saved_view",
    "tag",
    "fact",
    "fact_check",
    "holiday_remove",
    "outbox_retry",
    "errand_stop",
    "errand_go_on",
    "sim_import_discard",
    "sim_import_run",
    "sim_import_undo",
}
TOLD = {"evidence_file", "dossier_pdf", "dossier_zip"}  # looked at by a POST, which the timeline tells
pytestmark = pytest.mark.usefixtures("a_saturday")


@pytest.fixture
def scene(owner: User, settings: Settings, tmp_path: Path) -> Scene:
    keep_in(settings, tmp_path / "evidence")
    return scene_of(owner)


def test_every_address_is_asked_for(scene: Scene) -> None:
    named = {one.name for one in urls.urlpatterns}
    assert named == set(places(scene)) | set(OWN) | OPEN | KEYS


@pytest.mark.parametrize("method", METHODS)
def test_strangers_get_what_is_not_there(
    client_of: ClientOf, stranger: User, workspace: Workspace, scene: Scene, method: str
) -> None:
    """404, and the same bytes as for what nobody has, as a page and as a fragment; nothing is changed."""
    case_of(stranger)
    client, before, wrong = client_of(stranger), rows_of(workspace.pk), []
    for name, place in every_place(scene):
        for headers in ({}, HTMX):
            theirs, nobodys = (
                ask(client, method, reverse(name, kwargs=args), headers) for args in (place.args, place.missing)
            )
            if (theirs[0], theirs) not in ((404, nobodys), (405, nobodys)):
                wrong.append((name, place.args, theirs[0], nobodys[0]))
    assert wrong == []
    assert rows_of(workspace.pk) == before


def test_a_strangers_own_pages_have_nothing_of_it(client_of: ClientOf, stranger: User, scene: Scene) -> None:
    case_of(stranger)
    client = client_of(stranger)
    for name, query in OWN.items():
        status, content = ask(client, "get", reverse(name), query=query)
        assert (name, status in {200, 302, 405}, leaked(content)) == (name, True, [])


def test_its_owner_sees_it(client_of: ClientOf, owner: User, scene: Scene) -> None:
    """Else the other tests would prove nothing."""
    client, seen = client_of(owner), set()
    for name, place in every_place(scene):
        for method in ("post",) if name in TOLD else ("get",):
            _status, content = ask(client, method, reverse(name, kwargs=place.args))
            if leaked(content):
                seen.add(name)
    assert set(places(scene)) - seen == WITHOUT_WORDS


@pytest.mark.parametrize("method", METHODS)
def test_nobody_is_asked_to_sign_in(
    client_of: ClientOf, workspace: Workspace, scene: Scene, method: str, ex_member: User
) -> None:
    before = rows_of(workspace.pk)
    every = [reverse(name, kwargs=place.args) for name, place in every_place(scene)] + [reverse(name) for name in OWN]
    nobody, gone = Client(), client_of(ex_member)
    for path in every:
        for client in (nobody, gone):
            for headers in ({}, HTMX):
                status, content = ask(client, method, path, headers)
                assert (path, leaked(content)) == (path, [])
                assert (path, status < 500) == (path, True)
    assert rows_of(workspace.pk) == before


@pytest.mark.parametrize("method", METHODS)
def test_viewers_see_no_number_in_full(client_of: ClientOf, viewer: User, scene: Scene, method: str) -> None:
    """Not even where a card without another name is called by its number."""
    Sim.objects.update(nickname="", holder="")
    client, told = client_of(viewer), []
    every = [reverse(name, kwargs=place.args) for name, place in every_place(scene)] + [reverse(name) for name in OWN]
    for path in every:
        for headers in ({}, HTMX):
            _status, content = ask(client, method, path, headers)
            digits = "".join(one for one in content.decode(errors="replace") if one not in " -()\u00a0\u202f")
            told += [(path, number) for number in NUMBERS if number in digits]
    assert told == []


def test_viewers_change_nothing(client_of: ClientOf, viewer: User, workspace: Workspace, scene: Scene) -> None:
    client, before = client_of(viewer), rows_of(workspace.pk)
    for name, place in every_place(scene):
        if name not in TOLD:
            status, _content = ask(client, "post", reverse(name, kwargs=place.args))
            assert (name, status) in {(name, 403), (name, 404), (name, 405)}
    for name in OWN:
        ask(client, "post", reverse(name))
    assert rows_of(workspace.pk) == before


def test_ids_in_bodies_and_queries_are_the_strangers_own(
    client_of: ClientOf, stranger: User, owner: User, workspace: Workspace, scene: Scene
) -> None:
    """Cards, carriers, colleagues and files of elsewhere are as unknown as what nobody has."""
    case, client, before = case_of(stranger), client_of(stranger), rows_of(workspace.pk)
    foreign = scene.case
    card = {"carrier": str(foreign.carrier_id), "kind": "esim", "identifier": ICCID, "iccid": ICCID, "nickname": "Mine"}
    posts = [
        ("/requests/new/", {"card": str(foreign.sim_id), "requested_end_date": "2026-12-01", "reason": "x"}),
        ("/requests/new/", {"card": "new", "requested_end_date": "2026-12-01", **card}),
        ("/sims/new/", card),
        (url_of(case, "assignee"), {"to": str(owner.pk)}),
    ]
    for path, fields in posts:
        status, content = ask(client, "post", path, query=fields)
        assert (path, status, leaked(content.replace(ICCID.encode(), b""))) == (path, 422, [])
    queries = [
        f"/requests/new/?sim={foreign.sim_id}",
        f"/requests/?assignee={owner.pk}&carrier={foreign.carrier.slug}",
        f"/sims/?carrier={foreign.carrier.slug}",
        f"/search/?q={foreign.reference}",
        f"/search/?q={MSISDN}",
    ]
    for path in queries:
        status, content = ask(client, "get", path)
        assert (path, status < 500, leaked(content.replace(MSISDN.encode(), b""))) == (path, True, [])
    case.refresh_from_db()
    assert case.assignee_id != owner.pk
    assert rows_of(workspace.pk) == before


def test_each_token_opens_one_door(client_of: ClientOf, stranger: User, scene: Scene) -> None:
    """And behind it is what it was made for, without a name or a number."""
    doors = {"holder": scene.holder, "calendar_feed": scene.calendar}
    for client in (Client(), client_of(stranger)):
        for name in (*doors, "signin_link"):
            for door, token in doors.items():
                status, content = ask(client, "get", reverse(name, args=[token]))
                assert (name, door, status) == (name, door, 200 if name == door else 404)
                assert leaked(content.replace(f"{CANARY} Mobile".encode(), b"")) == []


def every_place(scene: Scene) -> Iterator[tuple[str, Place]]:
    for name, some in places(scene).items():
        for place in some:
            yield name, place


def ask(
    client: Client, method: str, path: str, headers: dict[str, str] | None = None, query: dict[str, Any] | None = None
) -> tuple[int, bytes]:
    response = getattr(client, method)(path, query or {}, headers=headers or {})
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, unpacked(content) if content.startswith(b"PK") else content


def leaked(content: bytes) -> list[bytes]:
    return [secret for secret in SECRETS if secret in content]


def unpacked(content: bytes) -> bytes:
    with ZipFile(BytesIO(content)) as archive:
        return b"".join(name.encode() + archive.read(name) for name in archive.namelist())
