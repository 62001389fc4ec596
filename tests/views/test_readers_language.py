"""What long work says is read in the reader's language, whoever asked for it: asked in Chinese, read in Russian."""

import re
import uuid
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override
from pytest_django import Settings

from cancellations.domain.bulk import BulkAction
from cancellations.domain.playbook import StepKey
from cancellations.models import Errand, SimImport, User
from tests.cases import carrier_of, case_of
from tests.conftest import ClientOf
from tests.errands.test_bulk import do
from tests.files import keep_in
from tests.importing import AT, previewed, run, table
from tests.pages import text_of

CHINESE = re.compile(r"[\u4e00-\u9fff]")
LANGUAGE = "简体中文"  # the language switch offers it

SUBMITTED = {"channel": "email", "submitted_on": "2026-11-20", "request_number": "N-1"}

pytestmark = pytest.mark.usefixtures("a_saturday")


def speaks(user: User, language: str) -> User:
    user.language = language
    user.save()
    return user


def is_russian(text: str) -> bool:
    text = text.replace(LANGUAGE, "")
    return not CHINESE.search(text) and bool(re.search("[а-я]{4}", text))


@pytest.fixture
def asking(client_of: ClientOf, owner: User, settings: Settings, tmp_path: Path) -> Client:
    keep_in(settings, tmp_path / "kept")
    carrier_of(owner, country="RU")
    return client_of(speaks(owner, "zh-hans"))


@pytest.fixture
def reading(client_of: ClientOf, colleague: User) -> Client:
    return client_of(speaks(colleague, "ru"))


def refusing() -> str:
    return table("+79161234567,,MTS,good", "+79161234567,,MTS,twice", "12,,MTS,short", ",8970,MTS,iccid", ",,,nothing")


def test_the_preview_of_an_import_and_its_refused_rows(asking: Client, reading: Client) -> None:
    one = previewed(asking, refusing())
    assert one.found["counts"]["refuse"] >= 3
    assert CHINESE.search(text_of(asking.get(f"{AT}{one.pk}/")).replace(LANGUAGE, ""))
    with override("ru"):
        same_card = gettext("Row %(row)s of this file is about the same card.") % {"row": 2}
    page = text_of(reading.get(f"{AT}{one.pk}/"))
    assert same_card in page
    assert is_russian(page)
    file = b"".join(reading.get(reverse("sim_import_refused", args=[one.pk]))).decode()
    assert same_card in file
    assert is_russian(file)


def test_what_an_older_version_kept_of_a_preview_is_still_shown(asking: Client, reading: Client) -> None:
    one = previewed(asking, refusing())
    one.found["samples"]["refuse"] = [[3, "本文件的第 2 行说的是同一张卡。"]]
    one.save()
    assert "本文件的第 2 行说的是同一张卡。" in text_of(reading.get(f"{AT}{one.pk}/"))


def test_why_nothing_was_imported(asking: Client, reading: Client) -> None:
    one = previewed(asking, table("+79161234567,,MTS,good"))
    SimImport.objects.filter(pk=one.pk).update(found=one.found | {"fingerprint": "another"})
    one = run(asking, one)
    assert one.errand is not None
    assert one.errand.error
    page = text_of(reading.get(f"{AT}{one.pk}/"))
    with override("ru"):
        assert str(Errand.objects.get(pk=one.errand.pk).error) in page
    assert is_russian(page)


def test_what_a_change_to_many_could_not_do(owner: User, asking: Client, reading: Client) -> None:
    """A day that would hide a late carrier."""
    answering, fine = case_of(owner, to=StepKey.CONFIRMATION), case_of(owner)
    with override("zh-hans"):
        errand = do(owner, BulkAction.LOG, [answering, fine], outcome="processing", follow_up_on="2027-06-01")
    assert errand.missed == 1
    with override("ru"):
        refusal = errand.misses.get().why
    assert "дек" in refusal  # until when the carrier has to answer
    page = text_of(reading.get(reverse("errand", args=[errand.pk])))
    assert is_russian(page)
    file = b"".join(reading.get(reverse("errand_missed", args=[errand.pk]))).decode()
    assert is_russian(file)
    assert refusal in page
    assert refusal in file


def test_steps_that_stand_before_it(owner: User, asking: Client, reading: Client) -> None:
    with override("zh-hans"):
        locked = do(owner, BulkAction.SUBMIT, [case_of(owner)], **SUBMITTED)
    assert locked.missed == 1
    page = text_of(reading.get(reverse("errand", args=[locked.pk])))
    assert is_russian(page)
    with override("ru"):
        assert gettext("First: %(step)s").split("%")[0] in page


def test_what_is_asked_for_is_called_in_the_readers_language(owner: User, asking: Client, reading: Client) -> None:
    case = case_of(owner)
    answer = asking.post(reverse("requests_dossiers"), {"form_key": str(uuid.uuid4()), "case": [case.pk]})
    assert answer.status_code == 303
    page = text_of(reading.get(answer["Location"]))
    assert "1 " in page
    assert is_russian(page)
