"""The page of mail that waits: who sees it, what it tells and does not tell, and trying again."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from cancellations.domain.reminding import GIVE_UP_AFTER, MailKind, MailText
from cancellations.models import OutgoingMail, User
from tests.conftest import HTMX, ClientOf
from tests.pages import text_of

PAGE = "/settings/mail/"


def failed(user: User, key: str = "one", error: str = "451 <b>greylisted</b>") -> OutgoingMail:
    text = MailText("A subject", "A secret link")
    OutgoingMail.objects.put(
        text, address=f"{key}@lastcall.example", kind=MailKind.ACCOUNT, language="en", user=user, key=key
    )
    mail = OutgoingMail.objects.get(key=key)
    mail.claim()
    mail.was_not_sent(error)
    return mail


def retry_address(mail: OutgoingMail) -> str:
    return f"{PAGE}{mail.pk}/retry/"


@pytest.mark.parametrize("role", ["owner", "colleague"])
def test_it_tells_what_waits_and_why(client_of: ClientOf, request: pytest.FixtureRequest, role: str) -> None:
    user = request.getfixturevalue(role)
    failed(user)
    response = client_of(user).get(PAGE)
    text = text_of(response)
    for part in ("1 e-mail is not sent", "one@lastcall.example", "Tried 1 time", "Next try", "451 <b>greylisted</b>"):
        assert part in text
    assert "<b>greylisted" not in response.content.decode()
    assert "secret link" not in text


def test_what_was_sent_is_not_there(client_of: ClientOf, owner: User) -> None:
    failed(owner).was_sent()
    assert "Everything is sent." in text_of(client_of(owner).get(PAGE))


def test_it_says_that_mails_are_files(client_of: ClientOf, owner: User, settings: Settings) -> None:
    assert "No mail server is set" not in text_of(client_of(owner).get(PAGE))
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    assert "No mail server is set" in text_of(client_of(owner).get(PAGE))


def test_viewers_strangers_and_nobody(client_of: ClientOf, owner: User, viewer: User, stranger: User) -> None:
    mail = failed(owner)
    assert client_of(viewer).get(PAGE).status_code == 403
    assert client_of(viewer).post(retry_address(mail)).status_code == 403
    assert "one@lastcall.example" not in text_of(client_of(stranger).get(PAGE))
    assert client_of(stranger).post(retry_address(mail)).status_code == 404
    assert Client().get(PAGE)["Location"].startswith("/account/login/")
    assert PAGE not in client_of(viewer).get("/settings/").content.decode()


@pytest.mark.parametrize("pk", [0, 999_999, 2**63, 10**30])
def test_a_mail_that_is_not_there(client_of: ClientOf, owner: User, pk: int) -> None:
    assert client_of(owner).post(f"{PAGE}{pk}/retry/").status_code == 404


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_one_can_be_tried_at_once(client_of: ClientOf, owner: User, headers: dict[str, str]) -> None:
    mail = failed(owner)
    before = mail.next_try_at = OutgoingMail.objects.get().next_try_at
    response = client_of(owner).post(retry_address(mail), headers=headers)
    assert response.status_code == (200 if headers else 303)
    assert OutgoingMail.objects.get().next_try_at < before


def test_what_is_being_sent_is_left_alone(client_of: ClientOf, owner: User) -> None:
    mail = failed(owner)
    OutgoingMail.objects.get().claim()
    response = client_of(owner).post(retry_address(mail), follow=True)
    assert "is being sent" in text_of(response)
    assert f"retry-{mail.pk}" not in response.content.decode()


def test_no_link_that_is_dead_is_offered_again(client_of: ClientOf, owner: User) -> None:
    mail = failed(owner)
    client = client_of(owner)
    assert f"retry-{mail.pk}" in client.get(PAGE).content.decode()
    mail = OutgoingMail.objects.get()
    mail.created_at -= GIVE_UP_AFTER
    mail.claim()
    mail.was_not_sent("451 later")
    page = client.get(PAGE)
    assert "Not tried again by itself" in text_of(page)
    assert f"retry-{mail.pk}" not in page.content.decode()


def test_the_page_costs_the_same_for_many(
    client_of: ClientOf, owner: User, django_assert_max_num_queries: object
) -> None:
    for number in range(60):
        failed(owner, f"mail{number}")
    client = client_of(owner)
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        assert "60 e-mails are not sent" in text_of(client.get(PAGE))
