"""Our side of the holder's page: the link is shown once, renewed, switched off; and asking for something."""

import re
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from cancellations.domain.holder_ask import HolderAsk
from cancellations.domain.playbook import StepKey
from cancellations.models import Cancellation, HolderLink, User
from tests.cases import case_of, kinds_of, step_of, url_of
from tests.conftest import HTMX, ClientOf
from tests.pages import assert_kept, text_of


@pytest.fixture
def case(owner: User) -> Cancellation:
    return case_of(owner)


@pytest.fixture
def client(client_of: ClientOf, owner: User) -> Client:
    return client_of(owner)


def press(client: Client, case: Cancellation, do: str, **more: str):  # type: ignore[no-untyped-def] # a test response
    return client.post(url_of(case, "holder-link"), {"do": do, "form_key": str(uuid.uuid4()), **more})


def shown_link(page: str) -> str:
    found = re.search(r'value="http://[^/"]+(/s/[\w-]+/)"', page)
    return found[1] if found else ""


class TestTheLink:
    def test_it_is_shown_once(self, client: Client, case: Cancellation) -> None:
        response = press(client, case, "make", language="ru")
        assert response.status_code == 200
        path = shown_link(response.content.decode())
        assert Client().get(path).status_code == 200
        assert "no-store" in response["Cache-Control"]
        assert shown_link(client.get(url_of(case, "holder-link")).content.decode()) == ""
        assert path not in str(client.get(url_of(case)).content)

    def test_sent_twice_it_is_made_once(self, client: Client, case: Cancellation) -> None:
        key = str(uuid.uuid4())
        first, second = (press(client, case, "make", form_key=key) for _time in range(2))
        assert (first.status_code, second.status_code) == (200, 303)
        assert HolderLink.objects.count() == 1

    def test_renewed_and_switched_off(self, client: Client, case: Cancellation) -> None:
        path = shown_link(press(client, case, "make").content.decode())
        HolderLink.objects.update(expires_on=timezone.localdate())
        assert press(client, case, "renew").status_code == 303
        assert HolderLink.objects.get().expires_on > timezone.localdate()
        assert press(client, case, "revoke").status_code == 303
        assert Client().get(path).status_code == 404
        assert kinds_of(case)[-3:] == ["holder_link_made", "holder_link_renewed", "holder_link_revoked"]

    def test_there_is_nothing_to_renew(self, client: Client, case: Cancellation) -> None:
        response = press(client, case, "renew")
        assert (response.status_code, "Make a new one." in text_of(response)) == (422, True)
        assert press(client, case, "sell").status_code == 422

    def test_when_it_was_last_opened(self, client: Client, case: Cancellation) -> None:
        path = shown_link(press(client, case, "make").content.decode())
        assert "Never" in text_of(client.get(url_of(case, "holder-link")))
        Client().get(path)
        assert "Never" not in text_of(client.get(url_of(case, "holder-link")))

    def test_a_part_of_the_page_for_htmx(self, client: Client, case: Cancellation) -> None:
        part = client.get(url_of(case, "holder-link"), headers=HTMX).content.decode()
        assert part.lstrip().startswith("<div")
        assert "<html" not in part

    def test_viewers_strangers_and_wrong_verbs(
        self, client_of: ClientOf, case: Cancellation, viewer: User, stranger: User, client: Client
    ) -> None:
        assert press(client_of(viewer), case, "make").status_code == 403
        assert client_of(viewer).get(url_of(case, "holder-link")).status_code == 403
        assert press(client_of(stranger), case, "make").status_code == 404
        assert client_of(stranger).get(url_of(case, "holder-link")).status_code == 404
        assert client.delete(url_of(case, "holder-link")).status_code == 405
        assert not HolderLink.objects.exists()


class TestPreview:
    def test_it_is_the_holders_page_and_sends_nothing(self, client: Client, case: Cancellation, owner: User) -> None:
        case.ask_holder(StepKey.BACKUP, owner, ask=HolderAsk.UNLINK, until=timezone.localdate())
        page = client.get(url_of(case, "holder")).content.decode()
        assert "This is what the holder sees." in page
        assert page.count("<button") == page.count(" disabled>")

    def test_in_the_links_language(self, client: Client, case: Cancellation, owner: User) -> None:
        case.make_holder_link(owner, language="zh-hans")
        assert 'lang="zh-Hans"' in client.get(url_of(case, "holder")).content.decode()

    def test_for_the_workspace_alone(
        self, client_of: ClientOf, case: Cancellation, viewer: User, stranger: User, client: Client
    ) -> None:
        assert client_of(viewer).get(url_of(case, "holder")).status_code == 200
        assert client_of(stranger).get(url_of(case, "holder")).status_code == 404
        assert client_of(None).get(url_of(case, "holder")).status_code == 302
        assert client.post(url_of(case, "holder")).status_code == 405


class TestAsking:
    def typed(self, case: Cancellation, **changed: str) -> dict[str, str]:
        version = str(step_of(case, StepKey.BACKUP).version)
        return {"ask": "unlink", "words": "", "until": "2027-01-15", "version": version, **changed}

    def test_it_waits_for_the_holder(self, client: Client, case: Cancellation) -> None:
        response = client.post(url_of(case, "steps", "backup", "ask"), self.typed(case))
        assert response.status_code == 303
        assert step_of(case, StepKey.BACKUP).asked == "unlink"

    def test_the_usual_is_proposed(self, client: Client, case: Cancellation) -> None:
        page = client.get(url_of(case, "steps", "backup", "ask")).content.decode()
        assert re.search(r'value="unlink"[^>]*checked', page)

    def test_something_else_takes_words(self, client: Client, case: Cancellation) -> None:
        path = url_of(case, "steps", "backup", "ask")
        typed = self.typed(case, ask="other")
        response = client.post(path, typed)
        assert response.status_code == 422
        assert_kept(response, path, typed)

    def test_viewers_and_strangers(self, client_of: ClientOf, case: Cancellation, viewer: User, stranger: User) -> None:
        path = url_of(case, "steps", "backup", "ask")
        assert client_of(viewer).post(path, self.typed(case)).status_code == 403
        assert client_of(stranger).post(path, self.typed(case)).status_code == 404


def test_the_page_of_the_case_offers_it_to_those_who_work(
    client: Client, client_of: ClientOf, case: Cancellation, viewer: User
) -> None:
    address = url_of(case, "holder-link")
    assert address in client.get(url_of(case)).content.decode()
    assert address not in client_of(viewer).get(url_of(case)).content.decode()
