"""What the holder sends from their page: only what was asked, only what is fit to be kept."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from cancellations.domain.holder_ask import HolderAsk
from cancellations.domain.playbook import StepKey
from cancellations.models import Cancellation, User
from cancellations.models.evidence import Evidence
from tests.cases import case_of, fresh, kinds_of, step_of
from tests.pages import text_of

HTML = b"<html><script>alert(1)</script></html>"
REFUSED = {
    "page.html": HTML,
    "page.png": HTML,
    "drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
    "program.jpg": b"MZ" + b"\0" * 200,
    "both.pdf": HTML + b"%PDF-1.4",
    "script.py": b"import os",
    "many.zip": b"PK\x05\x06" + b"\0" * 18,
    "empty.png": b"",
}


def picture() -> bytes:
    made = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(made, "PNG")
    return made.getvalue()


@pytest.fixture
def case(owner: User) -> Cancellation:
    case = case_of(owner)
    case.ask_holder(StepKey.IDENTITY, owner, ask=HolderAsk.DOCUMENT, until=timezone.localdate())
    fresh(case).ask_holder(StepKey.BACKUP, owner, ask=HolderAsk.UNLINK, until=timezone.localdate())
    return fresh(case)


@pytest.fixture
def path(case: Cancellation, owner: User) -> str:
    return f"/s/{case.make_holder_link(owner, language='en')}/"


def sent(*files: tuple[str, bytes], step: str = "identity") -> dict[str, object]:
    return {"step": step, "attached": [SimpleUploadedFile(name, content) for name, content in files]}


class TestFiles:
    def test_they_arrive(self, client: Client, case: Cancellation, path: str) -> None:
        response = client.post(f"{path}?lang=ru", sent(("a.png", picture()), ("b.pdf", b"%PDF-1.4 words")))
        assert (response.status_code, response["Location"]) == (303, f"{path}?lang=ru#step-identity")
        assert response["Referrer-Policy"] == "no-referrer"
        assert not response.cookies
        assert [(row.name, row.step, row.visibility, row.added_by) for row in Evidence.objects.order_by("id")] == [
            ("a.png", "identity", "team", None),
            ("b.pdf", "identity", "team", None),
        ]
        assert step_of(case, StepKey.IDENTITY).is_answered
        page = text_of(client.get(path))
        assert "Thank you, we have received it." in page
        assert "a.png" not in page

    @pytest.mark.parametrize("name", REFUSED)
    def test_what_is_no_proof_is_refused_by_name(
        self, client: Client, case: Cancellation, path: str, name: str
    ) -> None:
        response = client.post(path, sent(("good.png", picture()), (name, REFUSED[name])))
        assert response.status_code == 422
        assert name in text_of(response)
        assert "Error:" in response.content.decode().split("</title>")[0]
        assert not Evidence.objects.exists()
        assert not step_of(case, StepKey.IDENTITY).is_answered

    def test_none_and_too_many(self, client: Client, path: str) -> None:
        assert "Choose a file." in text_of(client.post(path, {"step": "identity"}))
        many = client.post(path, sent(*((f"{number}.png", picture()) for number in range(11))))
        assert (many.status_code, "At most 10 files" in text_of(many)) == (422, True)

    def test_not_more_in_an_hour_than_anybody_needs(
        self, client: Client, path: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("cancellations.models.holder_verbs.FILES_AN_HOUR", 1)
        assert client.post(path, sent(("a.txt", b"one"))).status_code == 303
        late = client.post(path, sent(("b.txt", b"two")))
        assert (late.status_code, "Too many files for now" in text_of(late)) == (422, True)
        assert Evidence.objects.count() == 1

    def test_a_dead_link_takes_nothing(self, client: Client, case: Cancellation, owner: User, path: str) -> None:
        case.revoke_holder_link(owner)
        assert client.post(path, sent(("a.png", picture()))).status_code == 404
        assert not Evidence.objects.exists()


class TestDone:
    def test_it_is_a_word_of_the_holders(self, client: Client, case: Cancellation, path: str) -> None:
        assert client.post(path, {"step": "backup", "done": "1"}).status_code == 303
        assert step_of(case, StepKey.BACKUP).is_answered
        assert kinds_of(case)[-1] == "holder_done"
        page = text_of(client.get(path))
        assert "you told us that it is done" in page
        assert "I have done it" not in page

    def test_from_a_form_of_anywhere(self, path: str) -> None:
        """Nothing but the address lets in, so there is no cookie that a foreign form could borrow."""
        client = Client(enforce_csrf_checks=True)
        response = client.post(path, {"step": "backup", "done": "1"}, headers={"Origin": "null"})
        assert response.status_code == 303

    @pytest.mark.parametrize(
        "answer",
        [
            {},
            {"done": "1"},
            {"step": "nothing", "done": "1"},
            {"step": "balance", "done": "1"},
            {"step": "identity", "done": "1"},
            {"step": "backup\0", "done": "1"},
        ],
    )
    def test_what_was_not_asked_changes_nothing(
        self, client: Client, case: Cancellation, path: str, answer: dict[str, str]
    ) -> None:
        before = kinds_of(case)
        response = client.post(path, answer)
        assert (response.status_code, "Nothing of this kind is asked" in text_of(response)) == (422, True)
        assert kinds_of(case) == before

    def test_files_where_a_word_was_asked(self, client: Client, path: str) -> None:
        assert client.post(path, sent(("a.png", picture()), step="backup")).status_code == 422
        assert not Evidence.objects.exists()
