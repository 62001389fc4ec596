"""The page of a user's own reminders: what is chosen there, and the secret address of the calendar."""

from typing import Any

import pytest
from django.test import Client

from cancellations.models import FormKey, Reminders, User
from cancellations.models.people import digest_of
from tests.conftest import HTMX, ClientOf
from tests.pages import fields_of, text_of

PAGE = "/settings/notifications/"
RENEW, END = f"{PAGE}calendar/", f"{PAGE}calendar/end/"
CHOSEN: dict[str, Any] = {
    "digest": "on",
    "digest_hour": "19",
    "digest_days": ["1", "6"],
    "digest_of": "all",
    "overdue": "on",
    "calendar_nicknames": "on",
}


def kept(user: User) -> Reminders:
    return Reminders.objects.get(user=user)


@pytest.mark.parametrize("role", ["owner", "colleague", "viewer"])
def test_everybody_has_the_usual_choices_at_first(
    client_of: ClientOf, request: pytest.FixtureRequest, role: str
) -> None:
    response = client_of(request.getfixturevalue(role)).get(PAGE)
    assert response.status_code == 200
    fields = fields_of(response, PAGE)
    assert {"digest", "overdue"} <= set(fields)  # ticked
    assert (fields["digest_hour"], fields["digest_of"]) == (["8"], ["mine"])
    assert fields["digest_days"] == list("12345")
    assert "calendar_nicknames" not in fields
    assert not Reminders.objects.exists()  # looking writes nothing


def test_nobody_is_asked_to_sign_in(db: None, client: Client) -> None:
    assert client.get(PAGE)["Location"].startswith("/account/login/")
    for address in (PAGE, RENEW, END):
        client.post(address, CHOSEN)
    assert not Reminders.objects.exists()


def test_choices_are_kept_and_shown_again(client_of: ClientOf, viewer: User, owner: User) -> None:
    client = client_of(viewer)
    response = client.post(PAGE, CHOSEN)
    assert (response.status_code, response["Location"]) == (303, PAGE)
    mine = kept(viewer)
    assert (mine.digest, mine.digest_hour, mine.digest_days, mine.digest_mine) == (True, 19, "16", False)
    assert (mine.overdue, mine.calendar_nicknames) == (True, True)
    shown = fields_of(client.get(PAGE), PAGE)
    assert {name: shown[name] for name in ("digest_hour", "digest_days", "digest_of")} == {
        "digest_hour": ["19"],
        "digest_days": ["1", "6"],
        "digest_of": ["all"],
    }
    assert not Reminders.objects.filter(user=owner).exists()  # others are untouched


def test_everything_can_be_switched_off(client_of: ClientOf, owner: User) -> None:
    client_of(owner).post(PAGE, {"digest_hour": "8", "digest_of": "mine"})
    mine = kept(owner)
    assert (mine.digest, mine.overdue, mine.digest_days) == (False, False, "")


@pytest.mark.parametrize(
    "change",
    [
        {"digest_hour": "24"},
        {"digest_hour": "-1"},
        {"digest_hour": "８"},
        {"digest_hour": ""},
        {"digest_days": []},
        {"digest_days": ["8"]},
        {"digest_days": ["1; DROP"]},
        {"digest_of": "theirs"},
    ],
)
def test_what_does_not_exist_is_refused_and_the_rest_kept(
    client_of: ClientOf, owner: User, change: dict[str, Any]
) -> None:
    response = client_of(owner).post(PAGE, {**CHOSEN, **change})
    assert response.status_code == 422
    assert kept(owner).digest_hour == 8
    assert kept(owner).digest_days == "12345"
    assert "calendar_nicknames" in fields_of(response, PAGE)  # still ticked


def test_htmx_gets_the_form_back_alone(client_of: ClientOf, owner: User) -> None:
    client = client_of(owner)
    wrong = client.post(PAGE, {**CHOSEN, "digest_days": []}, headers=HTMX)
    assert wrong.status_code == 422
    assert "<html" not in wrong.content.decode()
    assert "Choose at least one day" in text_of(wrong)
    right = client.post(PAGE, CHOSEN, headers=HTMX)
    assert (right.status_code, right["HX-Redirect"]) == (204, PAGE)


# --- the address of the calendar -----------------------------------------------------------------


def address_in(response: Any) -> str:
    text: str = response.content.decode()
    return text.split('readonly value="')[1].split('"')[0] if "readonly" in text else ""


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_an_address_is_shown_once_and_kept_hashed(client_of: ClientOf, viewer: User, headers: dict[str, str]) -> None:
    client = client_of(viewer)
    response = client.post(RENEW, headers=headers)
    address = address_in(response)
    token = address.split("/")[-2]
    assert address == f"http://localhost:8000/calendar/{token}/lastcall.ics"
    assert len(token) >= 43  # 256 bits
    assert kept(viewer).calendar_hash == digest_of(token)
    assert "no-store" in response["Cache-Control"]
    assert token not in client.get(PAGE).content.decode()
    assert client.get(f"/calendar/{token}/lastcall.ics").status_code == 200


def test_a_new_address_ends_the_old_one(client_of: ClientOf, owner: User) -> None:
    client = client_of(owner)
    old, new = address_in(client.post(RENEW)), address_in(client.post(RENEW))
    assert old != new
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200


def test_an_address_can_be_ended(client_of: ClientOf, owner: User, colleague: User) -> None:
    client = client_of(owner)
    mine, theirs = address_in(client.post(RENEW)), address_in(client_of(colleague).post(RENEW))
    assert client.post(END)["Location"] == PAGE
    assert client.get(mine).status_code == 404
    assert client.get(theirs).status_code == 200
    assert "End the address" not in client.get(PAGE).content.decode()


def form_of(client: Client, address: str) -> dict[str, Any]:
    return fields_of(client.get(PAGE), address)


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_a_form_that_arrives_again_shows_the_same_address(
    client_of: ClientOf, viewer: User, headers: dict[str, str]
) -> None:
    client = client_of(viewer)
    form = form_of(client, RENEW)
    first, again = client.post(RENEW, form, headers=headers), client.post(RENEW, form, headers=headers)
    assert address_in(first)
    assert address_in(again) == address_in(first)
    assert client.get(address_in(first)).status_code == 200
    assert form["form_key"][0] not in address_in(first)


def test_a_form_that_arrives_again_brings_back_no_address(client_of: ClientOf, owner: User) -> None:
    client = client_of(owner)
    form = form_of(client, RENEW)
    first = address_in(client.post(RENEW, form))
    newer = address_in(client.post(RENEW, form_of(client, RENEW)))
    assert address_in(client.post(RENEW, form)) == ""
    assert (client.get(first).status_code, client.get(newer).status_code) == (404, 200)
    client.post(END)
    assert address_in(client.post(RENEW, form)) == ""
    FormKey.objects.all().delete()  # the worker forgets them after a day
    assert address_in(client.post(RENEW, form)) not in {"", first, newer}


def test_an_end_that_arrives_again_leaves_the_next_address_alone(client_of: ClientOf, owner: User) -> None:
    client = client_of(owner)
    client.post(RENEW)
    form = form_of(client, END)
    client.post(END, form)
    address = address_in(client.post(RENEW))
    assert client.post(END, form)["Location"] == PAGE
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(("key", "status"), [("used", 409), ("k" * 37, 422), ("\0", 422)])
def test_a_key_that_cannot_be_makes_no_address(client_of: ClientOf, owner: User, key: str, status: int) -> None:
    client = client_of(owner)
    client.post(END, {"form_key": "used"})
    response = client.post(RENEW, {"form_key": key})
    assert (response.status_code, address_in(response)) == (status, "")
    assert kept(owner).calendar_hash is None


@pytest.mark.parametrize("address", [RENEW, END])
def test_looking_changes_nothing(client_of: ClientOf, owner: User, address: str) -> None:
    assert client_of(owner).get(address).status_code == 405
