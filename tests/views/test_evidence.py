"""The evidence pages: adding, listing, having files back, describing and removing them, and who may."""

import uuid
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from cancellations.domain.evidence import MOST_BODY, EvidenceKind, Visibility
from cancellations.models import Cancellation, Evidence, User
from tests.cases import case_of, kinds_of, url_of
from tests.conftest import HTMX, ClientOf
from tests.counting import queries
from tests.files import PDF, in_folder, keep_in, picture, upload
from tests.pages import assert_kept, text_of

pytestmark = pytest.mark.usefixtures("a_saturday")

both = pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
LIST_QUERIES = 6  # session, user, case, files, and the counts of the frame


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    return keep_in(settings, tmp_path / "attached")


@pytest.fixture
def case(owner: User, folder: Path) -> Cancellation:
    return case_of(owner)


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


@pytest.fixture
def url(case: Cancellation) -> str:
    return url_of(case, "evidence")


def typed(**fields: Any) -> dict[str, Any]:
    told = {"kind": "receipt", "note": "By e-mail", "visibility": "dossier"}
    return {"form_key": str(uuid.uuid4()), "attached": [upload()], **told, **fields}


def test_files_are_added_from_the_list(client: Client, case: Cancellation, url: str) -> None:
    assert "No evidence yet" in text_of(client.get(url))
    response = client.post(url, typed(attached=[upload("one.pdf"), upload("two.png", picture())]))
    assert (response.status_code, response["Location"]) == (303, url)
    page = client.get(url)
    assert all(words in text_of(page) for words in ("one.pdf", "two.png", "Receipt from the carrier", "By e-mail"))
    assert kinds_of(case)[-2:] == ["evidence_added"] * 2
    two = Evidence.objects.get(name="two.png")
    assert f'src="{url}{two.pk}/preview/"' in page.content.decode()


def test_htmx_gets_the_panel_and_the_timeline(client: Client, case: Cancellation, url: str) -> None:
    here = {**HTMX, "HX-Current-URL": f"http://testserver{url_of(case)}"}
    form = client.get(url, headers=here)
    assert 'id="evidence-form"' in form.content.decode()
    assert "<html" not in form.content.decode()
    response = client.post(url, typed(), headers=here)
    assert response.status_code == 200
    body = response.content.decode()
    assert 'hx-target="#evidence"' in body
    assert 'hx-target="#timeline"' in body
    assert "receipt.pdf" in body


def test_proof_for_a_step(client: Client, url: str) -> None:
    assert "Submit the request" in text_of(client.get(f"{url}?step=submission"))
    client.post(f"{url}?step=submission", typed())
    client.post(f"{url}?step=nonsense", typed())
    assert list(Evidence.objects.order_by("id").values_list("step", flat=True)) == ["submission", ""]


def test_the_request_page_shows_the_last_few_with_one_query(client: Client, owner: User, case: Cancellation) -> None:
    client.get(url_of(case))
    before = queries(lambda: client.get(url_of(case)))
    for number in range(6):
        case.attach_bytes(owner, f"file-{number}.pdf", PDF)
    page = text_of(client.get(url_of(case)))
    assert [f"file-{number}.pdf" in page.split("Contacts and history")[-1] for number in (5, 2)] == [True, True]
    assert "All evidence" in page
    assert queries(lambda: client.get(url_of(case))) == before


def test_a_contact_can_bring_files(client: Client, case: Cancellation) -> None:
    entry = {"form_key": str(uuid.uuid4()), "outcome": "receipt", "attached": [upload("reply.pdf"), upload("b.pdf")]}
    assert client.post(url_of(case, "log"), entry).status_code == 303
    assert kinds_of(case)[-3:] == ["contact_logged", "evidence_added", "evidence_added"]
    rows = Evidence.objects.all()
    assert {row.message_id for row in rows} == {case.messages.get().pk}
    refused = client.post(url_of(case, "log"), {**entry, "attached": [upload("reply.pdf"), upload("c.pdf")]})
    assert refused.status_code == 409, "the same key with other files is no repeat"
    refused = client.post(
        url_of(case, "log"), {"outcome": "receipt", "note": "As said", "attached": [upload("a.html", b"<p>")]}
    )
    assert refused.status_code == 422
    assert "a.html" in text_of(refused)
    assert_kept(refused, url_of(case, "log"), {"note": "As said"})
    assert Evidence.objects.count() == 2


@both
def test_what_is_wrong_is_said_and_nothing_is_kept(
    client: Client, url: str, folder: Path, headers: dict[str, str]
) -> None:
    sent = typed(
        note="Typed with care", attached=[upload("good.pdf"), upload("bad.svg", b"<svg/>"), upload("e.txt", b"")]
    )
    response = client.post(url, sent, headers=headers)
    assert response.status_code == 422
    text = text_of(response)
    assert "bad.svg" in text
    assert "“e.txt” is empty" in text
    assert_kept(response, url, {"note": "Typed with care", "kind": "receipt"})
    assert in_folder(folder) == []
    assert not Evidence.objects.exists()
    nothing = client.post(url, typed(attached=[]), headers=headers)
    assert (nothing.status_code, "Choose a file." in text_of(nothing)) == (422, True)
    many = client.post(url, typed(attached=[upload(f"{number}.pdf") for number in range(11)]), headers=headers)
    assert (many.status_code, "At most 10 files" in text_of(many)) == (422, True)


@pytest.mark.parametrize("field", ["kind", "visibility"])
def test_unknown_choices_are_refused(client: Client, url: str, folder: Path, field: str) -> None:
    assert client.post(url, typed(**{field: "everybody"})).status_code == 422
    assert in_folder(folder) == []


def test_the_same_form_twice_counts_once(client: Client, url: str, folder: Path) -> None:
    sent = typed()
    again = {**sent, "attached": [upload()]}
    assert [client.post(url, one).status_code for one in (sent, again)] == [303, 303]
    row = Evidence.objects.get()
    assert in_folder(folder) == [row.stored]


def test_the_same_key_with_another_file_of_that_name_and_size_is_no_repeat(client: Client, url: str) -> None:
    sent, other = typed(), PDF.replace(b"Catalog", b"catalog")
    assert len(other) == len(PDF)
    assert client.post(url, sent).status_code == 303
    response = client.post(url, {**sent, "attached": [upload(content=other)]})
    assert response.status_code == 409
    assert "This form was sent before, with other content" in text_of(response)
    assert Evidence.objects.count() == 1
    assert client.post(url, typed(attached=[upload(content=other)])).status_code == 303
    assert Evidence.objects.count() == 2


def test_a_file_over_the_limit_is_refused_with_its_name(
    client: Client, url: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("domain.file_types", "views.uploads"):
        monkeypatch.setattr(f"cancellations.{module}.MOST_BYTES", 100_000)
    response = client.post(url, typed(attached=[upload("long.pdf", PDF + b" " * 100_000)]))
    assert response.status_code == 422
    assert "“long.pdf” is larger" in text_of(response)
    assert in_folder(folder) == []


def test_a_body_over_the_limit_is_not_read(client: Client, url: str, case: Cancellation) -> None:
    for address, length in ((url, MOST_BODY + 1), (url_of(case, "steps", "balance"), 5_000_000), ("/no/", 5_000_000)):
        response = client.generic(
            "POST", address, b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(length)
        )
        assert response.status_code == 413, address
        assert "60 MB" in text_of(response)


def test_a_file_comes_back_as_it_was_and_never_runs(client: Client, owner: User, case: Cancellation, url: str) -> None:
    row = case.attach_bytes(owner, 'Чек "5".txt', b"<script>alert(1)</script>")
    response = client.get(f"{url}{row.pk}/file/")
    assert b"".join(response) == b"<script>alert(1)</script>"
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "private, no-store"


def test_previews_are_pictures_of_our_own(client: Client, owner: User, case: Cancellation, url: str) -> None:
    shown, plain = (case.attach_bytes(owner, *sent) for sent in (("a.png", picture()), ("a.pdf", PDF)))
    response = client.get(f"{url}{shown.pk}/preview/")
    assert (response["Content-Type"], response["Content-Disposition"]) == ("image/webp", "inline")
    assert b"".join(response).startswith(b"RIFF")
    assert client.get(f"{url}{plain.pk}/preview/").status_code == 404


def test_a_file_that_is_missing_is_not_found(
    client: Client, owner: User, case: Cancellation, url: str, folder: Path
) -> None:
    row = case.attach_bytes(owner, "a.pdf", PDF)
    (folder / row.stored).unlink()
    assert client.get(f"{url}{row.pk}/file/").status_code == 404


def test_it_is_described_anew_and_removed(client: Client, owner: User, case: Cancellation, url: str) -> None:
    row = case.attach_bytes(owner, "a.pdf", PDF)
    item = f"{url}{row.pk}/"
    assert row.sha256 in text_of(client.get(item))
    told = {"kind": "bill", "note": "November", "visibility": "team", "version": "1"}
    assert client.post(item, {**told, "form_key": "k1"}).status_code == 303
    refused = client.post(item, {**told, "note": "Kept text", "kind": "?"})
    assert refused.status_code == 422
    assert_kept(refused, item, {"note": "Kept text"})
    assert client.get(f"{item}remove/").status_code == 200
    assert client.post(f"{item}remove/", {"reason": " "}).status_code == 422
    assert client.post(f"{item}remove/", {"reason": "Wrong request"}).status_code == 303
    assert kinds_of(case)[-2:] == ["evidence_changed", "evidence_removed"]
    assert "Wrong request" in text_of(client.get(url))
    assert client.get(f"{item}file/").status_code == 404
    assert client.post(f"{item}remove/", {"reason": "Again"}).status_code == 422


@both
def test_of_two_descriptions_the_older_form_waits(
    client: Client, owner: User, case: Cancellation, url: str, headers: dict[str, str]
) -> None:
    row = case.attach_bytes(owner, "a.pdf", PDF)
    item, older = f"{url}{row.pk}/", {"kind": "other", "note": "Mine", "visibility": "dossier", "version": "1"}
    assert 'name="version" value="1"' in client.get(item).content.decode()
    case.describe_evidence(
        owner, row, kind=EvidenceKind.OTHER, note="Names a third person", visibility=Visibility.TEAM, version=1
    )
    stale = client.post(item, older, headers=headers)
    assert stale.status_code == 409
    said = text_of(stale)
    assert all(words in said for words in ("Names a third person", "Only the team", "What you typed"))
    assert_kept(stale, item, {"note": "Mine"})
    assert 'name="version" value="2"' in stale.content.decode()
    row.refresh_from_db()
    assert (row.note, row.visibility) == ("Names a third person", "team")
    assert client.post(item, {**older, "version": "2"}).status_code == 303
    row.refresh_from_db()
    assert (row.note, row.visibility, row.version) == ("Mine", "dossier", 3)


def test_the_list_costs_the_same_with_many_files(client: Client, owner: User, case: Cancellation, url: str) -> None:
    case.attach_bytes(owner, "a.pdf", PDF)
    client.get(url)
    assert queries(lambda: client.get(url)) <= LIST_QUERIES
    for number in range(20):
        case.attach_bytes(owner, f"{number}.pdf", PDF)
    assert queries(lambda: client.get(url)) <= LIST_QUERIES
