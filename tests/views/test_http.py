"""Page or fragment, the redirect after a POST, and who may come in."""

import pytest
from django.test import Client

from cancellations.models import Membership, User
from tests.conftest import HTMX, ClientOf

pytestmark = pytest.mark.urls("tests.urls")


def varies_with(response: object) -> set[str]:
    return {part.strip() for part in response["Vary"].split(",")}  # type: ignore[index]


def test_a_browser_gets_the_page(client_of: ClientOf, owner: User) -> None:
    response = client_of(owner).get("/notes/")
    assert response.content.startswith(b"<!doctype html>")
    assert {"HX-Request", "HX-Request-Type", "Cookie"} <= varies_with(response)
    assert response["Cache-Control"] == "private, no-store"


def test_htmx_gets_the_fragment_of_the_same_address(client_of: ClientOf, owner: User) -> None:
    response = client_of(owner).get("/notes/", headers=HTMX)
    assert b"<html" not in response.content
    assert b"<h1>" in response.content
    assert {"HX-Request", "HX-Request-Type", "Cookie"} <= varies_with(response)
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "more",
    [{"HX-Boosted": "true"}, {"HX-History-Restore-Request": "true"}, {"HX-Request-Type": "full"}],
    ids=["boosted", "history", "whole body"],
)
def test_htmx_gets_the_page_when_it_swaps_all_of_it(client_of: ClientOf, owner: User, more: dict[str, str]) -> None:
    response = client_of(owner).get("/notes/", headers={**HTMX, **more})
    assert response.content.startswith(b"<!doctype html>")


def test_a_fragment_brings_along_what_was_said(client_of: ClientOf, owner: User) -> None:
    client = client_of(owner)
    text = client.get("/notes/?said=<b>Saved</b>", headers=HTMX).content.decode()
    assert text.index("</h1>") < text.index('<hx-partial hx-target="#toasts" hx-swap="beforeend">')
    assert '<hx-partial hx-target="#live" hx-swap="innerHTML">' in text
    assert text.count("&lt;b&gt;Saved&lt;/b&gt;") == 2
    assert "hx-partial" not in client.get("/notes/", headers=HTMX).content.decode()  # said once


def test_a_page_shows_what_was_said(client_of: ClientOf, owner: User) -> None:
    text = client_of(owner).get("/notes/?said=Saved").content.decode()
    assert '<div class="toast">' in text
    assert text.count("<span>Saved</span>") == 1


@pytest.mark.parametrize("status", [422, 409])
def test_a_page_with_a_problem_says_so_in_its_title(client_of: ClientOf, owner: User, status: int) -> None:
    response = client_of(owner).get(f"/notes/?status={status}")
    assert response.status_code == status
    assert "<title>Error: " in response.content.decode()


def test_a_post_leads_on_by_303(client_of: ClientOf, owner: User) -> None:
    response = client_of(owner).post("/notes/", {"to": "/settings/"})
    assert (response.status_code, response["Location"]) == (303, "/settings/")


def test_htmx_is_told_where_to_go(client_of: ClientOf, owner: User) -> None:
    response = client_of(owner).post("/notes/", {"to": "/settings/"}, headers=HTMX)
    assert (response.status_code, response["HX-Redirect"], response.content) == (204, "/settings/", b"")


def test_htmx_loads_the_same_page_anew(client_of: ClientOf, owner: User) -> None:
    here = {**HTMX, "HX-Current-URL": "http://testserver/notes/"}
    response = client_of(owner).post("/notes/", {"to": "/notes/#step-8"}, headers=here)
    assert response["HX-Refresh"] == "true"
    assert "HX-Redirect" not in response


def test_an_unreadable_current_address_does_no_harm(client_of: ClientOf, owner: User) -> None:
    odd = {**HTMX, "HX-Current-URL": "http://[/"}
    response = client_of(owner).post("/notes/", {"to": "/settings/"}, headers=odd)
    assert response["HX-Redirect"] == "/settings/"


# --- who may come in -----------------------------------------------------------------------------


def test_nobody_is_led_to_sign_in_and_back(db: None, client: Client) -> None:
    response = client.get("/notes/?view=open&page=2")
    assert response.status_code == 302
    assert response["Location"] == "/account/login/?next=%2Fnotes%2F%3Fview%3Dopen%26page%3D2"


def test_what_was_searched_for_is_not_written_into_the_address_of_the_sign_in_page(db: None, client: Client) -> None:
    response = client.get("/notes/?q=79161234567&page=2")
    assert response["Location"] == "/account/login/?next=%2Fnotes%2F%3Fpage%3D2"


def test_after_a_lost_post_nobody_is_led_back_to_the_page_it_came_from(db: None, client: Client) -> None:
    response = client.post("/notes/", headers={"Referer": "http://testserver/requests/LC-1/?x=1"})
    assert response["Location"] == "/account/login/?next=%2Frequests%2FLC-1%2F%3Fx%3D1"


def test_a_foreign_referer_is_not_led_back_to(db: None, client: Client) -> None:
    response = client.post("/notes/", headers={"Referer": "https://evil.example/x"})
    assert response["Location"] == "/account/login/?next=%2F"


def test_htmx_is_asked_to_sign_in_inside_the_dialog(db: None, client: Client) -> None:
    response = client.post("/notes/", headers=HTMX)
    assert response.status_code == 401
    assert (response["HX-Retarget"], response["HX-Reswap"]) == ("#dialog", "innerHTML")
    assert b'action="/account/again/"' in response.content
    assert b"<html" not in response.content


def test_a_removed_member_is_told_so(client_of: ClientOf, ex_member: User) -> None:
    response = client_of(ex_member).get("/notes/")
    assert response.status_code == 403
    assert "You are in no workspace" in response.content.decode()


def test_removal_holds_from_the_next_request_on(client_of: ClientOf, colleague: User) -> None:
    client = client_of(colleague)
    assert client.get("/notes/").status_code == 200
    Membership.objects.filter(user=colleague).delete()
    assert client.get("/notes/").status_code == 403
    assert client.post("/notes/", headers=HTMX).status_code == 403


def test_a_user_who_is_switched_off_is_nobody(client_of: ClientOf, colleague: User) -> None:
    client = client_of(colleague)
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    assert client.get("/notes/").status_code == 302


def test_a_newcomer_goes_to_the_welcome_page_first(client_of: ClientOf, newcomer: User) -> None:
    response = client_of(newcomer).get("/notes/")
    assert (response.status_code, response["Location"]) == (303, "/welcome/")
