"""Background tasks: how far, what was missed, the file, and who may see and stop them."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from pytest_django import Settings

from cancellations.domain.bulk import BulkAction
from cancellations.domain.errands import ErrandKind, ErrandState
from cancellations.models import Errand, Membership, User
from cancellations.models.storage import evidence_storage
from tests.conftest import HTMX, ClientOf
from tests.files import keep_in
from tests.pages import fields_of, text_of
from tests.people import PASSWORD

CONFIRM = "/account/reauthenticate/"


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    return keep_in(settings, tmp_path / "files")


@pytest.fixture
def errand(colleague: User) -> Errand:
    made = Errand.objects.ask(colleague, ErrandKind.BULK, what={}, title="<b>MTS</b>", total=40)
    with made.part():
        made.done = 10
        made.miss("LC-7K3F9Q", "It is closed.", address="/requests/LC-7K3F9Q/")
    return made


def with_file(errand: Errand) -> str:
    errand.stored = evidence_storage().save("made", ContentFile(b"rows"))
    errand.file_name, errand.media_type = "rows.csv", "text/csv"
    errand.save()
    errand.end()
    return reverse("errand_file", args=[errand.pk])


def test_the_page_says_how_far_it_is_and_what_was_missed(errand: Errand, owner: User, client_of: ClientOf) -> None:
    text = client_of(owner).get(reverse("errand", args=[errand.pk])).content.decode()
    assert 'value="25"' in text
    assert "10 of 40" in text
    assert "It is closed." in text
    assert 'href="/requests/LC-7K3F9Q/"' in text
    assert "&lt;b&gt;MTS" in text
    assert 'http-equiv="refresh"' in text  # without JavaScript


def test_what_is_done_is_named_in_the_language_of_who_looks(colleague: User, owner: User, client_of: ClientOf) -> None:
    """Whoever asked for it may read another one."""
    what = {"action": BulkAction.FOLLOW_UP, "cases": []}
    errand = Errand.objects.ask(colleague, ErrandKind.BULK, what=what, title="Look again on another day", total=1)
    owner.language = "ru"
    owner.save()
    text = client_of(owner).get(reverse("errand", args=[errand.pk])).content.decode()
    assert "Look again" not in text
    assert "Изменение многих заявок" in text


def test_the_progress_asks_again_until_it_is_over(errand: Errand, owner: User, client_of: ClientOf) -> None:
    client, at = client_of(owner), reverse("errand", args=[errand.pk])
    assert b"delay:1s" in client.get(at, headers=HTMX).content
    errand.end()
    after = client.get(at, headers=HTMX).content
    assert b"delay:1s" not in after
    assert b"<html" not in after


def test_what_somebody_searched_for_is_shown_to_nobody_else(
    errand: Errand, colleague: User, viewer: User, client_of: ClientOf
) -> None:
    Errand.objects.filter(pk=errand.pk).update(result={"address": "/requests/?q=%2B79161234567&view=all"})
    errand.end()
    at = reverse("errand", args=[errand.pk])
    assert b"79161234567" in client_of(colleague).get(at).content
    text = client_of(viewer).get(at).content.decode()
    assert "79161234567" not in text
    assert "/requests/?view=all" in text


def test_the_list_has_it(errand: Errand, viewer: User, client_of: ClientOf) -> None:
    assert b"10 of 40" in client_of(viewer).get(reverse("errands")).content


def test_who_asked_may_stop_it_and_the_owner(
    errand: Errand, colleague: User, viewer: User, owner: User, client_of: ClientOf
) -> None:
    at = reverse("errand_stop", args=[errand.pk])
    assert client_of(viewer).post(at).status_code == 403
    assert client_of(owner).get(at).status_code == 405
    assert client_of(colleague).post(at).status_code == 303
    errand.refresh_from_db()
    assert errand.state is ErrandState.STOPPED


def test_the_file_is_for_who_asked_and_for_the_owner(
    errand: Errand, colleague: User, viewer: User, owner: User, client_of: ClientOf
) -> None:
    at = with_file(errand)
    for person in (colleague, owner):
        answer = client_of(person).get(at)
        assert b"".join(answer) == b"rows"
        assert 'filename="rows.csv"' in answer["Content-Disposition"]
    assert client_of(viewer).get(at).status_code == 404


def test_who_may_not_see_numbers_any_more_gets_it_no_more(errand: Errand, colleague: User, client_of: ClientOf) -> None:
    at = with_file(errand)
    Membership.objects.filter(user=colleague).update(role="viewer")
    assert client_of(User.objects.get(pk=colleague.pk)).get(at).status_code == 404


def test_who_is_no_owner_any_more_does_not_get_everything(errand: Errand, colleague: User, client_of: ClientOf) -> None:
    at = with_file(errand)
    Errand.objects.filter(pk=errand.pk).update(kind=ErrandKind.ARCHIVE)
    assert client_of(colleague).get(at).status_code == 404


def test_everything_is_handed_out_after_the_password_alone(errand: Errand, owner: User, client_of: ClientOf) -> None:
    at, client = with_file(errand), client_of(owner)
    Errand.objects.filter(pk=errand.pk).update(kind=ErrandKind.ARCHIVE)
    page = reverse("errand", args=[errand.pk])
    assert at in client.get(page).content.decode()
    asked = client.get(at, follow=True)
    assert "Confirm that it is you" in text_of(asked)
    form = {name: values[0] for name, values in fields_of(asked, CONFIRM).items()}
    assert client.post(CONFIRM, {**form, "password": "wrong"}).status_code == 200
    assert client.get(at).status_code == 302
    answer = client.post(CONFIRM, {**form, "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, page)
    assert b"".join(client.get(at)) == b"rows"


def test_a_file_that_is_gone_is_404(errand: Errand, owner: User, client_of: ClientOf) -> None:
    at = with_file(errand)
    evidence_storage().delete(errand.stored)
    assert client_of(owner).get(at).status_code == 404


def test_strangers_see_nothing(errand: Errand, stranger: User, client_of: ClientOf) -> None:
    client = client_of(stranger)
    assert client.get(reverse("errand", args=[errand.pk])).status_code == 404
    assert client.post(reverse("errand_stop", args=[errand.pk])).status_code == 404
    assert b"MTS" not in client.get(reverse("errands")).content
