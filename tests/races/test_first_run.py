"""Whoever presses twice on the first run gets one workspace, one owner and one e-mail."""

from typing import Any

import pytest
from django.test import Client

from cancellations.domain.roles import Role
from cancellations.models import Membership, SigninLink, User, Workspace
from tests.people import PASSWORD
from tests.races.test_writers import again, together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def client(db: None) -> Client:
    client = Client()
    client.post(f"/signin/{SigninLink.objects.issue()}/")
    return client


def answers(number: int) -> dict[str, Any]:
    return {"name": f"Lin {number}", "email": f"lin{number}@yuanxing.example", "password": PASSWORD}


def test_two_welcomes_at_once_make_one_owner(client: Client) -> None:
    found = together(lambda number: again(client).post("/welcome/", answers(number)), 4)
    assert all(answer.status_code < 500 for answer in found)
    assert sum(answer.status_code == 303 for answer in found) >= 1
    owner = User.objects.get()
    assert Workspace.objects.count() == Membership.objects.filter(role=Role.OWNER).count() == 1
    number = int(owner.name.split()[1])
    assert owner.email == answers(number)["email"]
    assert [one.email for one in owner.emailaddress_set.all()] == [owner.email]  # type: ignore[attr-defined]


def test_the_second_answer_changes_nothing(db: None) -> None:
    first = User.objects.found_workspace()
    second = User.objects.get()
    assert first.introduce(language="en", name="Lin", email="lin@yuanxing.example", password=PASSWORD)
    assert not second.introduce(language="ru", name="Other", email="other@yuanxing.example", password="x" * 12)
    kept = User.objects.get()
    assert (kept.name, kept.email, kept.language) == ("Lin", "lin@yuanxing.example", "en")
    assert kept.check_password(PASSWORD)
