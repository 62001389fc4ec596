"""A session that ended while a page was open: sign in inside the dialog, and the page works on."""

import json

from django.test import Client

from cancellations.models import User
from tests.conftest import HTMX, ClientOf
from tests.people import PASSWORD

AGAIN = "/account/again/"


def test_the_page_gets_its_new_token(client: Client, owner: User) -> None:
    data = {"login": owner.email, "password": PASSWORD, "page_user": str(owner.pk)}
    response = client.post(AGAIN, data, headers=HTMX)
    assert response.status_code == 204
    events = json.loads(response["HX-Trigger"])
    assert events["signed-in"] is True
    assert client.session["_auth_user_id"] == str(owner.pk)
    checked = Client(enforce_csrf_checks=True)
    checked.cookies = client.cookies
    response = checked.post("/language/", {"language": "ru", "csrfmiddlewaretoken": events["csrf"]})
    assert response.status_code == 303


def test_a_wrong_password_stays_in_the_dialog(client: Client, owner: User) -> None:
    data = {"login": owner.email, "password": "wrong", "page_user": str(owner.pk)}
    response = client.post(AGAIN, data, headers=HTMX)
    text = response.content.decode()
    assert response.status_code == 422
    assert "<html" not in text
    assert "There is a problem" in text
    assert f'value="{owner.email}"' in text


def test_somebody_else_does_not_get_the_others_page(client: Client, owner: User, stranger: User) -> None:
    data = {"login": stranger.email, "password": PASSWORD, "page_user": str(owner.pk)}
    response = client.post(AGAIN, data, headers=HTMX)
    assert response["HX-Redirect"] == "/"
    assert "HX-Trigger" not in response


def test_signed_in_meanwhile_in_another_tab(client_of: ClientOf, owner: User) -> None:
    response = client_of(owner).post(AGAIN, {"page_user": str(owner.pk)}, headers=HTMX)
    assert response.status_code == 204
    assert "csrf" in json.loads(response["HX-Trigger"])


def test_only_post(db: None, client: Client) -> None:
    assert client.get(AGAIN).status_code == 405
